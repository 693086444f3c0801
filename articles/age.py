"""How old a text is, told in whole calendar months since somebody last vouched for it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Months after which a reader is told, by kind of article. What the press wrote is dated for ever.
MONTHS_BEFORE_NOTICE = {
    "nyhet": 10,
    "referat": 10,
    "kronika": 10,
    "vagledning": 12,
    "fall": 24,
    "bildspel": 24,
}


def whole_months(since: date, until: date) -> int:
    """Calendar months that have passed: from 31 January it is one month on 28 (or 29) February's morrow.

    >>> whole_months(date(2026, 1, 31), date(2026, 2, 28)), whole_months(date(2026, 1, 31), date(2026, 3, 1))
    (0, 1)
    """
    months = (until.year - since.year) * 12 + until.month - since.month
    return months if until.day >= since.day else months - 1


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that is shorter.

    >>> months_later(date(2026, 8, 31), 6), months_later(date(2026, 1, 15), 24)
    (datetime.date(2027, 2, 28), datetime.date(2028, 1, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_words(months: int) -> str:
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(count)d år", "%(count)d år", years) % {"count": years})
    if rest:
        parts.append(ngettext("%(count)d månad", "%(count)d månader", rest) % {"count": rest})
    return (
        _("%(years)s och %(months)s") % {"years": parts[0], "months": parts[1]}
        if len(parts) == 2
        else parts[0]
    )


@dataclass(frozen=True)
class AgeNotice:
    since: date
    months: int
    basis: str  # what happened to the text that day: reviewed, updated, published or happened

    @classmethod
    def of(cls, article: Any, today: date) -> "AgeNotice | None":
        """The notice for an article, or None when it is fresh or nothing is known of its age."""
        threshold = MONTHS_BEFORE_NOTICE.get(article.kind)
        vouched = [(article.updated_on, "updated"), (article.reviewed_on, "reviewed")]
        known = [pair for pair in vouched if pair[0]]
        known = known or [(day, b) for day, b in ((article.published_on, "published"),) if day]
        known = known or [(day, b) for day, b in ((_event_day(article), "happened"),) if day]
        if threshold is None or not known:
            return None
        since, basis = max(known)
        months = whole_months(since, today)
        return cls(since, months, basis) if months >= threshold else None

    def __str__(self) -> str:
        return in_words(self.months)

    @property
    def sentence(self) -> str:
        """Only what is known: a text that nobody has looked over since is said to be so."""
        sentences = {
            "reviewed": _("Granskades senast för %(age)s sedan."),
            "updated": _("Uppdaterades senast för %(age)s sedan."),
            "published": _("Publicerades för %(age)s sedan och har inte setts över sedan dess."),
            "happened": _("Berättar om något som hände för %(age)s sedan."),
        }
        return sentences[self.basis] % {"age": self}


def _event_day(article: Any) -> date | None:
    return article.happened_on or (date(article.happened_year, 12, 31) if article.happened_year else None)
