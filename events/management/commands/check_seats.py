import sys

from django.core.management.base import BaseCommand

from events.recount import differences


class Command(BaseCommand):
    help = "Räknar om alla platser och säger om något inte stämmer. Ändrar ingenting."

    def handle(self, *args, **options):
        found = differences()
        for sentence in found:
            self.stdout.write(sentence)
        self.stdout.write(f"{len(found)} saker att titta på." if found else "Alla platser stämmer.")
        sys.exit(1 if found else 0)
