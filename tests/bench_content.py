"""Articles in numbers, for measuring: as long and as well connected as real ones, but about nothing."""

import os
import sys
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tillit.settings")
django.setup()

from articles.models import Article, ArticlePrinciple, Principle, Topic  # noqa: E402
from tillit.people.models import Organisation  # noqa: E402

WORDS = [
    "tillit",
    "styrning",
    "ansvar",
    "möte",
    "kommun",
    "region",
    "chef",
    "medarbetare",
    "invånare",
    "nämnd",
    "förvaltning",
    "mål",
    "uppföljning",
    "dialog",
    "arbetssätt",
    "forum",
    "roll",
    "uppdrag",
    "skola",
    "omsorg",
    "vård",
    "ledning",
    "utveckling",
    "samtal",
    "beslut",
    "ram",
    "lärande",
    "stöd",
    "kunskap",
    "öppenhet",
]
BATCH = 1000


def fill(size):
    dice = Random(size)
    organisations, topics = list(Organisation.objects.in_registry()), list(Topic.objects.all())
    principles = list(Principle.objects.all())
    while (count := Article.objects.count()) < size:
        wanted = min(BATCH, size - count)
        articles = Article.objects.bulk_create(
            [an_article(dice, count + n, organisations) for n in range(wanted)]
        )
        link = Article.topics.through
        link.objects.bulk_create(
            [link(article_id=a.pk, topic_id=t.pk) for a in articles for t in dice.sample(topics, 2)]
        )
        ArticlePrinciple.objects.bulk_create(
            [
                ArticlePrinciple(article=a, principle=dice.choice(principles), reason_sv=sentence(dice))
                for a in articles
            ]
        )


def an_article(dice, number, organisations):
    day = date(2026, 11, 1) - timedelta(days=dice.randrange(3000))
    title = f"{sentence(dice, 6)[:-1]} {number}"
    return Article(
        kind=dice.choice(["nyhet", "referat", "vagledning"]),
        title_sv=title,
        slug_sv=f"prov-{number}",
        slug=f"prov-{number}",
        lead_sv=sentence(dice, 25),
        body_sv=[block for _ in range(4) for block in a_section(dice)],
        organisation=dice.choice(organisations),
        stage=dice.choice(["utforskar", "provar", "lar"]),
        evidence=dice.choice(["berattelse", "egen"]),
        published_on=day,
        sort_date=day,
        reading_minutes_sv=3,
        live=True,
    )


def a_section(dice):
    yield {"type": "heading", "value": {"text": sentence(dice, 4)[:-1], "level": "2"}, "id": str(uuid4())}
    text = "".join(f"<p>{' '.join(sentence(dice, 14) for _ in range(4))}</p>" for _ in range(3))
    yield {"type": "text", "value": text, "id": str(uuid4())}


def sentence(dice, length=12):
    return " ".join(dice.choices(WORDS, k=length)).capitalize() + "."


if __name__ == "__main__":
    if sys.argv[1] == "address":
        print(Article.objects.get(slug_sv="prov-500").get_absolute_url())
    else:
        fill(int(sys.argv[1]))
