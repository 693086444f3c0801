"""What the list of events can be chosen by."""

from django.utils.translation import gettext_lazy as _

from events.models import Event
from tillit.editorial.choices import ChosenPages, Facet, YearFacet

FACETS = [
    Facet("slag", _("Slag"), "kind", labels=dict(Event.Kind.choices)),
    Facet("organisation", _("Arrangör"), "organisation__slug", name="organisation__name"),
    Facet("lan", _("Län"), "organisation__county_code", name="organisation__county"),
    YearFacet("ar", _("År"), "starts_at"),
]
FOLLOWED = ["q", *(facet.parameter for facet in FACETS)]
PARAMETERS = [*FOLLOWED, "sida"]


class EventList(ChosenPages):
    model = Event
    offered = FACETS
    section = "events"
    address_of_list = "events:list"

    def _news(self):
        return self._chosen_rows().upcoming()
