from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "tillit.editorial"
