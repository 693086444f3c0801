"""How high the right article stands among the hits: for anyone with questions of her own and the articles they should find."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, ImportedDocument
from tillit.search.models import SearchEntry
from tillit.search.search import Search

WHOLE_NAME = "”Haninge:a7”, med organisationen eller filens namn före"
LOOKED_AT = 10  # hits; what stands further down counts as not found


class Command(BaseCommand):
    help = (
        'Mäter sökningen med en fil av rader som {"q": "färre mål", "relevant": [12, "a7"]}: talen är artiklars nummer, '
        "texterna deras id i filen som import_articles hämtade."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FIL")
        parser.add_argument("--sprak", default="sv", choices=["sv", "en", "fi"], help="sidornas språk")

    def handle(self, *args, file, sprak, **options):
        ranks = []
        for number, line in self._lines(file):
            question = self._question(number, line)
            rank = place_of_first(question["q"], self._articles(number, question["relevant"]), sprak)
            ranks.append(rank)
            self.stdout.write(f"{rank or '–':>3}  {question['q']}")
        if not ranks:
            raise CommandError("Filen har inga frågor.")
        self.stdout.write(
            f"{len(ranks)} frågor, medelvärde av 1/plats (MRR): {mean_reciprocal_rank(ranks):.3f}"
        )

    def _lines(self, file):
        try:
            lines = enumerate(file.read_text("utf-8-sig").splitlines(), start=1)
        except UnicodeDecodeError as error:
            raise CommandError("Filen är inte UTF-8. Spara den så och försök igen.") from error
        except OSError as error:
            raise CommandError(f"Filen gick inte att läsa: {error.strerror}.") from error
        return [(number, line) for number, line in lines if line.strip()]

    def _question(self, number, line):
        try:
            question = json.loads(line)
            is_right = (
                isinstance(question["q"], str)
                and isinstance(question["relevant"], list)
                and question["relevant"]
                and all(isinstance(one, int | str) for one in question["relevant"])
            )
        except (ValueError, KeyError, TypeError):
            is_right = False
        if not is_right:
            raise CommandError(f'Rad {number} ska vara som {{"q": "färre mål", "relevant": [12, "a7"]}}.')
        return question

    def _articles(self, number, relevant):
        """{number of an article} of those that are named by their number, or by what they were called where they came from."""
        found = {one for one in relevant if isinstance(one, int)}
        for name in (one for one in relevant if isinstance(one, str)):
            # A line of a file is kept as `haninge:a7`, and as `12|haninge:a7` where an editor took it in.
            records = ImportedDocument.objects.exclude(article=None).filter(key__endswith=name)
            called = {r.key: r.article_id for r in records}
            articles = (
                {called[name]}
                if name in called
                else {article for key, article in called.items() if key.endswith((f":{name}", f"|{name}"))}
            )
            if len(articles) != 1:
                many = "flera hämtade artiklar" if articles else "ingen hämtad artikel"
                raise CommandError(f"Rad {number}: {many} har id ”{name}”. Skriv det som {WHOLE_NAME}.")
            found |= articles
        unknown = found - set(Article.objects.filter(pk__in=found).values_list("pk", flat=True))
        if unknown:
            raise CommandError(
                f"Rad {number}: ingen artikel har nummer {min(unknown)}. Egna id skrivs som text."
            )
        return found


def place_of_first(text: str, relevant: set[int], language: str) -> int:
    """Where the first right article stands among the articles found, counted from 1; 0 when it is not among the first."""
    found = Search(text, language, sections=["articles"]).ranked[:LOOKED_AT]
    articles = dict(SearchEntry.objects.filter(pk__in=found).values_list("pk", "object_id"))
    return next((n for n, pk in enumerate(found, start=1) if articles[pk] in relevant), 0)


def mean_reciprocal_rank(ranks: list[int]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks)
