from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "tillit.search"
