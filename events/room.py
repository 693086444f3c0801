"""Whether somebody fits: the room itself, seats reserved for others, the limit of each organisation."""

from enum import Enum

from django.db.models import Count
from django.utils import timezone

from events.models import Registration, ReservedSeats


class Fit(Enum):
    YES = "yes"
    FULL = "full"  # no seat for so many
    RULE = "rule"  # there are seats, but not for this organisation now


class Room:
    """Counts by organisation are read only where a rule needs them, and under the lock."""

    def __init__(self, seats):
        self.seats = seats
        self.by_organisation, self.reserved = {}, {}
        if seats.limit_per_organisation or seats.has_reserved:
            seated = Registration.objects.filter(event_id=seats.event_id).seated()
            counted = seated.order_by().values_list("organisation_key").annotate(number=Count("pk"))
            self.by_organisation = dict(counted)
        if seats.has_reserved:
            reserved = ReservedSeats.objects.filter(event_id=seats.event_id, until__gt=timezone.now())
            self.reserved = {f"o{r.organisation_id}": r.seats for r in reserved}

    def take(self, key):
        self.by_organisation[key] = self.by_organisation.get(key, 0) + 1

    def give(self, key):
        self.by_organisation[key] = self.by_organisation.get(key, 0) - 1

    def fits(self, keys):
        """Whether persons of these organisations all fit together."""
        if self.seats.capacity is not None and len(keys) > self.seats.capacity:
            return Fit.RULE  # the room has shrunk below the group: it waits, but holds up nobody
        if not self.seats.has_room_for(len(keys)):
            return Fit.FULL
        if not (self.seats.limit_per_organisation or self.reserved):
            return Fit.YES
        after = dict(self.by_organisation)
        for key in keys:
            after[key] = after.get(key, 0) + 1
        return (
            Fit.YES if self._keeps_the_limit(keys, after) and self._leaves_reserved(keys, after) else Fit.RULE
        )

    def _keeps_the_limit(self, keys, after):
        limit = self.seats.limit_per_organisation
        return limit is None or all(after[key] <= limit for key in keys)

    def _leaves_reserved(self, keys, after):
        """Seats that stay untouched for organisations that have not used theirs; one's own may be used."""
        if self.seats.capacity is None:
            return True
        if self.seats.taken + len(keys) + self.untouched(after) <= self.seats.capacity:
            return True
        # All within their own reserved seats: nobody else's are touched.
        return all(after[key] <= self.reserved.get(key, 0) for key in keys)

    def untouched(self, by_organisation=None):
        """How many reserved seats nobody has taken yet."""
        taken = self.by_organisation if by_organisation is None else by_organisation
        return sum(max(0, seats - taken.get(key, 0)) for key, seats in self.reserved.items())
