"""What is open here, as a DCAT-AP-SE 3 catalogue that Sveriges dataportal can harvest, and as a page for people."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import feeds as article_feeds
from articles.models import Article
from events import feeds as event_feeds
from events.models import Event
from tillit.links import absolute
from tillit.people.models import Organisation
from tillit.text import thousands

LANGUAGES = {"sv": "SWE", "en": "ENG", "fi": "FIN"}


@dataclass(frozen=True)
class Distribution:
    """One form of a set of data. A feed and a calendar have the newest of it only, an API is asked."""

    name: str
    url: str
    media_type: str
    is_api: bool = False
    is_whole: bool = False

    @property
    def uri(self) -> str:
        return f"{self.url}#form"


@dataclass(frozen=True)
class Dataset:
    slug: str
    title: str | Promise  # told in each language, as the keywords
    description: str | Promise
    keywords: list[str | Promise]
    languages: list[str]
    count: int
    modified: datetime | None
    distributions: list[Distribution]

    @property
    def uri(self) -> str:
        return absolute(f"{reverse('dcat')}#{self.slug}")

    @property
    def number(self) -> str:
        return thousands(self.count)


def datasets() -> list[Dataset]:
    return [_stories(), _events(), _organisations()]


def publisher() -> str:
    return settings.OPERATOR or "Tillit"


def _stories():
    stories = Article.objects.published().count()
    return Dataset(
        slug="berattelser",
        title=_("Berättelser om tillitsbaserad styrning"),
        description=_(
            "Nyheter, referat, bildspel och fallberättelser där kommuner och regioner berättar hur de styr med tillit: vad de ville lösa, vad de gjorde, vad det gav och vad som inte fungerade."
        ),
        keywords=[_("tillitsbaserad styrning"), _("kommuner"), _("regioner"), _("ledarskap")],
        languages=list(LANGUAGES.values()),
        count=stories,
        modified=_last(Article),
        distributions=[
            Distribution("API", _api("stories"), "application/json", is_api=True),
            Distribution(
                "CSV", absolute(reverse("table")), "text/csv", is_whole=stories <= article_feeds.ROWS
            ),
            Distribution("Atom", absolute(reverse("feed")), "application/atom+xml"),
            Distribution("JSON Feed", absolute(reverse("json_feed")), "application/feed+json"),
        ],
    )


def _events():
    events = Event.objects.published().count()
    return Dataset(
        slug="evenemang",
        title=_("Evenemang om tillitsbaserad styrning"),
        description=_(
            "Konferenser, chefsforum och seminarier: när, var, vem som ordnar och om de är inställda."
        ),
        keywords=[_("evenemang"), _("konferenser"), _("chefsforum")],
        languages=list(LANGUAGES.values()),
        count=events,
        modified=_last(Event),
        distributions=[
            Distribution("API", _api("all_events"), "application/json", is_api=True),
            Distribution(
                "CSV", absolute(reverse("events:table")), "text/csv", is_whole=events <= event_feeds.ROWS
            ),
            Distribution("iCalendar", absolute(reverse("events:feed")), "text/calendar"),
            Distribution("Atom", absolute(reverse("events:atom")), "application/atom+xml"),
        ],
    )


def _organisations():
    return Dataset(
        slug="organisationer",
        title=_("Kommuner, regioner och andra organisationer"),
        description=_(
            "Alla kommuner och regioner med kod, län, folkmängd och SKR:s kommungrupp, var och en med sitt år, och hur många berättelser de har här."
        ),
        keywords=[_("kommuner"), _("regioner"), _("kommungrupp"), _("folkmängd")],
        languages=[LANGUAGES["sv"]],
        count=Organisation.objects.readable().count(),
        modified=None,
        distributions=[Distribution("API", _api("organisations"), "application/json", is_api=True)],
    )


def _api(name):
    return absolute(reverse(f"api:{name}"))


def _last(model):
    published = model.objects.published().exclude(last_published_at=None)
    return published.order_by("-last_published_at").values_list("last_published_at", flat=True).first()
