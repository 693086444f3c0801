"""Letting newcomers in, under the lock that `events.allocation` holds: who gets a seat, and who has to wait."""

from events import queue
from events.models import Answer, SensitiveAnswer, State
from events.refusals import Closed, SessionGone, SessionsOverlap, TooMany
from events.room import Fit


def newcomer(floor, person, **values):
    """(her registration, not stored yet; the person; the sessions she has chosen)"""
    return person.registration(**values), person, chosen(floor, person.session_ids)


def admit(floor, newcomers, *, together):
    """Seat whom there is room for; the others stand last in the queue, which then moves by its rule.

    Those who come `together` all get seats or all wait. Of others who do not all fit one comes in after the other,
    for then it matters who was first.
    """
    keys = [registration.organisation_key for registration, _person, _sessions in newcomers]
    all_fit = floor.seats.waiting == 0 and floor.room.fits(keys) == Fit.YES
    if all_fit or together or len(newcomers) == 1:
        _admit_alike(floor, newcomers, State.CONFIRMED if all_fit else State.WAITING)
    else:
        for one in newcomers:
            admit(floor, [one], together=False)


def _admit_alike(floor, newcomers, state):
    for registration, _person, sessions in newcomers:
        floor.admit(registration, sessions, state)
    floor.store_newcomers()
    for registration, person, _sessions in newcomers:
        _store_answers(floor, registration, person)
    queue.move_event(floor)  # who comes frees no session, and has none to exchange


def _store_answers(floor, registration, person):
    if person.answers:
        # The organiser may have taken a question away meanwhile; what was answered is kept as it was asked.
        known = {question.pk for question in floor.event.questions.all()}
        Answer.objects.bulk_create(
            Answer(
                registration=registration,
                question_id=question if question in known else None,
                asked=asked,
                text=text,
            )
            for question, asked, text in person.answers
        )
    if person.diet or person.access:
        SensitiveAnswer.objects.create(registration=registration, diet=person.diet, access=person.access)


def chosen(floor, session_ids):
    """The sessions, which can still be chosen and do not clash."""
    if not session_ids:
        return []
    known = {session.pk: session for session in floor.event.sessions.all()}
    sessions = [known[pk] for pk in session_ids if pk in known and pk in floor.sessions]
    if len(sessions) != len(set(session_ids)):
        raise SessionGone
    check_overlap(sessions)
    return sessions


def check_overlap(sessions):
    for number, session in enumerate(sessions):
        if any(session.slot == other.slot or session.overlaps(other) for other in sessions[:number]):
            raise SessionsOverlap


def check_open(floor):
    # The organiser may let someone in before it opens and after it has closed, until the day begins.
    is_open = floor.seats.is_open if floor.by is None else floor.seats.is_ahead and floor.event.live
    if not is_open:
        raise Closed


def check_that_all_can_ever_fit(floor, persons):
    seats, keys = floor.seats, [person.organisation_key for person in persons]
    limit = seats.limit_per_organisation
    if (seats.capacity is not None and len(keys) > seats.capacity) or (
        limit is not None and any(keys.count(key) > limit for key in keys)
    ):
        raise TooMany
