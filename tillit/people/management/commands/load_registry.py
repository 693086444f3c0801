from django.core.management.base import BaseCommand

from tillit.people.importers import load_registry, read_registry


class Command(BaseCommand):
    help = "Läser in registret över kommuner och regioner. Kan köras hur många gånger som helst."

    def handle(self, *args, **options):
        added, changed = load_registry(read_registry())
        self.stdout.write(f"Registret: {added} nya, {changed} ändrade organisationer.")
