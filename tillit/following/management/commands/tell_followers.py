from django.core.management.base import BaseCommand

from tillit.following.telling import tell_all, tell_while


class Command(BaseCommand):
    help = "Skriver breven till dem som följer ett urval. Går att köra hur ofta som helst: varje sida berättas en gång."

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true", help="fortsätt, med en titt varje minut")

    def handle(self, *args, forever, **options):
        if forever:
            tell_while(lambda: True)
        self.stdout.write(f"{tell_all()} brev skrivna.")
