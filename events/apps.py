from importlib import import_module

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Evenemang"

    def ready(self):
        # They listen: for what is published, and for letters to be written out.
        for module in ("events.publishing", "events.letters"):
            import_module(module)
