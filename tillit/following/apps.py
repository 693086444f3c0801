from importlib import import_module

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "tillit.following"
    label = "following"
    verbose_name = "prenumerationer"

    def ready(self):
        import_module("tillit.following.letters")  # each kind of letter registers itself
