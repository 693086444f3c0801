from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "tillit.outbox"
    verbose_name = "Utgående brev"
