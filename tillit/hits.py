"""What a hit shows of the row it stands for: what it is, whose, from when, and what to know before one believes it."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from articles.models import Article
from events.models import Event
from tillit.people.models import Organisation
from tillit.search.models import SearchEntry

SECTION_NAMES: dict[str, str | Promise] = {
    "articles": _lazy("Berättelser"),
    "events": _lazy("Evenemang"),
    "organisations": _lazy("Kommuner och andra organisationer"),
    "people": _lazy("Personer"),
    "topics": _lazy("Teman och principer"),
    "glossary": _lazy("Ordlistan"),
    "files": _lazy("Filer"),
}


@dataclass
class Hit:
    """Something found, as the list shows it."""

    entry: SearchEntry
    row: object
    url: str
    title: SafeString
    excerpt: SafeString
    kicker: str
    when: str = ""
    notice: str = ""
    slides: list = field(default_factory=list)

    @property
    def language(self):
        return self.entry.language


def key_of(entry):
    return entry.content_type_id, entry.object_id


def rows_of(entries):
    """{key: row} of what the entries stand for, as far as it is public this very moment."""
    rows = {}
    for kind in {entry.content_type_id for entry in entries}:
        model = ContentType.objects.get_for_id(kind).model_class()
        pks = [entry.object_id for entry in entries if entry.content_type_id == kind]
        rows |= {(kind, row.pk): row for row in _public(model).filter(pk__in=pks)}
    return rows


def _public(model):
    if model is Article:
        cards = Article.objects.published().as_cards()
        return cards.prefetch_related(None).prefetch_related("take_downs")  # all else of a card is not shown
    if model is Event:
        return Event.objects.published().as_cards().prefetch_related("days")
    return model._default_manager.all()


def facts_of(row, entry):
    """When it is from, and what a reader should know before she believes it."""
    facts = {"kicker": kicker_of(row, entry)}
    if isinstance(row, Article):
        facts |= {"when": row.date_shown, "notice": row.notice}
    elif isinstance(row, Event):
        notice = _("Inställt.") if row.is_cancelled else _("Har varit.") if row.is_over else ""
        facts |= {"when": date_format(entry.dated) if entry.dated else "", "notice": notice}
    return facts


def kicker_of(row, entry):
    """What kind of thing it is, and whose."""
    if isinstance(row, Article):
        whose = row.organisation.label if row.organisation else row.publisher
        return " · ".join(filter(None, [row.get_kind_display(), whose]))
    if isinstance(row, Event):
        return " · ".join(filter(None, [row.get_kind_display(), row.organisation and row.organisation.label]))
    if isinstance(row, Organisation):
        return row.get_kind_display()
    return KICKERS.get(row._meta.label_lower, SECTION_NAMES[entry.section])


KICKERS: dict[str, str | Promise] = {
    "articles.topic": _lazy("Tema"),
    "articles.principle": _lazy("Vägledande princip"),
    "articles.term": _lazy("Ordlista"),
    "people.person": _lazy("Person"),
    "events.series": _lazy("Serie"),
    "editorial.attachment": _lazy("Fil"),
}
