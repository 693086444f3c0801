"""The accessibility statement as facts; the page and its tests read them from here."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

DIGG_COMPLAINT = "https://www.digg.se/tdosanmalan"


@dataclass(frozen=True)
class KnownIssue:
    what: str
    why: str


@dataclass(frozen=True)
class Statement:
    compliance: str
    issues: tuple[KnownIssue, ...]
    assessed_on: date
    updated_on: date
    method: str
    burden: str
    outside_the_law: str


STATEMENT = Statement(
    compliance=_("delvis förenlig"),
    issues=(
        KnownIssue(
            _(
                "Filer som kommuner och regioner har lagt upp kan sakna taggar, läsordning eller textalternativ."
            ),
            _(
                "Filerna är gjorda av andra. Vi ber om en webbsida med samma innehåll, och ordnar det på begäran."
            ),
        ),
        KnownIssue(
            _("Sidor vi länkar till hos andra kan ha brister."),
            _("Vi råder inte över dem."),
        ),
        KnownIssue(
            _("De flesta berättelser finns bara på svenska."),
            _(
                "Texterna översätts efter hand. En sida som inte är översatt visas på svenska och är märkt så."
            ),
        ),
    ),
    assessed_on=date(2026, 11, 21),
    updated_on=date(2026, 11, 21),
    method=_(
        "Självskattning. Varje slags sida prövas med verktyget axe mot WCAG 2.2 nivå A och AA, på tre språk, "
        "i ljust och mörkt läge och i fönster från 320 bildpunkter. Sidorna är prövade med bara tangentbord."
    ),
    burden=_("Vi åberopar inget undantag för oskäligt betungande anpassning."),
    outside_the_law=_("Inget av innehållet faller utanför lagen."),
)
