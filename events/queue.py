"""Who is next. The rule of the queue, and exchanges of sessions where nobody loses."""

from events.models import Choice, State
from events.room import Fit


def move(floor):
    """Fill what is free: the event by the rule of its queue, then the sessions of each slot.

    Nobody is given anything of a day that has begun or is cancelled.
    """
    move_event(floor)
    if floor.seats.is_ahead and any(row.waiting for row in floor.sessions.values()):
        _move_sessions(floor)


def grant_if_there_is_room(floor, choice, registration):
    """Only to her: what the organiser puts right when the day has begun."""
    if floor.sessions[choice.session_id].has_room_for(1):
        floor.grant(choice, registration)


def move_event(floor):
    if not (floor.seats.waiting and floor.seats.is_ahead and floor.seats.has_room_for(1)):
        return
    for party in floor.parties():
        fit = floor.room.fits([registration.organisation_key for registration in party])
        if fit == Fit.YES:
            for registration in party:
                floor.seat(registration, together=len(party) > 1)
        elif fit == Fit.FULL and (not floor.seats.passes_groups or not floor.seats.has_room_for(1)):
            return


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
    ways = {}  # session held → {session wanted: who would go there, first in line}
    for choice in waiting:
        if origin := held_in_slot.get((choice.registration_id, choice.slot)):
            ways.setdefault(origin, {}).setdefault(choice.session_id, choice)
    dead_ends = set()
    for start in ways:
        if circle := _way_back(start, start, ways, (), dead_ends):
            return circle
    return None


def _held_in_slot(waiting):
    granted = Choice.objects.filter(registration__in={c.registration_id for c in waiting}, is_granted=True)
    return {
        (r, slot): session
        for r, slot, session in granted.values_list("registration_id", "slot", "session_id")
    }


def _way_back(start, here, ways, walked, dead_ends):
    """A walk along wishes from one session back to it. A session without a way on is not entered twice."""
    passed = {choice.session_id for choice in walked}
    for wanted, choice in ways.get(here, {}).items():
        if wanted == start:
            return [*walked, choice]
        if wanted not in passed and wanted not in dead_ends:
            if circle := _way_back(start, wanted, ways, (*walked, choice), dead_ends):
                return circle
            if not ways.get(wanted):
                dead_ends.add(wanted)
    return None
