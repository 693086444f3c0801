import sys
import time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DataError

from articles.importing import documents
from articles.importing.feeds import read_saved_feed
from articles.importing.write import hindrances, is_here_already, known_places, understand, write
from articles.models import ImportedDocument
from tillit.links import absolute
from tillit.text import one_line

SECONDS_BETWEEN_REPORTS = 2


class Command(BaseCommand):
    help = (
        "Gör utkast av texter som någon lämnat över: textfiler, sparade webbsidor och JSON Lines. Säger för varje "
        "dokument vad som är osäkert. Kör om den efter ett avbrott: det som redan är hämtat hoppas över."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="SÖKVÄG", help="filer, eller mappar med sådana"
        )
        parser.add_argument("--publish", action="store_true", help="publicera det som inget hindrar")

    def handle(self, *args, paths, publish, **options):
        self.places, self.publish, self.failed, self.read = known_places(), publish, 0, 0
        if not self.places:
            raise CommandError("Registret över kommuner är tomt. Kör först: manage.py load_registry")
        for path in documents.find_files(paths):
            kind, name = path.suffix.lower(), documents.printable(path)
            if kind == ".jsonl" and path.is_file():
                self._import_many(name, documents.count_lines(path), documents.read_lines(path))
            elif kind in documents.FEEDS and path.is_file():
                self._attempt(lambda path=path, name=name: self._import_feed(name, path), name)
            else:
                self.read += 1
                self._attempt(lambda path=path: self._import(documents.read(path), path), name)
        self._sum_up()
        if self.failed:
            sys.exit(1)

    def _attempt(self, work, name):
        """One document that cannot be taken stops no other."""
        try:
            work()
        except documents.Unreadable as reason:
            self._complain(f"{name}: {reason}.")
        except (ValidationError, DataError) as error:
            self._complain(f"{name}: gick inte att spara ({one_line(str(error))}).")

    def _complain(self, sentence):
        self.failed += 1
        self.stderr.write(sentence)

    # Many at once ----------------------------------------------------------------------------------

    def _import_feed(self, name, path):
        items = list(read_saved_feed(path))
        self._import_many(name, len(items), items)

    def _import_many(self, name, total, items):
        """One by one, each in its own transaction, so that what is done is done."""
        began = reported = time.monotonic()
        skipped = 0
        for number, document in enumerate(items, start=1):
            self.read += 1
            if isinstance(document, documents.Unreadable):
                self._complain(f"{name}: {document}.")
            elif is_here_already(document):
                skipped += 1
            else:
                self._attempt(lambda document=document: self._take(document), f"{name}: {document.key}")
            if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
                reported = time.monotonic()
                self._report(number, total, reported - began)
        self.stdout.write(
            f"{name}: {total} texter på {time.monotonic() - began:.0f} s, varav {skipped} redan fanns."
        )

    def _report(self, number, total, seconds):
        left = (total - number) * seconds / number
        self.stdout.write(
            f"  {number} av {total} ({100 * number // total} %), {number / seconds:.0f} i sekunden, klart om {left / 60:.0f} min"
        )
        self.stdout.flush()

    def _take(self, document):
        record, _outcome = write(document, understand(document, self.places))
        if self.publish and record.is_untouched and not hindrances(record):
            record.article.latest_revision.publish()

    # One at a time ---------------------------------------------------------------------------------

    def _import(self, document, path):
        record, outcome = write(document, understand(document, self.places))
        article = record.article
        self.stdout.write(f"\n{documents.printable(path)}: {outcome.value}")
        if article is None:
            self.stdout.write("  Artikeln är borttagen. Dokumentet hämtas inte igen.")
            return
        self.stdout.write(f"  {article.get_kind_display()} · {article.organisation or 'okänd organisation'}")
        self.stdout.write(f"  {article.title_sv}")
        for doubt in sorted(record.unsettled, key=lambda doubt: not doubt["blocks"]):
            self.stdout.write(f"  {'!' if doubt['blocks'] else '?'} {doubt['text']}")
        if self.publish and record.is_untouched:
            self._publish(record)

    def _publish(self, record):
        reasons = hindrances(record)
        if reasons:
            self.stdout.write("  Publicerades inte: " + " ".join(reasons))
            return
        record.article.latest_revision.publish()
        self.stdout.write("  Publicerad.")

    def _sum_up(self):
        waiting = ImportedDocument.objects.filter(article__live=False).only("doubts")
        drafts = hindered = 0
        for record in waiting.iterator(chunk_size=500):
            drafts += 1
            hindered += any(doubt["blocks"] for doubt in record.unsettled)
        self.stdout.write(
            f"\n{self.read} dokument, varav {self.failed} inte gick att läsa. {drafts} utkast väntar på en redaktör; "
            f"{hindered} av dem har något som måste lösas före publicering (!). Det som är osäkert står med ?.\n"
            f"Utkasten finns på {absolute('/redaktion/')} under Artiklar."
        )
