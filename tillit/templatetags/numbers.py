from django import template

from tillit.text import thousands

register = template.Library()

register.filter("thousands", thousands)
