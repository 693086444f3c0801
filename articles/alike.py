"""Municipalities and regions that resemble one, with the reasons: size, SKR's group and county, each as its source has it."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.organisations import with_stories
from tillit.people.models import Organisation

SHOWN = 8
WITH_STORIES = 3  # the nearest that have something to read, however far away
# How far away it is to be of another group, or only of another within the same main group (A, B or C), or in another
# county; twice as many residents are as far away as another group.
OTHER_GROUP, OTHER_WITHIN_MAIN_GROUP, OTHER_COUNTY = 1.0, 0.5, 0.25
ABOUT_AS_MANY = 0.05
MANY_TIMES, FEW = 2, 0.1  # from where a percentage says little


@dataclass(frozen=True)
class Alike:
    organisation: Organisation  # with `stories`, the number published
    reasons: list[str]
    is_near: bool  # False: only the nearest of those that have stories


def alike(organisation: Organisation, at_most: int = SHOWN) -> list[Alike]:
    """The most alike first, then the nearest that have stories; none where the population is not known, or it is no municipality or region."""
    if not organisation.population or not organisation.code:
        return []
    others = with_stories(
        Organisation.objects.in_registry()
        .filter(kind=organisation.kind, population__gt=0)
        .exclude(pk=organisation.pk)
    )
    nearest = sorted(others, key=lambda other: (_distance(organisation, other), other.order))
    telling = [other for other in nearest if other.stories][:WITH_STORIES]
    shown = set(list(dict.fromkeys([*telling, *nearest]))[:at_most])
    near = set(nearest[:at_most])
    return [Alike(other, _reasons(organisation, other), other in near) for other in nearest if other in shown]


def _distance(one, other):
    distance = abs(math.log2(other.population / one.population))
    if one.skr_group != other.skr_group:
        distance += OTHER_WITHIN_MAIN_GROUP if one.skr_group[:1] == other.skr_group[:1] else OTHER_GROUP
    return distance + (OTHER_COUNTY if one.county_code != other.county_code else 0)


def _reasons(one, other):
    reasons = [_size(other.population / one.population)]
    if one.skr_group and one.skr_group == other.skr_group:
        reasons.append(_("samma kommungrupp"))
    if (
        one.county_code
        and one.county_code == other.county_code
        and one.kind == Organisation.Kind.MUNICIPALITY
    ):
        reasons.append(_("samma län"))
    return reasons


def _size(ratio):
    if abs(ratio - 1) < ABOUT_AS_MANY:
        return _("ungefär lika många invånare")
    if round(ratio) == MANY_TIMES <= ratio:
        return _("ungefär dubbelt så många invånare")
    if ratio > MANY_TIMES:
        return _("ungefär %(times)d gånger så många invånare") % {"times": round(ratio)}
    if ratio < FEW:
        return _("mindre än en tiondel så många invånare")
    share = {"percent": round(abs(ratio - 1) * 100)}
    if ratio > 1:
        return _("%(percent)d procent fler invånare") % share
    return _("%(percent)d procent färre invånare") % share
