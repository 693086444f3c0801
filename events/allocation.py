"""The one allocator: every seat at every event is taken, moved and given back here, and nowhere else.

Each function is one transaction. It locks the event's seats and then those of its sessions, counts under the
lock, decides for each person, and writes registrations, letters and the trace together. A refusal is an
exception with a sentence for whoever asked, and leaves nothing behind.
"""

from contextlib import suppress
from datetime import timedelta

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from events import letters, queue
from events.admission import admit, check_open, check_overlap, check_that_all_can_ever_fit, chosen, newcomer
from events.floor import Floor, NoSeats
from events.models import Choice, Event, Group, Registration, SensitiveAnswer, State
from events.newcomer import Newcomer
from events.refusals import AlreadyRegistered, Begun, Closed, NoLongerPossible, Outdated, Refused

Reason = Registration.Reason


# Signing up --------------------------------------------------------------------------------------


def sign_up(event: Event, person: Newcomer, *, by=None) -> Registration:
    """Give one person a seat, or a place in the queue.

    `event` tells what the letter says; what decides is read under the lock. Raises Closed, AlreadyRegistered,
    SessionGone, SessionsOverlap or Outdated.
    """
    try:
        (registration,) = _sign_up_together(event, [person], by=by)
    except IntegrityError as error:
        raise _why(event, [person]) from error
    return registration


def sign_up_each(event: Event, persons: list[Newcomer]) -> list:
    """Sign up persons who do not belong together, in the order they came, with one lock and one commit.

    Returns for each her Registration, or the exception that `sign_up` would have raised for her.
    """
    if len(persons) > 1:
        # What is wrong with one is of no matter to the others, who then come in each by herself.
        with suppress(Refused, IntegrityError, DataError):
            return _sign_up_together(event, persons)
    return [_outcome(event, person) for person in persons]


def _outcome(event, person):
    try:
        return sign_up(event, person)
    except Exception as reason:
        return reason


def _sign_up_together(event, persons, by=None):
    with transaction.atomic():
        floor = _floor(event.pk, known=event, by=by)
        check_open(floor)
        newcomers = [newcomer(floor, person) for person in persons]
        admit(floor, newcomers, together=False)
        floor.write()
        registrations = [registration for registration, _person, _sessions in newcomers]
        if floor.seats.waiting:
            for registration in registrations:
                registration.refresh_from_db()  # the queue may have moved her at once
    return registrations


def sign_up_group(event: Event, group: Group, persons: list[Newcomer], *, by=None) -> Group:
    """Sign up several at once; with `group.all_or_none` all of them get seats together, or wait together."""
    try:
        with transaction.atomic():
            floor = _floor(event.pk, known=event, by=by)
            check_open(floor)
            if taken := _active_addresses(event, [person.email for person in persons]):
                raise AlreadyRegistered(taken)
            if group.all_or_none:
                check_that_all_can_ever_fit(floor, persons)
            group.event_id = event.pk
            group.save(force_insert=True)
            newcomers = [newcomer(floor, person, group=group) for person in persons]
            admit(floor, newcomers, together=group.all_or_none)
            floor.write()
            letters.queue_group_receipt(floor.event, group)
    except IntegrityError as error:
        raise _why(event, persons, group) from error
    return group


def _active_addresses(event, emails):
    active = Registration.objects.filter(event=event, email__in=emails).active()
    return sorted(active.values_list("email", flat=True))


def _why(event, persons, group=None):
    """What the database has refused, for it has the last word: a double click, another who was first, or old news."""
    taken = _active_addresses(event, [person.email for person in persons])
    keys = [person.form_key for person in persons if person.form_key]
    is_again = event.registrations.active().filter(form_key__in=keys).exists() or (
        group is not None and Group.objects.exclude(form_key=None).filter(form_key=group.form_key).exists()
    )
    return AlreadyRegistered(taken) if taken or is_again else Outdated()


# Changing what one has ---------------------------------------------------------------------------


def cancel(registration: Registration, *, reason: str = Reason.OWN, by=None) -> Registration:
    """Give up the seat or the place in the queue; the queue moves at once. Doing it twice is doing it once.

    Raises Begun when the day has begun: who came then is for the organiser to say.
    """
    with transaction.atomic():
        floor, registration = _held(registration, by=by)
        if registration.is_active:
            _check_that_the_day_is_ahead(floor)
            floor.release(registration, State.CANCELLED, reason=reason)
            queue.move(floor)
            floor.write()
    return registration


def cancel_group(group: Group) -> None:
    """Give up the seats of all whom the contact signed up, in one go: nobody of them is moved up in between."""
    with transaction.atomic():
        floor = _floor(group.event_id)
        _check_that_the_day_is_ahead(floor)
        for registration in group.members.active().select_related("group", "organisation"):
            floor.release(registration, State.CANCELLED, reason=Reason.CONTACT)
        queue.move(floor)
        floor.write()


def accept_offer(registration: Registration) -> Registration:
    """Yes to the seat that was offered. Raises NoLongerPossible when it has gone on to the next."""
    with transaction.atomic():
        floor, registration = _held(registration)
        if registration.state == State.CONFIRMED:
            return registration
        if registration.state != State.OFFERED or registration.offered_until <= timezone.now():
            raise NoLongerPossible
        _check_that_the_day_is_ahead(floor)
        floor.confirm(registration, "tackade ja", "confirmed")
        queue.move(floor)
        floor.write()
    return registration


def choose_session(registration: Registration, session_id: int, *, by=None) -> Registration:
    """Change session: at once when there is room, otherwise the one held is kept until there is."""
    with transaction.atomic():
        floor, registration = _held(registration, by=by)
        if not registration.is_active:
            raise NoLongerPossible
        _check_that_the_day_is_ahead(floor)
        (session,) = chosen(floor, [session_id])
        has = registration.choices.filter(session=session)
        if has.filter(is_granted=True).exists():
            _drop_wish(floor, registration, session.slot)
        elif not has.exists():
            others = registration.choices.exclude(slot=session.slot).select_related("session")
            check_overlap([*(choice.session for choice in others), session])
            wish = floor.wish(registration, session)
            floor.note(registration, "valde pass", session=session.pk)
            floor.tell(registration, "changed")
            if not floor.seats.is_ahead:
                queue.grant_if_there_is_room(floor, wish, registration)
        queue.move(floor)
        floor.write()
    return registration


def _drop_wish(floor, registration, slot):
    """To choose what one has is to want nothing else."""
    for wish in registration.choices.filter(slot=slot, is_granted=False):
        floor.drop(wish, registration)
        floor.note(registration, "behöll pass", session=wish.session_id)
        floor.tell(registration, "changed")


def hand_over(registration: Registration, *, name: str, email: str, by=None) -> Registration:
    """A colleague takes the seat and the sessions. What the first one said about food and needs is erased at once.

    Raises NoLongerPossible, or AlreadyRegistered when the address has a registration, be it this one.
    """
    if email == registration.email:
        raise AlreadyRegistered([email])
    try:
        with transaction.atomic():
            floor, registration = _held(registration, by=by)
            if registration.state != State.CONFIRMED:
                raise NoLongerPossible
            _check_that_the_day_is_ahead(floor)
            successor = _successor(registration, name, email)
            registration.state = State.HANDED_OVER
            registration.changed_at = timezone.now()
            registration.revoke_token()
            registration.has_answers = registration.answers.exists()
            registration.role = registration.invoice_reference = ""  # of no use any more
            registration.form_key = None
            registration.save(
                update_fields=[
                    "state",
                    "changed_at",
                    "token_seed",
                    "token_hash",
                    "receipt_hash",
                    "has_answers",
                    "role",
                    "invoice_reference",
                    "form_key",
                ]
            )
            successor.save(force_insert=True)
            Choice.objects.filter(registration=registration).update(registration=successor)
            SensitiveAnswer.objects.filter(registration=registration).delete()
            floor.note(registration, "överlät")
            floor.note(successor, "tog över")
            erased_on = floor.event.erased_on.isoformat()
            floor.tell(registration, "handed_over", colleague=successor.name, erased_on=erased_on)
            floor.tell(successor, "received", colleague=registration.name)
            floor.write()
    except IntegrityError:
        raise AlreadyRegistered([email]) from None
    return successor


def _successor(registration, name, email):
    kept = (
        "event_id",
        "group_id",
        "organisation_id",
        "organisation_text",
        "organisation_key",
        "invoice_reference",
    )
    values = {field: getattr(registration, field) for field in (*kept, "language")}
    return Registration(**values, name=name, email=email, state=State.CONFIRMED, handed_from=registration)


def _check_that_the_day_is_ahead(floor):
    # The organiser may still put the list right afterwards.
    if floor.by is None and not floor.seats.is_ahead:
        raise Begun


def _floor(event_id, *, known=None, by=None):
    try:
        return Floor(event_id, known=known, by=by)
    except NoSeats:
        raise Closed from None


def _held(registration, by=None):
    """The floor, and the registration as it is now that nobody else can change it."""
    floor = _floor(registration.event_id, by=by)
    fresh = Registration.objects.select_related("group", "organisation").get(pk=registration.pk)
    return floor, fresh


# When rules or time have changed -----------------------------------------------------------------


def move_queue(event: Event) -> None:
    """Let in whom there is room for now: after more seats, or when reserved ones have been let go."""
    with transaction.atomic():
        floor = Floor(event.pk)
        queue.move(floor)
        floor.write()


def let_offers_lapse(event: Event) -> int:
    """Offers that nobody answered in time go on to the next."""
    with transaction.atomic():
        floor = Floor(event.pk)
        late = event.registrations.filter(state=State.OFFERED, offered_until__lte=timezone.now())
        for registration in (lapsed := list(late.order_by("offered_until", "pk"))):
            floor.release(registration, State.CANCELLED, reason=Reason.LAPSED, kind="lapsed")
        queue.move(floor)
        floor.write()
    return len(lapsed)


def close_queue(event: Event) -> int:
    """The day has come: who still waits is told that there was no seat."""
    with transaction.atomic():
        floor = Floor(event.pk)
        if not floor.seats.has_begun:
            return 0  # it has just been moved
        for registration in (waiting := list(event.registrations.waiting())):
            floor.release(registration, State.CANCELLED, reason=Reason.CLOSED, kind="closed")
        floor.write()
    return len(waiting)


def remind(event: Event) -> int:
    """Tell those who have a seat, and have not just been told so, that the day is near."""
    with transaction.atomic():
        floor = Floor(event.pk)
        if not (floor.seats.is_ahead and floor.event.is_near):
            return 0  # it has just been moved or cancelled
        since = timezone.now() - timedelta(days=1)
        unaware = event.registrations.kept().filter(
            state=State.CONFIRMED, reminded_at=None, created_at__lt=since
        )
        for registration in (reminded := list(unaware.select_related("group"))):
            registration.reminded_at = timezone.now()
            floor.tell(registration, "reminder")
        Registration.objects.bulk_update(reminded, ["reminded_at"], batch_size=500)
        floor.write()
    return len(reminded)
