from importlib import import_module

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "artiklar"

    def ready(self):
        import_module("articles.letters")  # it listens: for letters to be written out
