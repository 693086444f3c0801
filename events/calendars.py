"""Calendar entries that stay true: each has one UID for ever, and a number that rises when it changes.

What each participant's entries were last told is kept with the registration; what they ought to tell is
worked out from the database. The difference is what goes out, as a REQUEST or a CANCEL.
"""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from tillit.links import absolute
from tillit.text import printable

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PRODUCT = "-//Tillit//Kunskapsnavet//SV"


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def settle(registration, event, sessions, *, is_coming: bool) -> list[dict]:
    """What to send so that the participant's calendar becomes true; writes down that it has been told.

    One entry for each day of the event; the sessions she has stand in its text. The caller saves the row.
    """
    wanted = _wanted(event, sessions, registration.language) if is_coming else {}
    parts = []
    for number in sorted(set(wanted) | set(registration.calendar)):
        told = registration.calendar.get(number)
        part = wanted.get(number)
        if part and (told is None or not told["is_live"] or told["print"] != _print(part)):
            sequence = told["sequence"] + 1 if told else 0
            registration.calendar[number] = {"sequence": sequence, "print": _print(part), "is_live": True} | {
                key: part[key] for key in ("start", "end")
            }
            parts.append(
                {**part, "uid": _uid(registration, number), "sequence": sequence, "method": "REQUEST"}
            )
        elif part is None and told and told["is_live"]:
            registration.calendar[number] = {**told, "sequence": told["sequence"] + 1, "is_live": False}
            gone = {
                "start": told["start"],
                "end": told["end"],
                "summary": _title(event, registration.language),
            }
            gone |= {"location": "", "description": "", "url": absolute(event.url_in(registration.language))}
            parts.append(
                {
                    **gone,
                    "uid": _uid(registration, number),
                    "sequence": told["sequence"] + 1,
                    "method": "CANCEL",
                }
            )
    return parts


def is_out_of_date(registration, event, sessions) -> bool:
    """Whether the participant's calendar tells something else than the programme now does."""
    told = {number: entry["print"] for number, entry in registration.calendar.items() if entry["is_live"]}
    wanted = _wanted(event, sessions, registration.language)
    return told != {number: _print(part) for number, part in wanted.items()}


def _uid(registration, number):
    return f"{registration.uid}-{number}@{host()}"


def _title(event, language):
    return getattr(event, f"title_{language}") or event.title_sv


def _print(part):
    told = {field: value for field, value in part.items() if field != "url"}  # a former address leads on
    return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:16]


def _wanted(event, sessions, language):
    parts = {}
    for number, day in enumerate(sorted(event.days.all(), key=lambda day: day.starts_at)):
        own = [s for s in sessions if _date(s.starts_at) == _date(day.starts_at)]
        parts[str(number)] = {
            "start": day.starts_at.isoformat(),
            "end": day.ends_at.isoformat(),
            "summary": _title(event, language),
            "location": ", ".join(filter(None, [event.place, event.address])),
            "description": "\n".join(_session_line(session, language) for session in own),
            "url": absolute(event.url_in(language)),
        }
    return parts


def _date(moment):
    return timezone.localdate(moment)


def _session_line(session, language):
    title = getattr(session, f"title_{language}") or session.title_sv
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return ", ".join(filter(None, [f"{start:%H.%M}–{end:%H.%M} {title}", session.room]))


# iCalendar ---------------------------------------------------------------------------------------


def invitation(part: dict, *, name: str, email: str, organiser: str) -> bytes:
    """One entry for one participant's calendar: REQUEST puts it there or changes it, CANCEL takes it away."""
    entry = _entry(part)
    entry["status"] = "CANCELLED" if part["method"] == "CANCEL" else "CONFIRMED"
    entry["organizer"] = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    entry["organizer"].params["cn"] = vText(organiser)
    attendee = vCalAddress(f"mailto:{email}")
    # She has answered by signing up; her calendar shall not ask again.
    attendee.params.update({"cn": vText(name), "partstat": vText("ACCEPTED"), "rsvp": vText("FALSE")})
    entry.add("attendee", attendee)
    return _calendar([entry], method=part["method"])


def own_calendar(registration, event, sessions, *, is_coming: bool) -> bytes:
    """What the letters have told, to take home or subscribe to; empty for who is not coming."""
    wanted = _wanted(event, sessions, registration.language) if is_coming else {}
    entries = [
        _entry({**part, "uid": _uid(registration, number), "sequence": _sequence(registration, number)})
        for number, part in wanted.items()
    ]
    return _calendar(entries, method="PUBLISH")


def _sequence(registration, number):
    return registration.calendar.get(number, {}).get("sequence", 0)


def feed(events, *, name: str, language: str) -> bytes:
    """Public calendar of events: their days, with those that are cancelled marked as such."""
    entries = []
    for event in events:
        for number, part in _wanted(event, [], language).items():
            # A number that rises with each publication, as SEQUENCE shall.
            published = event.last_published_at
            sequence = int(published.timestamp()) if published else 0
            told = {**part, "uid": f"evenemang-{event.pk}-{number}@{host()}", "sequence": sequence}
            told["description"] = getattr(event, f"lead_{language}") or event.lead_sv or ""
            entry = _entry(told, stamp=published)
            entry["status"] = "CANCELLED" if event.is_cancelled else "CONFIRMED"
            entries.append(entry)
    return _calendar(entries, method="PUBLISH", name=name)


def _entry(part, stamp=None):
    entry = Event()
    entry.add("uid", part["uid"])
    entry.add("sequence", part["sequence"])
    entry.add("dtstamp", stamp or timezone.now())
    entry.add("dtstart", datetime.fromisoformat(part["start"]).astimezone(STOCKHOLM))
    entry.add("dtend", datetime.fromisoformat(part["end"]).astimezone(STOCKHOLM))
    entry.add("summary", printable(part["summary"]))
    for field in ("location", "description"):
        if part[field]:
            entry.add(field, printable(part[field]))
    entry.add("url", part["url"])
    return entry


def _calendar(entries, *, method, name=""):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        for field in ("x-wr-calname", "name"):  # the library takes neither for a text, with commas to escape
            calendar.add(field, vText(name))
    years = [entry["dtstart"].dt for entry in entries]
    if years:
        first, last = min(years).date(), max(years).date()
        calendar.add_component(
            Timezone.from_tzid(
                "Europe/Stockholm",
                first_date=first.replace(month=1, day=1),
                last_date=last.replace(month=12, day=31),
            )
        )
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()
