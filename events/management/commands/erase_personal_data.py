from django.core.management.base import BaseCommand

from events.retention import erase


class Command(BaseCommand):
    help = "Tar bort det om deltagare som inte ska sparas längre. Körs varje natt."

    def handle(self, *args, **options):
        counts = erase()
        self.stdout.write(
            "Borttaget: " + ", ".join(f"{number} {what}" for what, number in counts.items()) + "."
        )
