"""What is kept about people: each field that can tell something of a person says why, for whom and how long.

A model lists its fields in `personal_data`; a test fails for a field that is in no list. The page about
personal data and each participant's own page are made from the same declarations.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

PUBLIC_TASK = _("uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen)")
LEGAL_DUTY = _("rättslig förpliktelse (artikel 6.1 c i dataskyddsförordningen)")
EXPLICIT_CONSENT = _("uttryckligt samtycke (artikel 9.2 a i dataskyddsförordningen)")


@dataclass(frozen=True)
class PersonalData:
    """Why a field is kept, on which ground, who sees it and when it goes."""

    purpose: Text
    basis: Text
    seen_by: Text
    kept: Text


def declared(model: type) -> dict[str, PersonalData]:
    """The fields of the model that are about a person."""
    return getattr(model, "personal_data", {})
