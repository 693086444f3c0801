from django.core.management.base import BaseCommand

from events.due import run, run_while


class Command(BaseCommand):
    help = "Låter erbjudanden gå ut, släpper reserverade platser, stänger köer och skickar påminnelser."

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true", help="fortsätt, med en titt var tionde sekund")

    def handle(self, *args, forever, **options):
        if forever:
            run_while(lambda: True)
        self.stdout.write(f"{run()} evenemang hade något att göra.")
