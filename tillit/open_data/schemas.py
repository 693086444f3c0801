"""What the API answers with. The description that developers read (OpenAPI) is made from these classes.

Texts stand by their language, and only in those they are written in; names of words and organisations are Swedish.
Writers and contacts are not here: they are met on the pages.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from ninja import Field, Schema

from articles.models import Article
from articles.models.case import Evidence, Stage, State
from events.models import Event
from tillit.people.models import Organisation


def one_of(choices: type[TextChoices], *, or_nothing: bool = False) -> Any:
    """A field with one of the values; the enumerations themselves all have the same name in the description."""
    return Field(json_schema_extra={"enum": [*choices.values, *([None] if or_nothing else [])]})


class Named(Schema):
    """A word of the vocabulary or an organisation, with its address here."""

    slug: str
    name: str
    url: str


class Text(Schema):
    title: str
    lead: str
    url: str
    is_machine_translated: bool = Field(description="Översatt av en maskin, och ingen har läst igenom.")


class StoryText(Text):
    text: str = Field("", description="Brödtexten som ren text.")
    case: dict[str, str] = Field({}, description="Fallberättelsens delar: utmaning, resultat, råd med mera.")


class EventText(Text):
    fee: str = Field(description="Vad det kostar.")


class FigureText(Schema):
    measure: str
    before: str
    after: str


class KeyFigure(Schema):
    source: str
    measured_on: date | None
    texts: dict[str, FigureText]


class Source(Schema):
    title: str
    author: str
    url: str


class Story(Schema):
    id: int
    permanent_url: str = Field(description="Adressen som står kvar när rubriken ändras.")
    kind: str = one_of(Article.Kind)
    organisation: Named | None
    publisher: str = Field(description="Utgivaren, när texten står någon annanstans.")
    topics: list[Named]
    stage: str | None = one_of(Stage, or_nothing=True)
    evidence: str | None = one_of(Evidence, or_nothing=True)
    happened_on: date | None
    happened_year: int | None
    published_on: date | None
    updated_on: date | None
    reviewed_on: date | None
    is_archived: bool = Field(description="Arkiverade berättelser ses inte längre över.")
    age: str = Field(
        description="Det en läsare bör veta om textens ålder, på svenska; tomt när den är färsk."
    )
    texts: dict[str, Text]


class WholeStory(Story):
    state: str | None = one_of(State, or_nothing=True)
    principles: list[Named]
    key_figures: list[KeyFigure]
    sources: list[Source]
    texts: dict[str, StoryText]


class Day(Schema):
    starts_at: datetime
    ends_at: datetime


class EventOut(Schema):
    id: int
    kind: str = one_of(Event.Kind)
    organiser: Named
    starts_at: datetime
    ends_at: datetime
    days: list[Day]
    place: str
    address: str
    is_online: bool
    is_cancelled: bool
    calendar_url: str
    texts: dict[str, EventText]


class OrganisationOut(Schema):
    """Figures have the year they are from; what no source gives is null or empty."""

    slug: str
    code: str | None = Field(description="Kommunkod eller länskod enligt SCB.")
    kind: str = one_of(Organisation.Kind)
    name: str
    short_name: str
    former_names: list[str]
    county_code: str
    county: str
    population: int | None
    population_year: int | None
    skr_group: str = Field(description="SKR:s kommungrupp 2023.")
    minority_languages: list[str]
    website_domain: str
    url: str
    stories: int = Field(description="Antal publicerade berättelser.")


class PageOf(Schema):
    total: int = Field(description="Antal i hela urvalet.")
    page: int
    per_page: int
    next: str | None
    previous: str | None


class Stories(PageOf):
    items: list[Story]


class Events(PageOf):
    items: list[EventOut]


class Organisations(PageOf):
    items: list[OrganisationOut]
