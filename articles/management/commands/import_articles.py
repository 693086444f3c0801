import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DataError

from articles.importing import documents
from articles.importing.parse import parse
from articles.importing.write import hindrances, known_places, write
from articles.models import ImportedDocument
from tillit.links import absolute
from tillit.text import one_line


class Command(BaseCommand):
    help = "Gör utkast av texter som någon lämnat över. Säger för varje dokument vad som är osäkert."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="SÖKVÄG", help="textfiler, eller mappar med sådana"
        )
        parser.add_argument("--publish", action="store_true", help="publicera det som inget hindrar")

    def handle(self, *args, paths, publish, **options):
        files = documents.find_files(paths)
        places = known_places()
        if not places:
            raise CommandError("Registret över kommuner är tomt. Kör först: manage.py load_registry")
        failed = 0
        for path in files:
            try:
                self._import(path, places, publish)
            except documents.Unreadable as reason:
                failed += 1
                self.stderr.write(f"{documents.printable(path)}: {reason}.")
            except (ValidationError, DataError) as error:
                failed += 1
                self.stderr.write(
                    f"{documents.printable(path)}: gick inte att spara ({one_line(str(error))})."
                )
        self._sum_up(len(files), failed)
        if failed:
            sys.exit(1)

    def _sum_up(self, files, failed):
        waiting = ImportedDocument.objects.filter(article__live=False)
        hindered = sum(any(doubt["blocks"] for doubt in record.doubts) for record in waiting)
        self.stdout.write(
            f"\n{files} dokument, varav {failed} inte gick att läsa. {waiting.count()} utkast väntar på en redaktör; "
            f"{hindered} av dem har något som måste lösas före publicering (!). Det som är osäkert står med ?.\n"
            f"Utkasten finns på {absolute('/redaktion/')} under Artiklar."
        )

    def _import(self, path, places, publish):
        document = documents.read(path)
        record, outcome = write(document, parse(document.text, places))
        article = record.article
        self.stdout.write(f"\n{documents.printable(path)}: {outcome.value}")
        if article is None:
            self.stdout.write("  Artikeln är borttagen. Dokumentet hämtas inte igen.")
            return
        self.stdout.write(f"  {article.get_kind_display()} · {article.organisation or 'okänd organisation'}")
        self.stdout.write(f"  {article.title_sv}")
        for doubt in sorted(record.doubts, key=lambda doubt: not doubt["blocks"]):
            self.stdout.write(f"  {'!' if doubt['blocks'] else '?'} {doubt['text']}")
        if publish and record.is_untouched:
            self._publish(record)

    def _publish(self, record):
        reasons = hindrances(record)
        if reasons:
            self.stdout.write("  Publicerades inte: " + " ".join(reasons))
            return
        record.article.latest_revision.publish()
        self.stdout.write("  Publicerad.")
