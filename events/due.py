"""What happens because time passes: offers lapse, reserved seats are let go, queues close, reminders are sent."""

import logging
import time
from datetime import timedelta

from django.db import close_old_connections
from django.utils import timezone

from events import allocation
from events.models import Event, Registration, Seats, State
from events.publishing import put_in_force

log = logging.getLogger(__name__)


def run() -> int:
    """Do what is due; returns for how many events. One that fails stops no other."""
    actions = [
        *((allocation.let_offers_lapse, event) for event in _with_late_offers()),
        *((_refresh_rules, event) for event in _with_seats_let_go()),
        *((allocation.move_queue, event) for event in _with_some_seats_let_go()),
        *((allocation.close_queue, event) for event in _begun_with_a_queue()),
        *((allocation.remind, event) for event in _to_be_reminded_of()),
    ]
    return sum(_attempt(action, event) for action, event in actions)


def run_while(wanted) -> None:
    while wanted():
        try:
            run()
        except Exception:
            log.exception("Det som är dags för evenemangen kunde inte läsas; nytt försök om en stund.")
        close_old_connections()
        for _second in range(10):
            if wanted():
                time.sleep(1)


def _attempt(action, event):
    try:
        action(event)
    except Exception:
        log.exception("%s misslyckades för evenemang %s.", action.__name__, event.pk)
        return False
    return True


def _refresh_rules(event):
    put_in_force(event.pk)


def _with_late_offers():
    late = Registration.objects.filter(state=State.OFFERED, offered_until__lte=timezone.now())
    return Event.objects.filter(registrations__in=late).distinct()


def _with_seats_let_go():
    """The last reservation has run out, and the rules do not know it yet."""
    still = Event.objects.filter(reserved_seats__until__gt=timezone.now())
    reserved = Seats.objects.filter(has_reserved=True, begins_at__gt=timezone.now())
    return Event.objects.published().filter(all_seats__in=reserved).exclude(pk__in=still)


def _with_some_seats_let_go():
    """One reservation has run out while another holds: what is free for whom is worked out again."""
    now = timezone.now()
    reserved = Seats.objects.filter(session=None, has_reserved=True, begins_at__gt=now)
    return Event.objects.filter(reserved_seats__until__lte=now, all_seats__in=reserved).distinct()


def _begun_with_a_queue():
    queues = Seats.objects.filter(session=None, waiting__gt=0, begins_at__lte=timezone.now())
    return Event.objects.filter(all_seats__in=queues)


def _to_be_reminded_of():
    """Events so near that those who have a seat, and did not get it just now, should hear of them."""
    now = timezone.now()
    ahead = Event.objects.published().filter(starts_at__gt=now, cancelled_on=None).exclude(reminder_days=None)
    near = [event.pk for event in ahead if event.is_near]
    unaware = Registration.objects.kept().filter(state=State.CONFIRMED, reminded_at=None, event__in=near)
    early = unaware.filter(created_at__lt=now - timedelta(days=1))
    return Event.objects.filter(registrations__in=early).distinct()
