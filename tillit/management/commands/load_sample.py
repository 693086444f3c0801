from django.core.management.base import BaseCommand

from tillit.people.importers import load_registry, read_registry
from tillit.sample.loader import load_sample


class Command(BaseCommand):
    help = "Lägger in registret och provberättelserna. Det som redan finns rörs inte."

    def handle(self, *args, **options):
        load_registry(read_registry())
        added = load_sample()
        self.stdout.write(f"{added} provberättelser tillagda.")
