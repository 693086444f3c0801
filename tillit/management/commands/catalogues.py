import sys

from django.core.management.base import BaseCommand

from tillit import catalogues


class Command(BaseCommand):
    help = (
        "Uppdaterar översättningarna i tillit/locale. Kräver utvecklingskraven (./up test installerar dem)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="säg bara vad som saknas")

    def handle(self, *args, check, **options):
        missing = 0
        if not check:
            catalogues.compile_own_swedish()
        for code in catalogues.TRANSLATED_INTO:
            if not check:
                catalogues.update(code)
            for text in catalogues.untranslated(code):
                missing += 1
                self.stdout.write(f"{code}: {text}")
        self.stdout.write(f"{missing} texter saknar översättning.")
        sys.exit(bool(check and missing))
