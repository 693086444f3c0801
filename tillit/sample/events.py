"""Events to look at: dated from today, with people who do not exist in the seats."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from events import allocation
from events.models import Event, EventDay, Material, Registration, Series, Session
from events.newcomer import Newcomer
from tillit.editorial.languages import CODES
from tillit.outbox.models import Message
from tillit.people.models import Organisation, Role

FILE = Path(__file__).parent / "events.toml"
FIELDS = [
    *("kind", "place", "address", "access", "capacity", "limit_per_organisation", "asks"),
    *("contact_name", "contact_email"),
]
TRANSLATED = ["title", "lead", "audience", "fee"]
FIRST = ["Alba", "Bertil", "Cajsa", "Dino", "Ester", "Folke", "Greta", "Hampus", "Iris", "Jonte"]
LAST = ["Provberg", "Testlund", "Exempelgren", "Påhittström"]


@transaction.atomic
def load_events() -> int:
    """Load what is not there yet; returns the number of events added."""
    content = tomllib.loads(FILE.read_text("utf-8"))
    series = _series(content["series"])
    return sum(_load(entry, series) for entry in content["events"])


def _series(entry):
    texts = {
        f"{field}_{code}": text
        for field in ("name", "rhythm", "description")
        for code, text in entry[field].items()
    }
    return Series.objects.get_or_create(slug=entry["slug"], defaults=texts)[0]


def _load(entry, series):
    if Event.objects.filter(title_sv=entry["sv"]["title"]).exists():
        return False
    event = Event(organisation=Organisation.objects.get(slug="exempelkommunen"))
    event.series = series if entry.get("series") else None
    for field in FIELDS:
        if field in entry:
            setattr(event, field, entry[field])
    for code in set(CODES) & set(entry):
        for field in TRANSLATED:
            setattr(event, f"{field}_{code}", entry[code].get(field, ""))
        event.__dict__.pop("body", None)
        setattr(event, f"body_{code}", _paragraphs(entry[code].get("text", "")))
    event.days = [
        EventDay(starts_at=_at(d["from"], d["starts"]), ends_at=_at(d["from"], d["ends"]))
        for d in entry["days"]
    ]
    event.sessions = [_session(session, entry["days"]) for session in entry.get("sessions", [])]
    event.materials = [Material(title_sv=m["sv"], url=m["url"]) for m in entry.get("materials", [])]
    event.reports = (
        Article.objects.filter(title_sv__startswith="Hemtjänsten som fick planera")
        if "report" in entry
        else []
    )
    event.full_clean()
    event.save()
    event.save_revision().publish()
    _seat(Event.objects.get(pk=event.pk), entry["people"])
    return True


def _at(days, clock):
    """Counted from the Monday of this week, so that no sample falls on a weekend."""
    today = timezone.localdate()
    day = today + timedelta(days=days - today.weekday())
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def _session(entry, days):
    day = days[entry.get("day", 0)]["from"]
    start, end = entry["at"]
    session = Session(starts_at=_at(day, start), ends_at=_at(day, end))
    for field in ("room", "slot", "capacity"):
        setattr(session, field, entry.get(field, session._meta.get_field(field).get_default()))
    for code in set(CODES) & set(entry):
        setattr(session, f"title_{code}", entry[code])
    session.speakers = Role.objects.filter(person__name__in=entry.get("speakers", []))
    return session


def _paragraphs(text):
    if not text:
        return []
    html = "".join(f"<p>{part.strip()}</p>" for part in text.split("\n\n"))
    return [{"type": "text", "value": html, "id": str(uuid4())}]


def _seat(event, number):
    """Sign up people with made-up names, from municipalities in turn; the letters are not for anybody."""
    organisations = list(Organisation.objects.filter(kind="kommun").exclude(code=None).order_by("code")[:12])
    choices = list(event.sessions.exclude(slot="").order_by("pk"))
    for n in range(number):
        name = f"{FIRST[n % len(FIRST)]} {LAST[n // len(FIRST) % len(LAST)]}"
        person = Newcomer(
            name=name,
            email=f"deltagare{n}@example.se",
            organisation_id=organisations[n % len(organisations)].pk,
            # Most want the small seminar, so that its queue can be seen.
            session_ids=(choices[2 if n < 9 else n % len(choices)].pk,) if choices else (),
        )
        allocation.sign_up(event, person)
    about = [
        f"registration:{uid}"
        for uid in Registration.objects.filter(event=event).values_list("uid", flat=True)
    ]
    Message.objects.filter(about__in=about).delete()
