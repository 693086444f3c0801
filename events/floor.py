"""The seats of one event while we hold them: counted, decided and written in one transaction.

`events.allocation` makes one for each action, `events.publishing` one when the rules change. Every change of a seat goes through its methods, which keep three things
in step: the rows, the counters and what the persons have been told.
"""

from django.db import transaction
from django.utils import timezone

from events import letters
from events.models import Choice, Entry, Event, Registration, Seats, SensitiveAnswer, State
from events.room import Fit, Room

ANYBODY = None  # somebody from an organisation that no rule is about


class NoSeats(Exception):
    """The event has never been published."""


def event_now(event_id):
    """The event as the database has it, with what letters and calendars tell of it."""
    return Event.objects.select_related("organisation").prefetch_related("days", "sessions").get(pk=event_id)


class Floor:
    def __init__(self, event_id, *, known=None, by=None):
        """Lock the event's seats, then those of its sessions in order; only then is the event read.

        `known` is an event at hand: it is used when it is the publication that the seats have their rules from.
        Raises NoSeats for an event that has never been published.
        """
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("Platser fördelas bara i en transaktion.")
        rows = Seats.objects.locked(event_id)
        if not rows:
            raise NoSeats
        self.seats, *sessions = rows
        self.sessions = {row.session_id: row for row in sessions}
        is_current = known is not None and known.last_published_at == self.seats.published_at
        self.event = known if is_current else event_now(event_id)
        self.by = by
        self.told = {}  # registration pk → (registration, kind of letter)
        self.ready = {}  # registration pk → the letter, where it could be written before the row was stored
        self.arriving = []  # admitted, and not stored yet
        self.newcomers = set()
        self.facts = {}  # registration pk → what only her letter tells
        self.entries = []
        self._room = None

    @property
    def room(self):
        if self._room is None:
            self._room = Room(self.seats)
        return self._room

    def write(self):
        """Store the counters, the trace and the letters: the end of every action."""
        self._settle_what_is_shown()
        for row in (self.seats, *self.sessions.values()):
            row.store_if_changed()
        Entry.objects.bulk_create(self.entries)
        letters.queue_all(self.event, self.told.values(), self.ready, self.facts)

    def _settle_what_is_shown(self):
        """Whether a newcomer would wait, told before she types; where there is neither rule nor queue it is plain."""
        self.seats.held_back = self.room.untouched()
        waits = self.room.fits([ANYBODY]) != Fit.YES
        self.seats.is_queueing = waits or (self.seats.waiting > 0 and queue_holds_up(self))
        for row in self.sessions.values():
            row.is_queueing = row.waiting > 0 or not row.has_room_for(1)

    # What can happen to a seat -------------------------------------------------------------------

    def parties(self):
        """Who is seated together, in order: one person, or all of a group that comes whole or not at all."""
        parties = {}
        waiting = Registration.objects.filter(event_id=self.seats.event_id).waiting()
        for registration in waiting.select_related("group", "organisation"):
            whole = registration.group_id and registration.group.all_or_none
            party = f"group {registration.group_id}" if whole else registration.pk
            parties.setdefault(party, []).append(registration)
        return list(parties.values())

    def tell(self, registration, kind, **facts):
        """The letter that tells the most is written: who is promoted at once is not told to wait first."""
        self._unwrite(registration)
        self.told[registration.pk] = (registration, kind)
        self.facts.setdefault(registration.pk, {}).update(facts)

    def _unwrite(self, registration):
        """A newcomer's letter is not true any more: it is written again at the end."""
        if self.ready.pop(registration.pk, None):
            registration.letters, registration.calendar = 0, {}

    def note(self, registration, action, **details):
        entry = Entry(event_id=self.seats.event_id, registration=registration, action=action, by=self.by)
        entry.details = details
        self.entries.append(entry)

    def admit(self, registration, sessions, state):
        """A seat, or the last place in the queue, for a newcomer; `store_newcomers` writes it down."""
        registration.event_id = self.seats.event_id
        registration.state = state
        if state == State.WAITING:
            registration.queue_number = self.seats.draw_number()
            self.seats.waiting += 1
        else:
            self._take(registration)
        choices = [
            Choice(registration=registration, session_id=s.pk, slot=s.slot, is_granted=False)
            for s in sessions
        ]
        if state == State.CONFIRMED:
            self._seek(choices)
        self.note(registration, "anmäld", state=state, sessions=[session.pk for session in sessions])
        self.arriving.append((registration, sessions, choices))

    def store_newcomers(self):
        """Insert all who have been admitted, in one go: the letter first, for what it tells is stored with the row."""
        told = []
        for registration, sessions, choices in self.arriving:
            kind = "confirmed" if registration.state == State.CONFIRMED else "waiting"
            chosen = [(session, choice.is_granted) for session, choice in zip(sessions, choices, strict=True)]
            added = self.by is not None
            told.append((kind, letters.written(self.event, registration, kind, chosen, added=added)))
        Registration.objects.bulk_create(registration for registration, _sessions, _choices in self.arriving)
        if choices := [choice for _registration, _sessions, own in self.arriving for choice in own]:
            Choice.objects.bulk_create(choices)
        for (registration, _sessions, _choices), (kind, letter) in zip(self.arriving, told, strict=True):
            self.newcomers.add(registration.pk)
            self.told[registration.pk] = (registration, kind)
            self.ready[registration.pk] = letter
        self.arriving = []

    def seat(self, registration, *, together):
        """Out of the queue: a seat at once, or an offer of one when the day is near.

        A group that comes whole or not at all is not asked one by one.
        """
        now = timezone.now()
        is_near = self.seats.offers_from and now >= self.seats.offers_from
        self.seats.waiting -= 1
        self._take(registration)
        if is_near and not together and registration.pk not in self.newcomers:
            registration.state = State.OFFERED
            registration.offered_until = self.seats.deadline(now)
            self._store(registration, "erbjuden")
            self.tell(registration, "offered")
        else:
            self.confirm(registration, "fick plats", "promoted")

    def confirm(self, registration, action, kind):
        registration.state, registration.offered_until = State.CONFIRMED, None
        choices = list(registration.choices.filter(is_granted=False))
        self._seek(choices)
        for choice in choices:
            choice.save(update_fields=["is_granted", "queue_number"])
        self._store(registration, action)
        self.tell(registration, "confirmed" if registration.pk in self.newcomers else kind)

    def release(self, registration, state, *, reason="", kind="cancelled"):
        """Give back the seat or the place in the queue, and the sessions."""
        if registration.state == State.WAITING:
            self.seats.waiting -= 1
            kind = "left" if kind == "cancelled" else kind
        else:
            self.seats.taken -= 1
            self.room.give(registration.organisation_key)
        for choice in registration.choices.all():
            self.drop(choice, registration)
        registration.state, registration.reason, registration.offered_until = state, reason, None
        registration.form_key = None  # the same form sent again is a wish to come after all
        self._store(registration, "lämnade", reason=reason, state=state)
        # Nobody needs to know what food somebody wants who is not coming.
        SensitiveAnswer.objects.filter(registration=registration).delete()
        if not self.event.is_cancelled:  # they have been told that there is no day to come to
            self.tell(registration, kind, can_sign_up=self.seats.is_open)

    def drop(self, choice, registration):
        """Take away a chosen session, or the wish for one."""
        row = self.sessions.get(choice.session_id)
        if row and choice.is_granted:
            row.taken -= 1
        elif row and registration.state == State.CONFIRMED:
            row.waiting -= 1
        choice.delete()

    def wish(self, registration, session):
        """Choose a session: it is had at once when there is room, else waited for. What is had is kept."""
        for former in registration.choices.filter(slot=session.slot, is_granted=False):
            self.drop(former, registration)
        choice = Choice(registration=registration, session_id=session.pk, slot=session.slot, is_granted=False)
        if registration.state == State.CONFIRMED:
            row = self.sessions[session.pk]
            choice.queue_number = self.seats.draw_number()
            row.waiting += 1
        choice.save()
        return choice

    def grant(self, choice, registration):
        """A session that was waited for; the one held until now is given up in the same breath."""
        for former in registration.choices.filter(slot=choice.slot, is_granted=True):
            self.drop(former, registration)
        row = self.sessions[choice.session_id]
        row.waiting, row.taken = row.waiting - 1, row.taken + 1
        choice.is_granted = True
        choice.save(update_fields=["is_granted"])
        self.note(registration, "fick pass", session=choice.session_id)
        told, kind = self.told.get(registration.pk, (registration, "granted"))
        self.tell(told, kind)

    def _seek(self, choices):
        """Sessions for someone who has just got a seat: those with room, and a place in line for the others."""
        for choice in choices:
            row = self.sessions.get(choice.session_id)
            if row is None:
                continue
            if row.waiting == 0 and row.has_room_for(1):
                choice.is_granted = True
                row.taken += 1
            else:
                choice.queue_number = self.seats.draw_number()
                row.waiting += 1

    def _take(self, registration):
        self.seats.taken += 1
        self.room.take(registration.organisation_key)

    def _store(self, registration, action, **details):
        registration.changed_at = timezone.now()
        fields = ["state", "reason", "offered_until", "queue_number", "changed_at", "form_key"]
        registration.save(update_fields=fields)
        self.note(registration, action, **details)


def queue_holds_up(floor):
    """By strict order somebody who waits for more seats than are free holds up all who come later."""
    if floor.seats.passes_groups:
        return False
    fits = (floor.room.fits([r.organisation_key for r in party]) for party in floor.parties())
    return any(fit == Fit.FULL for fit in fits)
