"""Every letter to a participant: what it tells is written down here, its words stand in templates/events/mail/."""

from collections import Counter
from datetime import date, datetime
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format

from events import calendars, limits
from events.models import ACTIVE, Choice, Group, Registration, State
from events.pages import named_day
from tillit.links import absolute
from tillit.outbox.letters import Letter, NothingToTell, from_template, writes
from tillit.outbox.models import Message
from tillit.text import ascii_slug, one_line, shortened, unlinked

PERSONAL = [
    *(
        "confirmed",
        "waiting",
        "offered",
        "promoted",
        "changed",
        "cancelled",
        "left",
        "granted",
        "lapsed",
        "closed",
        "handed_over",
    ),
    *("received", "moved", "event_cancelled", "on_again", "struck", "reminder"),
]


# Written down, in the transaction that causes it --------------------------------------------------


def queue_all(event, told, ready, more) -> None:
    """A letter for each (registration, kind). By registration: those that are written already, and more to tell."""
    told = list(told)
    later = [(registration, kind) for registration, kind in told if registration.pk not in ready]
    if later:
        rows = [registration for registration, _kind in later]
        sessions = _sessions_of(rows)
        ready = ready | {r.pk: written(event, r, kind, sessions.get(r.pk, [])) for r, kind in later}
        Registration.objects.bulk_update(rows, ["letters", "calendar"], batch_size=500)
    for registration, _kind in told:
        ready[registration.pk].content |= more.get(registration.pk, {})
    Message.objects.bulk_create(ready[registration.pk] for registration, _kind in told)


def _sessions_of(registrations):
    """registration pk → [(session, is granted)], in the order of the day."""
    rows = {}
    choices = Choice.objects.filter(registration__in=registrations)
    for choice in choices.select_related("session").order_by("session__starts_at", "pk"):
        rows.setdefault(choice.registration_id, []).append((choice.session, choice.is_granted))
    return rows


def written(event, registration, kind, sessions, *, added=False) -> Message:
    """The letter as a row to be stored; `sessions` is [(session, is granted)]. The caller stores what it counts."""
    registration.letters += 1
    is_coming = registration.state == State.CONFIRMED and not event.is_cancelled
    granted = [session for session, is_granted in sessions if is_granted]
    content = facts(event, registration.language) | {
        "name": registration.name,
        "state": registration.state,
        "deadline": registration.offered_until and registration.offered_until.isoformat(),
        "reason": registration.reason,
        "sessions": [session_facts(s, is_granted, registration.language) for s, is_granted in sessions],
        "group_contact": registration.group.name if registration.group_id else "",
        "added": added,  # by the organiser, for somebody who has not asked here herself
        "calendar": calendars.settle(registration, event, granted, is_coming=is_coming),
    }
    if is_coming:
        content["online_url"] = event.online_url
    key = f"registration-{registration.uid}-{registration.letters}"
    return _row(event, registration, key, kind, f"registration:{registration.uid}", content)


def _row(event, receiver, key, kind, about, content) -> Message:
    """The letter as a row: from the organiser, to a participant or the contact of a group."""
    return Message(
        key=key,
        kind=f"events.{kind}",
        about=about,
        to=receiver.email,
        sender=content["organiser"],
        reply_to=event.contact_email,
        language=receiver.language,
        content=content,
    )


def facts(event, language) -> dict:
    """What letters tell about the event, in the reader's language where it has been translated."""
    days = sorted(event.days.all(), key=lambda day: day.starts_at)
    return {
        "title": _in(event, "title", language),
        "days": [[day.starts_at.isoformat(), day.ends_at.isoformat()] for day in days],
        "place": ", ".join(filter(None, [event.place, event.address])),
        "is_online": event.is_online,
        "notice": _in(event, "notice", language),
        "fee": _in(event, "fee", language),
        "event_url": event.url_in(language),
        "organiser": event.organisation.name if event.organisation else "",
        "contact_name": event.contact_name,
        "contact_email": event.contact_email,
        "queue_rule": event.queue_rule,
    }


def _in(row, field, language):
    return getattr(row, f"{field}_{language}") or getattr(row, f"{field}_sv") or ""


def session_facts(session, is_granted, language) -> dict:
    return {
        "title": _in(session, "title", language),
        "start": session.starts_at.isoformat(),
        "end": session.ends_at.isoformat(),
        "room": session.room,
        "is_granted": is_granted,
    }


def queue_group_receipt(event, group) -> None:
    """To the contact: how it went, in numbers. The names are on her page: anybody can give any address as hers."""
    states = Counter(group.members.values_list("state", flat=True))
    content = facts(event, group.language) | {"name": group.name, "states": states}
    content["all_or_none"] = group.all_or_none
    _row(event, group, f"group-{group.pk}-1", "group", f"group:{group.pk}", content).save(force_insert=True)


def queue_links(email: str, language: str, *, signed_up_again: bool = False) -> None:
    """A letter with every page that belongs to the address.

    Whether there is any, and whether we have just written, is seen when it is sent: to ask for it takes as long
    with an address that we do not know.
    """
    key = f"links-{uuid4()}"
    Message.objects.create(
        key=key,
        kind="events.links",
        about="links",
        to=email,
        language=language,
        content={"signed_up_again": signed_up_again},
    )


# Written out, when it is sent ---------------------------------------------------------------------


@writes(*[f"events.{kind}" for kind in PERSONAL])
def personal_letter(message: Message) -> Letter:
    registration = Registration.objects.get(uid=message.about.partition(":")[2])
    content = message.content
    context = _context(content) | {
        "first_name": greeted(content["name"]),
        "sessions": [_shown(session) for session in content["sessions"]],
        "deadline": content["deadline"] and _moment(content["deadline"]),
        "reason": content["reason"],
        "group_contact": shortened(safe(content["group_contact"]), 40),
        "lost": [_shown(session) for session in content.get("lost", [])],
        "before": _before(content),
        "erased_on": content.get("erased_on") and date.fromisoformat(content["erased_on"]),
        "colleague": shortened(safe(content.get("colleague", "")), 40),
        "added": content.get("added", False),
        "can_sign_up": content.get("can_sign_up", False),
        # Who has handed over has no page any more, and what has been erased has none either.
        "link": absolute(registration.own_url) if _has_page(registration) else "",
        "is_active": content["state"] in ACTIVE and message.kind != "events.event_cancelled",
        "state": content["state"],
    }
    invitations = [
        (
            f"{ascii_slug(content['title'], 40)}-{number}.ics",
            part["method"],
            calendars.invitation(
                part, name=safe(content["name"]), email=message.to, organiser=content["organiser"] or "Tillit"
            ),
        )
        for number, part in enumerate(content["calendar"], start=1)
    ]
    return _letter(message.kind, context, invitations)


def _before(content):
    """The days and the place as they were, line by line; only what is another now."""
    before = content.get("before", {})
    days = before.get("days", content["days"])
    place = before.get("place", "").strip(", ")
    lines = [_day(*day) for day in days] if days != content["days"] else []
    return [*lines, place] if place and place != content["place"] else lines


def _has_page(registration):
    return registration.erased_at is None and registration.state != State.HANDED_OVER


@writes("events.group")
def group_letter(message: Message) -> Letter:
    group = Group.objects.get(pk=message.about.partition(":")[2])
    states = message.content["states"]
    context = _context(message.content) | {
        "first_name": greeted(message.content["name"]),
        "seated": states.get(State.CONFIRMED, 0),
        "waiting": states.get(State.WAITING, 0),
        "all_or_none": message.content.get("all_or_none"),
        "link": absolute(group.own_url),
    }
    return _letter(message.kind, context)


@writes("events.links")
def links_letter(message: Message) -> Letter:
    ahead = {"event__ends_at__gte": message.created_at, "erased_at": None, "email": message.to}
    registrations = Registration.objects.active().filter(**ahead).select_related("event")
    groups = Group.objects.filter(**ahead).select_related("event")
    with_event = [*registrations, *groups]
    if not with_event or limits.has_had_links(message):
        raise NothingToTell
    pages = [(row.event.text.title, row.event.starts_at, absolute(row.own_url)) for row in with_event]
    return _letter(message.kind, {"pages": pages, **message.content})


def _context(content):
    context = {
        field: content[field] for field in ("title", "place", "is_online", "notice", "fee", "organiser")
    }
    return context | {
        "days": [_day(*day) for day in content["days"]],
        "event_url": absolute(content["event_url"]),
        "contact": ", ".join(filter(None, [content["contact_name"], content["contact_email"]])),
        "online_url": content.get("online_url", ""),
        "passes_groups": content["queue_rule"] == "ryms",
    }


def safe(text: str) -> str:
    """A name that somebody typed: one line, and nothing that a mail program makes a link of."""
    return unlinked(one_line(text))


def greeted(name: str) -> str:
    """What follows "Hej": the first word of the name, and no longer message than a name can be."""
    return shortened(safe(name.split(" ")[0]), 25)


def _day(start, end):
    first, last = _local(start), _local(end)
    if first.date() == last.date():
        return f"{named_day(first)}, {time_format(first, 'H.i')}–{time_format(last, 'H.i')}"
    return f"{_moment(start)} – {_moment(end)}"


def _moment(value):
    moment = _local(value)
    return f"{named_day(moment)}, {time_format(moment, 'H.i')}"


def _shown(session):
    start, end = _local(session["start"]), _local(session["end"])
    return {**session, "time": f"{time_format(start, 'H.i')}–{time_format(end, 'H.i')}"}


def _local(value):
    return timezone.localtime(datetime.fromisoformat(value))


def _letter(kind, context, invitations=()):
    context = context | {"links_page": absolute(reverse("registration:links"))}
    return from_template(f"events/mail/{kind.partition('.')[2]}.txt", context, invitations)
