"""Does the right story come first? Measured on made-up stories among hundreds of others, and on the sample."""

import json
import tomllib
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, ImportedDocument
from tests.databases import shared_by_the_module
from tests.factories import make_article
from tillit.management.commands.search_quality import mean_reciprocal_rank, place_of_first
from tillit.people.importers import load_registry, read_registry
from tillit.search import indexing
from tillit.text import ascii_slug

HERE = Path(__file__).parent
STORIES = tomllib.loads((HERE / "stories.toml").read_text("utf-8"))
QUESTIONS = tomllib.loads((HERE / "questions.toml").read_text("utf-8"))
OTHERS = 300


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    """The stories, for all tests of this file: it takes a while to write so many."""
    with shared_by_the_module(django_db_blocker):
        yield _written()


def _written():
    """{name: number} of the stories, among many that use the common words of the field."""
    call_command("load_sample", stdout=StringIO())
    numbers = {
        f"sample-{n}": pk
        for n, pk in enumerate(Article.objects.order_by("pk").values_list("pk", flat=True), start=1)
    }
    rows = [_row(name, story["title"], story["lead"], story["body"]) for name, story in STORIES.items()]
    rows += [_row(f"annan-{n}", *_common_words(n)) for n in range(OTHERS)]
    Article.objects.bulk_create(rows)
    for _done in indexing.reindex(Article):
        pass
    return numbers | {name: Article.objects.get(slug_sv=ascii_slug(name)).pk for name in STORIES}


def _row(name, title, lead, body):
    slug = ascii_slug(name)
    block = {"type": "text", "value": f"<p>{body}</p>", "id": slug}
    return Article(title_sv=title, slug_sv=slug, slug=slug, lead_sv=lead, body_sv=[block], live=True)


def _common_words(n):
    words = "kommun chef medarbetare politik nämnd mål uppföljning dialog tillit styrning ansvar samtal region beslut förvaltning".split()
    picked = [words[(n * step + n // len(words)) % len(words)] for step in (1, 3, 4, 7, 8, 11)]
    return (
        f"{picked[0]} och {picked[1]}".capitalize(),
        f"Om {picked[2]} och {picked[3]}.",
        f"Mer om {picked[4]}, {picked[5]} och {picked[0]}.",
    )


def test_right_story_comes_first(library):
    asked = [pair for pairs in QUESTIONS.values() for pair in pairs]
    ranks = {text: place_of_first(text, {library[name]}, "sv") for text, name in asked}

    assert len(ranks) >= 50
    assert mean_reciprocal_rank(list(ranks.values())) >= 0.9, {
        text: rank for text, rank in ranks.items() if rank != 1
    }


def test_command_prints_the_same_for_any_file(library, tmp_path):
    file = tmp_path / "frågor.jsonl"
    pairs = QUESTIONS["compound"]
    file.write_text(
        "\n".join(json.dumps({"q": text, "relevant": [library[name]]}) for text, name in pairs), "utf-8"
    )
    said = StringIO()

    call_command("search_quality", str(file), stdout=said)

    ranks = [place_of_first(text, {library[name]}, "sv") for text, name in pairs]
    assert (
        said.getvalue().splitlines()[-1]
        == f"{len(pairs)} frågor, medelvärde av 1/plats (MRR): {mean_reciprocal_rank(ranks):.3f}"
    )


def test_imported_articles_are_named_by_their_own_numbers(tmp_path):
    load_registry(read_registry())
    texts, questions = tmp_path / "haninge.jsonl", tmp_path / "fragor.jsonl"
    texts.write_text(
        "\n".join(
            json.dumps(
                {"id": name, "title": title, "text": f"{title}. En text om det.", "organisation": "Haninge"}
            )
            for name, title in (("a7", "Bygglov på en dag"), ("b8", "Förskolan i skogen"))
        ),
        "utf-8",
    )
    call_command("import_articles", str(texts), stdout=StringIO())
    for article in Article.objects.exclude(imported_from=None):
        article.latest_revision.publish()
    questions.write_text(
        '{"q": "bygglovet", "relevant": ["a7"]}\n{"q": "skogen", "relevant": ["a7"]}', "utf-8"
    )
    said = StringIO()

    call_command("search_quality", str(questions), stdout=said)

    assert said.getvalue().split("\n")[:2] == ["  1  bygglovet", "  –  skogen"]
    questions.write_text('{"q": "bygglovet", "relevant": ["c9"]}', "utf-8")
    with pytest.raises(CommandError, match="ingen hämtad artikel har id ”c9”"):
        call_command("search_quality", str(questions), stdout=said)
    questions.write_text('{"q": "bygglovet", "relevant": [987654]}', "utf-8")
    with pytest.raises(CommandError, match="ingen artikel har nummer 987654"):
        call_command("search_quality", str(questions), stdout=said)
    call_command("import_articles", str(_for_another(texts, tmp_path)), stdout=StringIO())
    for name, is_one in (("a7", False), ("Haninge:a7", True)):
        questions.write_text(json.dumps({"q": "bygglovet", "relevant": [name]}), "utf-8")
        with nullcontext() if is_one else pytest.raises(CommandError, match="flera hämtade"):
            call_command("search_quality", str(questions), stdout=said)
    taken_in = ImportedDocument.objects.exclude(article=None).exclude(key="Haninge:a7").first()
    ImportedDocument.objects.filter(pk=taken_in.pk).update(key="12|Haninge:a7")
    call_command(
        "search_quality", str(questions), stdout=said
    )  # the whole name, although another ends like it


def _for_another(texts, folder):
    other = folder / "gislaved.jsonl"
    other.write_text(
        texts.read_text("utf-8").replace("Haninge", "Gislaved").replace("om det", "därom"), "utf-8"
    )
    return other


def test_wrong_answers_are_told_from_right_ones(library):
    """The negative control: were the questions answered by any story at all, this would be high."""
    asked = [pair for pairs in QUESTIONS.values() for pair in pairs]
    names = [name for _text, name in asked]
    moved = [*names[7:], *names[:7]]

    assert (
        mean_reciprocal_rank(
            [
                place_of_first(text, {library[name]}, "sv")
                for (text, _n), name in zip(asked, moved, strict=True)
            ]
        )
        < 0.2
    )


@pytest.mark.parametrize(
    "line", ["", "{}", '{"q": 1, "relevant": [2]}', '{"q": "mål", "relevant": "3"}', "inte json"]
)
def test_file_that_is_wrong_is_told_so(tmp_path, line):
    file = tmp_path / "fel.jsonl"
    file.write_text(line, "utf-8")

    with pytest.raises(CommandError, match=r"Rad 1|inga frågor"):
        call_command("search_quality", str(file), stdout=StringIO())


def test_title_stands_above_a_mention(library):
    mention = make_article(title_sv="Något annat", lead_sv="Bygglov nämns i förbigående.")

    assert place_of_first("bygglov", {library["bygglov"]}, "sv") == 1
    assert place_of_first("bygglov", {mention.pk}, "sv") == 2
