from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "tillit.search"

    def ready(self):
        import_module("tillit.search.indexing").listen()
