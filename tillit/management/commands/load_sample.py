from django.core.management.base import BaseCommand

from tillit.people.importers import load_registry, read_registry
from tillit.sample.events import load_events
from tillit.sample.loader import load_sample


class Command(BaseCommand):
    help = "Lägger in registret, provberättelserna och provevenemangen. Det som redan finns rörs inte."

    def handle(self, *args, **options):
        load_registry(read_registry())
        stories, events = load_sample(), load_events()
        self.stdout.write(f"{stories} provberättelser och {events} evenemang tillagda.")
