from django.apps import AppConfig


class TillitConfig(AppConfig):
    name = "tillit"
