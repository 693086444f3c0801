"""Who is next. The rule of the queue, and exchanges of sessions where nobody loses."""

from django.utils import timezone

from events.models import Choice, State
from events.room import Fit


def move(floor):
    """Fill what is free: the event by the rule of its queue, then the sessions of each slot."""
    if floor.seats.waiting and _still_moves(floor):
        _move_event(floor)
    if any(row.waiting for row in floor.sessions.values()):
        _move_sessions(floor)


def _still_moves(floor):
    return floor.event.starts_at and timezone.now() < floor.event.starts_at and not floor.event.is_cancelled


def _move_event(floor):
    for party in _parties(floor):
        fit = floor.room.fits([registration.organisation_key for registration in party])
        if fit == Fit.YES:
            for registration in party:
                floor.seat(registration)
        elif fit == Fit.FULL and (not floor.seats.passes_groups or floor.seats.free == 0):
            return


def _parties(floor):
    """Who is seated together, in order: one person, or all of a group that comes whole or not at all."""
    parties = {}
    waiting = floor.event.registrations.waiting().select_related("group", "organisation")
    for registration in waiting:
        whole = registration.group_id and registration.group.all_or_none
        party = f"group {registration.group_id}" if whole else registration.pk
        parties.setdefault(party, []).append(registration)
    return list(parties.values())


def _move_sessions(floor):
    waiting = _waiting_choices(floor)
    while choice := _next_with_room(floor, waiting):
        floor.grant(choice, choice.registration)
        waiting.remove(choice)
    while circle := _circle(waiting):
        for choice in circle:  # each seat comes from the next in the circle
            floor.grant(choice, choice.registration)
            waiting.remove(choice)


def _waiting_choices(floor):
    choices = Choice.objects.filter(
        registration__event_id=floor.seats.event_id,
        registration__state=State.CONFIRMED,
        session__in=floor.sessions,
        is_granted=False,
    )
    return list(choices.select_related("registration").order_by("queue_number", "pk"))


def _next_with_room(floor, waiting):
    return next((c for c in waiting if floor.sessions[c.session_id].has_room_for(1)), None)


def _circle(waiting):
    """Choices whose holders can exchange seats with each other: each gets what she waits for, none loses.

    The first in line for each wanted session stands for it, so that the order is kept among those who exchange.
    """
    held_in_slot = _held_in_slot(waiting)
    ways = {}  # session held → the choices that would leave it, first in line first
    for choice in waiting:
        if origin := held_in_slot.get((choice.registration_id, choice.slot)):
            ways.setdefault(origin, []).append(choice)
    for start in ways:
        if circle := _way_back(start, start, ways, ()):
            return circle
    return None


def _held_in_slot(waiting):
    granted = Choice.objects.filter(registration__in={c.registration_id for c in waiting}, is_granted=True)
    return {
        (r, slot): session
        for r, slot, session in granted.values_list("registration_id", "slot", "session_id")
    }


def _way_back(start, here, ways, walked):
    """A shortest-first walk along wishes from one session back to it, each session visited once."""
    passed = {choice.session_id for choice in walked}
    for choice in ways.get(here, ()):
        if choice.session_id == start:
            return [*walked, choice]
        if choice.session_id not in passed and (
            circle := _way_back(start, choice.session_id, ways, (*walked, choice))
        ):
            return circle
    return None
