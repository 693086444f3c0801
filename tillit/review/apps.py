from importlib import import_module

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "tillit.review"
    label = "review"
    verbose_name = "granskning"

    def ready(self):
        import_module("tillit.review.letters").listen()
