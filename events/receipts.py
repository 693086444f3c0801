"""The page that follows a sign-up, quick enough for everybody who signs up in the same minute.

Pages of the same shape (event, language, choices, what has been filled in) differ only in what the person
wrote. One of them is rendered with marks in those places and kept; the others are filled in. What is not that
simple, a queue or answers to what the organiser asks, is rendered in the usual way.
"""

import re
import secrets
import time
from copy import copy
from datetime import timedelta

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language

from events.lookup import event_with_all, seats_version
from events.models import State
from events.own import KEPT, OwnPage
from tillit.links import absolute
from tillit.outbox.models import Message
from tillit.pagecache.watch import Kept, watch

JUST_NOW = timedelta(seconds=10)
_shapes = Kept()
_MARK = secrets.token_hex(8)
_MARKS = re.compile(f"{_MARK}({'|'.join([*KEPT, 'token'])})")


def filled_in(request, registration):
    """The page, or None when it has to be rendered by itself."""
    event = event_with_all(registration.event_id)
    # Whoever has answered more than the form's own fields has a page like nobody else's.
    if registration.state != State.CONFIRMED or registration.group_id or registration.has_answers:
        return None
    if registration.opened_with == registration.token:
        return None  # the address in the letter, which holds for longer than a receipt does
    # The letter is on its way just now; how it went is looked up when she comes back.
    if timezone.now() - registration.created_at > JUST_NOW:
        return None
    shape = (get_language(), event.pk, _minute(), registration.organisation_id, *_filled(registration))
    if any(session.slot for session in event.sessions.all()):
        choices = registration.choices.order_by("pk").values_list("session", "is_granted")
        shape += (watch.current(seats_version), *choices)
    html = _shapes.get(shape, lambda: _rendered(request, registration))
    # All at once: what somebody wrote may look like a mark.
    own = {_mark(field): escape(value) for field, value in _values(registration).items()}
    return HttpResponse(_MARKS.sub(lambda mark: own[mark[0]], html))


def _minute():
    """What depends on the clock, such as whether the day has begun, is looked at again each minute."""
    return int(time.time() // 60)


def _filled(registration):
    return [bool(getattr(registration, field)) for field in KEPT]


def _values(registration):
    return {field: getattr(registration, field) for field in KEPT} | {"token": registration.opened_with}


def _mark(field):
    return f"{_MARK}{field}"


def _rendered(request, registration):
    """The page of somebody whose every word is a mark."""
    nobody = copy(registration)
    for field in KEPT:
        if getattr(registration, field):
            setattr(nobody, field, _mark(field))
    page = OwnPage(nobody, token=_mark("token"))
    page.letter = Message(state=Message.State.QUEUED)
    context = {"page": page, "row": nobody, "event": page.event, "page_languages": page.languages}
    context["event_url"] = absolute(page.event.get_absolute_url())
    return render_to_string("events/own.html", context, request)
