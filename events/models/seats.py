"""How many seats there are and how many are taken: the rows that the allocator locks.

One row for each event and one for each session to choose. They hold the rules as they are in force, so that
one query locks, counts and reads the rules; a draft of the event never touches them.
"""

from datetime import timedelta
from functools import cache

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class SeatsQuerySet(models.QuerySet):
    def locked(self, event_id):
        """The event's row and then those of its sessions, locked in that order whoever asks."""
        return list(self.raw(_locking(), [event_id]))


@cache
def _locking():
    """The question of `locked`, put into SQL once: it is asked at every sign-up."""
    rows = Seats.objects.filter(event_id=0).order_by(F("session_id").asc(nulls_first=True))
    return rows.select_for_update().query.sql_with_params()[0]


class Seats(models.Model):
    event = models.ForeignKey("events.Event", models.CASCADE, related_name="all_seats")
    session = models.OneToOneField(
        "events.Session", models.CASCADE, null=True, blank=True, related_name="seats"
    )
    capacity = models.PositiveIntegerField(null=True)  # None: no limit
    taken = models.PositiveIntegerField(default=0)  # confirmed and offered
    waiting = models.PositiveIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)  # of what public pages tell about these seats
    held_back = models.PositiveIntegerField(default=0)  # reserved for somebody, and not used yet
    is_queueing = models.BooleanField(default=False)  # a newcomer from anywhere would have to wait
    next_number = models.PositiveBigIntegerField(default=1)  # in the queue

    # Rules of the event; the rows of sessions leave them as they are.
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)  # None: takes no registrations
    limit_per_organisation = models.PositiveIntegerField(null=True)
    has_reserved = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)  # which publication of the event the rules come from
    passes_groups = models.BooleanField(default=False)
    begins_at = models.DateTimeField(null=True)
    offers_from = models.DateTimeField(null=True)
    offer_hours = models.PositiveSmallIntegerField(default=24)

    told = models.JSONField(default=dict)  # when and where, as the participants have been told

    COUNTERS = ("taken", "waiting", "next_number", "held_back", "is_queueing")

    objects = SeatsQuerySet.as_manager()

    class Meta:
        verbose_name = "platser"
        verbose_name_plural = "platser"
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=Q(session=None), name="one_row_of_seats_per_event"
            ),
            models.CheckConstraint(condition=Q(taken__gte=0), name="seats_taken_never_negative"),
            models.CheckConstraint(condition=Q(waiting__gte=0), name="seats_waiting_never_negative"),
        ]

    def __str__(self):
        return f"{self.taken} av {self.capacity}"

    @classmethod
    def from_db(cls, *args, **kwargs):
        row = super().from_db(*args, **kwargs)
        row.loaded = row.counters
        return row

    @property
    def counters(self):
        return tuple(getattr(self, name) for name in self.COUNTERS)

    def store_if_changed(self):
        if self.counters != self.loaded:
            self.version += 1
            counters = dict(zip(self.COUNTERS, self.counters, strict=True))
            type(self).objects.filter(pk=self.pk).update(**counters, version=self.version)
            self.loaded = self.counters

    def draw_number(self):
        """A number in the queue, higher than all before it."""
        self.next_number += 1
        return self.next_number - 1

    def deadline(self, now):
        """Until when an offer made now can be answered."""
        return min(now + timedelta(hours=self.offer_hours), self.begins_at)

    @property
    def free(self):
        """Seats left for anybody, never below nought although the room may have shrunk; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken - self.held_back)

    @property
    def is_full(self):
        """A newcomer would have to wait."""
        return self.is_queueing or self.free == 0

    def has_room_for(self, number):
        return self.capacity is None or self.taken + number <= self.capacity

    @property
    def is_open(self):
        now = timezone.now()
        return (
            bool(self.closes_at) and now < self.closes_at and (self.opens_at is None or self.opens_at <= now)
        )

    @property
    def has_begun(self):
        return bool(self.begins_at) and self.begins_at <= timezone.now()

    @property
    def is_ahead(self):
        """The day has not begun and is not cancelled: what one has can still be changed."""
        return bool(self.begins_at) and timezone.now() < self.begins_at and not self.is_cancelled

    @property
    def opens_later(self):
        return bool(self.closes_at and self.opens_at) and timezone.now() < self.opens_at

    @property
    def availability(self):
        """A sentence about the seats of an event: how many are left, or how long the queue is."""
        if self.capacity is None:
            return _("Det finns plats.")
        if self.is_full:
            return f"{self.left.capitalize()}."
        return _("%(free)d av %(all)d platser kvar.") % {"free": self.free, "all": self.capacity}

    @property
    def left(self):
        """The same in a few words, beside the name of a session."""
        if self.capacity is None:
            return _("plats finns")
        if self.is_full and self.waiting:
            return ngettext("fullt – kö, %(count)d väntar", "fullt – kö, %(count)d väntar", self.waiting) % {
                "count": self.waiting
            }
        if self.is_full:
            return _("fullt – kö")
        return ngettext("%(count)d plats kvar", "%(count)d platser kvar", self.free) % {"count": self.free}
