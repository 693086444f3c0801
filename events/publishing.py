"""What follows when an event is published: the seats get its rules, the participants hear what has changed."""

from datetime import timedelta

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published, unpublished

from events import letters, queue
from events.calendars import is_out_of_date
from events.floor import Floor
from events.models import Choice, Event, Seats, State


@receiver(published, sender=Event)
@receiver(unpublished, sender=Event)
def follow(sender, instance, **kwargs):
    """Sent by the library within its own transaction, also when a schedule publishes."""
    put_in_force(instance.pk)


@transaction.atomic
def put_in_force(event_id: int) -> None:
    """Bring the seats in step with the event as it is published, tell those whom it concerns, move the queue."""
    Seats.objects.get_or_create(event_id=event_id, session=None)
    for session in _choosable(Event.objects.get(pk=event_id)):
        Seats.objects.get_or_create(event_id=event_id, session=session)
    floor = Floor(event_id)  # locked first, read afterwards
    event = floor.event
    _set_rules(floor.seats, event)
    _set_sessions(floor, event)
    _tell_of_changes(floor, event)
    queue.move(floor)
    floor.write()


def _choosable(event):
    return event.sessions.exclude(slot="").filter(is_cancelled=False)


def _set_rules(seats, event):
    now = timezone.now()
    is_on = event.live and event.takes_registrations and not event.is_cancelled
    seats.capacity = event.capacity
    seats.begins_at = event.starts_at
    seats.is_cancelled = event.is_cancelled
    seats.published_at = event.last_published_at
    seats.opens_at = event.opens_at
    seats.closes_at = event.signs_up_until if is_on else None
    seats.limit_per_organisation = event.limit_per_organisation
    seats.has_reserved = event.reserved_seats.filter(until__gt=now).exists()
    seats.passes_groups = event.queue_rule == Event.QueueRule.FIT
    seats.offers_from = event.starts_at and event.starts_at - timedelta(days=event.offer_days)
    seats.offer_hours = event.offer_hours
    seats.version += 1
    seats.save()


def _set_sessions(floor, event):
    """Capacities as they are now; a session that was struck lets go of those who chose it."""
    choosable = {session.pk: session for session in _choosable(event)}
    for pk, row in list(floor.sessions.items()):
        if pk in choosable:
            row.capacity = choosable[pk].capacity
            row.save(update_fields=["capacity"])
    choices = Choice.objects.filter(session__event=event).order_by("-is_granted", "pk")
    for choice in choices.select_related("registration__group", "registration__organisation", "session"):
        session = choosable.get(choice.session_id)
        if session is None:
            _let_go(floor, choice, "struck" if choice.session.is_cancelled else "changed")
        elif session.slot != choice.slot:
            _follow_to_slot(floor, choice, session.slot)
    for pk in set(floor.sessions) - set(choosable):
        floor.sessions.pop(pk).delete()


def _let_go(floor, choice, kind):
    """The session is not to be chosen any more: struck, or for all."""
    floor.drop(choice, choice.registration)
    floor.note(choice.registration, "pass struket", session=choice.session_id)
    is_known = choice.registration.erased_at is None and not floor.event.is_over
    if choice.registration.is_active and is_known:
        lost = floor.facts.get(choice.registration.pk, {}).get("lost", [])
        told = letters.session_facts(choice.session, choice.is_granted, choice.registration.language)
        floor.tell(choice.registration, kind, lost=[*lost, told])


def _follow_to_slot(floor, choice, slot):
    """The organiser has put the session in another choice; who has one there already keeps that one."""
    others = choice.registration.choices.filter(slot=slot, is_granted=choice.is_granted)
    if others.exists():
        _let_go(floor, choice, "changed")
    else:
        choice.slot = slot
        choice.save(update_fields=["slot"])


def _tell_of_changes(floor, event):
    """Everybody hears when the day is cancelled or moves; only those it concerns when a session does."""
    now_told = {
        "days": [
            [day.starts_at.isoformat(), day.ends_at.isoformat()] for day in event.days.order_by("starts_at")
        ],
        "place": f"{event.place}, {event.address}",
        "online": event.online_url,
        "cancelled": event.is_cancelled,
    }
    if not event.live:
        return  # nobody hears of what is not published
    before, floor.seats.told = floor.seats.told, now_told
    floor.seats.save(update_fields=["told"])
    if not before or event.is_over:
        return
    active = event.registrations.active().select_related("group", "organisation")
    if before["days"] != now_told["days"]:
        active.update(reminded_at=None)  # the new day is a day to be reminded of
    if kind := _kind_of_change(before, now_told):
        for registration in active:
            floor.tell(registration, kind, before={"days": before["days"], "place": before["place"]})
    elif not event.is_cancelled:
        for registration in active.filter(state=State.CONFIRMED).prefetch_related("choices__session"):
            sessions = [choice.session for choice in registration.choices.all() if choice.is_granted]
            if registration.pk not in floor.told and is_out_of_date(registration, event, sessions):
                floor.tell(registration, "changed")


def _kind_of_change(before, now):
    """The letter that all should have; none for what changes while the day is cancelled."""
    if now["cancelled"]:
        return None if before["cancelled"] else "event_cancelled"
    if before["cancelled"]:
        return "on_again"
    return "moved" if now != before else None
