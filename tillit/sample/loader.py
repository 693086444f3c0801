"""Fill an empty hub with something to look at: the files beside this one, published as an editor would."""

import tomllib
from html import escape
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticlePrinciple, KeyFigure, Principle, Source, Topic
from articles.models.case import CASE_FIELDS
from articles.vocabulary import add_missing, vocabulary
from tillit.editorial.languages import CODES
from tillit.people.models import Organisation, Person, Role

HERE = Path(__file__).parent

FIELDS = ["kind", "published_on", "updated_on", "happened_on", "happened_year", "reviewed_on", "began_on", "stage", "state", "evidence",
          "publisher", "external_url", "contact_name", "contact_email", "study_visits", "chain_levels"]  # fmt: skip
TRANSLATED = ["title", "lead", *CASE_FIELDS]


@transaction.atomic
def load_sample() -> int:
    """Load what is not there yet; returns the number of stories added."""
    for model, entries in vocabulary():
        add_missing(model, entries)
    organisations = tomllib.loads((HERE / "organisations.toml").read_text("utf-8"))
    add_missing(Organisation, organisations["organisations"])
    stories = [tomllib.loads(path.read_text("utf-8")) for path in sorted((HERE / "stories").glob("*.toml"))]
    return sum(_load_story(story) for story in stories)


def _load_story(story):
    if Article.objects.filter(title_sv=story["sv"]["title"]).exists():
        return False
    article = Article(organisation=_organisation(story["organisation"]))
    for field in FIELDS:
        if field in story:
            setattr(article, field, timezone.localdate() if story[field] == "today" else story[field])
    roles = {role["id"]: _role(role) for role in story.get("roles", [])}
    for code in set(CODES) & set(story):
        for field in TRANSLATED:
            if field in story[code]:
                setattr(article, f"{field}_{code}", story[code][field])
        setattr(
            article, f"body_{code}", [_block(entry, roles, code) for entry in story[code].get("body", [])]
        )
    _relate(article, story)
    article.full_clean()
    article.save()
    article.save_revision().publish()
    return True


def _relate(article, story):
    article.topics = Topic.objects.filter(slug__in=story["topics"])
    article.authors = [_role(author) for author in story.get("authors", [])]
    article.sources = [Source(sort_order=n, **source) for n, source in enumerate(story["sources"])]
    article.key_figures = [
        KeyFigure(
            sort_order=n,
            measure_sv=figure["measure"],
            before_sv=figure["before"],
            after_sv=figure["after"],
            source=figure["source"],
            measured_on=figure["measured_on"],
        )
        for n, figure in enumerate(story.get("key_figures", []))
    ]
    article.principle_links = [
        ArticlePrinciple(
            sort_order=n,
            principle=Principle.objects.get(slug=slug),
            **{f"reason_{code}": text for code, text in reasons.items()},
        )
        for n, (slug, reasons) in enumerate(story.get("principles", {}).items())
    ]


def _organisation(name):
    """By the registry's code, or by slug for the others."""
    field = "code" if name.isdigit() else "slug"
    return Organisation.objects.get(**{field: name})


def _role(entry):
    person, _created = Person.objects.get_or_create(name=entry["name"])
    role, _created = Role.objects.get_or_create(
        person=person,
        title=entry["title"],
        organisation=_organisation(entry["organisation"]),
        defaults={"is_elected": entry.get("is_elected", False), "party": entry.get("party", "")},
    )
    return role


# Blocks, from the short form of the files to what the body stores ---------------------------------


QUESTIONS = {
    "sv": "Frågor att ta med hem",
    "en": "Questions to take home",
    "fi": "Kysymyksiä kotiin vietäväksi",
}
FACTS = {"sv": "Fakta", "en": "Facts", "fi": "Faktaa"}


def _block(entry, roles, code="sv"):
    ((kind, value),) = entry.items()
    if kind == "questions":
        value = {"title": QUESTIONS[code], "questions": value}
    elif kind == "fact_box":
        value = {"kicker": FACTS[code], "source_url": "", **value, "text": _paragraphs(value["text"])}
    else:
        value = _value(kind, value, roles)
    return {"type": kind, "value": value, "id": str(uuid4())}


def _value(kind, value, roles):
    builders = {
        "heading": lambda: {"text": value, "level": "2"},
        "text": lambda: _paragraphs(value),
        "list": lambda: _list(value),
        "quote": lambda: {"text": value["text"], "speaker": roles[value["speaker"]].pk, "attribution": ""},
        "key_figures": lambda: {
            "figures": [{"value": number, "label": label} for number, label in value],
            "source": "",
        },
        "comparison": lambda: {
            "between": "",
            **value,
            "left": _points(value["left"]),
            "right": _points(value["right"]),
        },
        "table": lambda: {"caption": value["caption"], "table": _table(value)},
        "more": lambda: {**value, "text": _paragraphs(value["text"])},
        "slide": lambda: _slide(value),
    }
    return builders[kind]()


def _paragraphs(text):
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n"))


def _points(items):
    return f"<ul>{''.join(f'<li>{escape(item, quote=False)}</li>' for item in items)}</ul>"


def _list(value):
    return {"items": value, "is_numbered": False} if isinstance(value, list) else {
        "items": value["items"], "is_numbered": value["numbered"]
    }  # fmt: skip


def _table(value):
    columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
    return {"columns": columns, "rows": [{"values": row} for row in value["rows"]]}


def _slide(value):
    content = [_block({kind: value[kind]}, {}) for kind in ("text", "list", "comparison") if kind in value]
    rest = {"is_title_hidden": False, "alternative": value.get("alternative", ""), "notes": ""}
    return {"title": value["title"], "content": content, **rest}
