from django.core.management.base import BaseCommand

from articles.vocabulary import load_vocabulary


class Command(BaseCommand):
    help = (
        "Lägger in principer, teman och en ordlista att börja med, var och en där det ännu inte finns något."
    )

    def handle(self, *args, **options):
        self.stdout.write(f"{load_vocabulary()} ord tillagda.")
