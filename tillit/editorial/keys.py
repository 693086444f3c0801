"""What may stand before a colon in the search field, and which choice it makes: `kommun:haninge`."""

import re

from tillit.people.models import Organisation
from tillit.search.words import plain

KEYS = {"kommun": "organisation", "region": "organisation", "organisation": "organisation", "genre": "genre", "slag": "slag", "tema": "tema",
        "princip": "princip", "län": "lan", "lan": "lan", "år": "ar", "ar": "ar", "språk": "sprak", "sprak": "sprak"}  # fmt: skip
KIND_OF_KEY = {"kommun": Organisation.Kind.MUNICIPALITY, "region": Organisation.Kind.REGION}
_COUNTY = re.compile(r"s? län$", re.IGNORECASE)  # Kalmar län, Stockholms län


def value_named(key: str, name: str, facets, model) -> str | None:
    """The value of one of the choices of a model's pages, which somebody has written the name of; None where there is none."""
    parameter = KEYS[key]
    facet = next((facet for facet in facets if facet.parameter == parameter), None)
    if facet is None:
        return None
    if parameter == "organisation":
        kind = KIND_OF_KEY.get(key)
        among = Organisation.objects.filter(kind=kind) if kind else Organisation.objects.all()
        names = dict.fromkeys([name, _COUNTY.sub("", name)])
        found = (among.called(one).readable().first() for one in names)
        return next((organisation.slug for organisation in found if organisation), None)
    wanted = plain(name.casefold())
    if facet.knows(wanted, model):
        return facet.value_now(wanted, model)
    labels = {value: str(label).casefold() for value, label in facet.known(model).items()}
    return next((v for v, label in labels.items() if wanted in _spellings(label)), None)


def _spellings(label):
    return plain(label), plain(_COUNTY.sub("", label))
