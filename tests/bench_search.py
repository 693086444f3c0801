"""`./up bench sok`: the search at 20,000 and 100,000 articles, beside django.contrib.postgres.search on the same rows.

Both are asked the same questions in turn by one process. The library's has the `swedish` configuration, a stored
vector with GIN, rank and headline; for suggestions it has trigrams. Ours ranks, marks and cuts in Python, so its
whole cost is in the figure. How many hits each finds is told beside.
"""

import os
import statistics
import subprocess
import sys
import time
import tomllib
from datetime import date, timedelta
from io import StringIO
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from tests.search.hostile import HOSTILE
from tests.servers import ROOT

HERE = Path(__file__).parent / "search"
SIZES = (20_000, 100_000)
ROUNDS = 2
RARE, COMPOUNDS = 30_000, 8_000  # words, besides the common ones
EVERY = 25  # word of the dictionary
PLAIN = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DROP TABLE IF EXISTS bench_plain;
CREATE TABLE bench_plain AS
    SELECT id, title, lead, body,
        setweight(to_tsvector('swedish', title), 'A') || setweight(to_tsvector('swedish', lead), 'B')
        || setweight(to_tsvector('swedish', body), 'C') AS vector
    FROM search_searchentry WHERE section = 'articles' AND in_sv;
ALTER TABLE bench_plain ADD PRIMARY KEY (id);
CREATE INDEX ON bench_plain USING gin (vector);
CREATE INDEX ON bench_plain USING gin (title gin_trgm_ops);
ANALYZE bench_plain;
"""


def measure(sizes=SIZES):
    """In processes of their own, so that each begins as a server would."""
    for size in sizes:
        subprocess.run([sys.executable, "-m", "tests.bench_search", str(size)], cwd=ROOT, check=True)


# Everything below runs with Django set up. ----------------------------------------------------------


def vocabulary():
    """Swedish words, the common ones first: those of tests/search in no order, then rare ones and compounds of them."""
    dice, common = Random(7), _words_of_the_tests()
    dice.shuffle(common)
    known = (word for word in dictionary() if word.isalpha() and word.islower() and 3 < len(word) < 18)
    rare = list(islice(known, 0, None, EVERY))[:RARE]
    dice.shuffle(rare)
    compounds = [dice.choice(rare) + dice.choice(rare) for _ in range(COMPOUNDS)]
    tail = [*rare, *compounds]
    dice.shuffle(tail)
    return list(dict.fromkeys([*common, *tail]))


def _words_of_the_tests():
    lines = [
        *(HERE / "inflections.txt").read_text("utf-8").splitlines(),
        *(HERE / "compounds.txt").read_text("utf-8").splitlines(),
    ]
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    for story in tomllib.loads((HERE / "stories.toml").read_text("utf-8")).values():
        words += " ".join(story.values()).lower().replace(".", "").replace(",", "").split()
    return sorted(set(words))


def fill(size, words):
    from articles.models import Article, ArticlePrinciple, Principle, Topic
    from tillit.people.models import Organisation

    dice = Random(7)
    organisations, topics, principles = (
        list(model.objects.order_by("pk").values_list("pk", flat=True))
        for model in (Organisation, Topic, Principle)
    )
    # As often as words are used: the tenth half as often as the first.
    weights = list(accumulate(1 / (place + 8) for place in range(len(words))))

    def text(length):
        return " ".join(dice.choices(words, cum_weights=weights, k=length)).capitalize() + "."

    while (count := Article.objects.count()) < size:
        rows = []
        for number in range(count, min(count + 2000, size)):
            day = date(2026, 11, 1) - timedelta(days=dice.randrange(4000))
            body = [
                {"type": "text", "value": "".join(f"<p>{text(45)}</p>" for _ in range(4)), "id": str(number)}
            ]
            slug = f"sok-{number}"
            rows.append(
                Article(
                    title_sv=text(6)[:-1], slug_sv=slug, slug=slug, lead_sv=text(22), body_sv=body, live=True,
                    kind=dice.choice(["nyhet", "referat", "fall"]), published_on=day, sort_date=day,
                    organisation_id=dice.choice(organisations),
                )
            )  # fmt: skip
        Article.objects.bulk_create(rows)
        Article.topics.through.objects.bulk_create(
            Article.topics.through(article_id=row.pk, topic_id=topic)
            for row in rows
            for topic in dice.sample(topics, 2)
        )
        ArticlePrinciple.objects.bulk_create(
            ArticlePrinciple(article_id=row.pk, principle_id=dice.choice(principles)) for row in rows
        )


def questions(words):
    """Common and rare words, inflected as they may be asked, one to three at a time, and some that lack a letter."""
    dice = Random(11)
    places = [1, 3, 8, 20, 50, 120, 300, 600, 900, 1100, 2000, 5000, 10000, 20000, 35000]
    misspelt = [word[:2] + word[3:] for word in words[5:2000:400]]
    return [
        *(words[place] for place in places),
        *misspelt,
        *(" ".join(dice.sample(words[:400], 2)) for _ in range(20)),
        *(" ".join(dice.sample(words[:150], 3)) for _ in range(10)),
    ]


class Ours:
    name = "Tillit"

    def page(self, text):
        page = SearchPage({"q": text, "typ": "berattelser"}, "sv")
        return [(hit.title, hit.excerpt) for hit in page.hits]

    def count(self, text):
        return Search(text, "sv", sections=["articles"]).count

    def suggest(self, text):
        return suggested_entries(text, "sv"), suggested_words(text, "sv")


class Library:
    name = "contrib.postgres"

    def matching(self, text):
        query = SearchQuery(text, config="swedish", search_type="websearch")
        return Plain.objects.filter(vector=query), query

    def page(self, text):
        rows, query = self.matching(text)
        ranked = rows.annotate(
            rank=SearchRank("vector", query), headline=SearchHeadline("body", query, config="swedish")
        )
        return list(ranked.order_by("-rank", "-id").values_list("title", "headline")[:12])

    def count(self, text):
        return self.matching(text)[0].count()

    def suggest(self, text):
        return list(
            Plain.objects.annotate(near=TrigramWordSimilarity(text, "title"))
            .filter(title__trigram_word_similar=text)
            .order_by("-near")[:8]
        )


def timed(task, texts):
    times = []
    for text in texts:
        began = time.perf_counter()
        task(text)
        times.append((time.perf_counter() - began) * 1000)
    return times


def memory():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def main(size):
    before = memory()
    swedish.term("mötet")
    print(f"\nsök, {size} artiklar; ordboken {memory() - before} MB i processen", flush=True)
    words = vocabulary()
    fill(size, words)
    began = time.perf_counter()
    call_command("reindex", "--fran-borjan", stdout=StringIO())
    print(f"registret byggt på {time.perf_counter() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(PLAIN)
        print(f"bibliotekets vektorer byggda på {time.perf_counter() - began:.0f} s", flush=True)
        cursor.execute("VACUUM ANALYZE search_index")
        cursor.execute("VACUUM ANALYZE search_head")
        cursor.execute("VACUUM ANALYZE search_searchentry")
    texts = questions(words)
    beginnings = [text[:length] for text in texts for length in (2, 3, 5)]
    print(f"{'':<20} {'':<10} {'p50 ms':>8} {'p95 ms':>8}")
    ours, library = Ours(), Library()
    for name, asked in (("page", texts), ("count", texts), ("suggest", beginnings)):
        for side in (ours, library):
            timed(getattr(side, name), asked)  # once to warm
        found = {ours: [], library: []}
        for _round in range(ROUNDS):
            for side in (ours, library):
                found[side] += timed(getattr(side, name), asked)
        for side, times in found.items():
            p95 = statistics.quantiles(times, n=20)[-1]
            print(f"{side.name:<20} {name:<10} {statistics.median(times):>8.1f} {p95:>8.1f}", flush=True)
    hits = [sum(side.count(text) for text in texts) for side in (ours, library)]
    print(f"träffar i allt: {hits[0]} och {hits[1]}; processen {memory()} MB", flush=True)
    _measure_whole_pages(texts)


def _measure_whole_pages(texts):
    """The page as it is sent, with counted choices, through the client and past what is kept; and hostile questions."""
    client = Client(headers={"host": "127.0.0.1"})

    def ask(text):
        assert client.get("/sok/", {"q": text, "x": "1"}).status_code == 200

    times = timed(ask, texts)
    print(
        f"{'hela sidan':<20} {'':<10} {statistics.median(times):>8.1f} {statistics.quantiles(times, n=20)[-1]:>8.1f}"
    )
    slowest = max(zip(timed(ask, HOSTILE.values()), HOSTILE, strict=True))
    print(f"fientliga frågor: den långsammaste {slowest[0]:.0f} ms ({slowest[1]})", flush=True)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tillit.settings")
    django.setup()
    from django.contrib.postgres.lookups import TrigramWordSimilar
    from django.contrib.postgres.search import (
        SearchHeadline,
        SearchQuery,
        SearchRank,
        SearchVectorField,
        TrigramWordSimilarity,
    )
    from django.core.management import call_command
    from django.db import connection, models
    from django.test import Client

    from tillit.search import swedish
    from tillit.search.dictionary import dictionary
    from tillit.search.search import Search
    from tillit.search.suggestions import suggested_entries, suggested_words
    from tillit.search_page import SearchPage

    class Plain(models.Model):
        title, lead, body, vector = (
            models.TextField(),
            models.TextField(),
            models.TextField(),
            SearchVectorField(),
        )

        class Meta:
            app_label, db_table, managed = "search", "bench_plain", False

        def __str__(self):
            return self.title

    models.TextField.register_lookup(TrigramWordSimilar)
    main(int(sys.argv[1]))
