"""What follows when an event is published: the seats get its rules, the participants hear what has changed."""

from datetime import timedelta

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published, unpublished

from events import queue
from events.calendars import is_out_of_date
from events.floor import Floor
from events.models import Choice, Event, Seats, State

EVERY_KIND = ["title_sv", "lead_sv", "organisation"]


@receiver(published, sender=Event)
@receiver(unpublished, sender=Event)
def follow(sender, instance, **kwargs):
    """Sent by the library within its own transaction, also when a schedule publishes."""
    put_in_force(Event.objects.get(pk=instance.pk))


@transaction.atomic
def put_in_force(event: Event) -> None:
    """Bring the seats in step with the event as it is published, tell those whom it concerns, move the queue."""
    Seats.objects.get_or_create(event=event, session=None)
    for session in _choosable(event):
        Seats.objects.get_or_create(event=event, session=session)
    floor = Floor(event)
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
    struck = Choice.objects.filter(session__event=event).exclude(session__in=choosable)
    for choice in struck.select_related("registration__group", "registration__organisation"):
        registration = choice.registration
        floor.drop(choice, registration)
        floor.note(registration, "pass struket", session=choice.session_id)
        if registration.is_active:
            floor.tell(registration, "struck")
    for pk in set(floor.sessions) - set(choosable):
        floor.sessions.pop(pk).delete()


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
    before, floor.seats.told = floor.seats.told, now_told
    floor.seats.save(update_fields=["told"])
    if not before or event.is_over:
        return
    active = event.registrations.active().select_related("group", "organisation")
    if now_told != before:
        kind = "event_cancelled" if now_told["cancelled"] and not before["cancelled"] else "moved"
        for registration in active:
            floor.tell(registration, kind)
    else:
        for registration in active.filter(state=State.CONFIRMED).prefetch_related("choices__session"):
            sessions = [choice.session for choice in registration.choices.all() if choice.is_granted]
            if registration.pk not in floor.told and is_out_of_date(registration, event, sessions):
                floor.tell(registration, "changed")
