from django.core.management.base import BaseCommand

from articles import upkeep


class Command(BaseCommand):
    help = "Frågar de ansvariga om deras sidor fortfarande gäller, och organisationen där ingen svarar. Körs varje natt."

    def handle(self, *args, **options):
        asked, escalated = upkeep.ask_owners(), upkeep.escalate()
        self.stdout.write(f"Att se över: {asked}. Organisationen får frågan om: {escalated}.")
