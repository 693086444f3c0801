"""How numbers stand in addresses: one way each, so that there is no end of addresses for the same page."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    regex = "[1-9][0-9]{0,17}"


register_converter(NumberConverter, "number")
