from django.core.management.base import BaseCommand, CommandError

from events.retention import erase


class Command(BaseCommand):
    help = "Tar bort det om deltagare som inte ska sparas längre. Körs varje natt."

    def handle(self, *args, **options):
        counts, failed = erase()
        self.stdout.write(
            "Borttaget: " + ", ".join(f"{number} {what}" for what, number in counts.items()) + "."
        )
        if failed:
            raise CommandError(f"Det gick inte för {failed} evenemang; varför står i loggen.")
