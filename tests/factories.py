"""Rows for tests, each with just what it must have."""

from datetime import datetime, time, timedelta
from io import BytesIO
from itertools import count
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from articles.models import Article, Principle, Topic
from events.models import Event, EventDay, Session
from events.newcomer import Newcomer
from tillit.people.models import Organisation, Person, Role, User
from tillit.text import ascii_slug

numbers = count(1)


def make_user(email, *roles, organisation=None):
    """Somebody in the staff: of one organisation, or for all of them."""
    values = {"organisation": organisation, "is_for_all": organisation is None}
    user = User.objects.create_user(email, "ett långt lösenord", **values)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_organisation(**values):
    number = next(numbers)
    defaults = {"kind": "kommun", "name": f"Provby {number} kommun", "short_name": f"Provby {number}"}
    return Organisation.objects.create(**{**defaults, "slug": f"provby-{number}", **values})


def make_topic(name, **values):
    return Topic.objects.create(name_sv=name, slug=values.pop("slug", ascii_slug(name)), **values)


def make_principle(name, **values):
    return Principle.objects.create(name_sv=name, slug=ascii_slug(name), **values)


def make_role(name="Asta Prov", title="enhetschef", **values):
    return Role.objects.create(person=Person.objects.create(name=name), title=title, **values)


def png():
    file = BytesIO()
    Image.new("RGB", (1600, 900), "green").save(file, "PNG")
    return SimpleUploadedFile("bild.png", file.getvalue(), "image/png")


def block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid4())}


def make_article(*, published=True, topics=(), **values):
    """A published news item from today, unless told otherwise."""
    number = next(numbers)
    defaults = {"title_sv": f"Prov nummer {number}", "lead_sv": "En ingress.", "kind": "nyhet"}
    article = Article(**{**defaults, **values})
    article.topics = topics
    article.full_clean()
    article.save()
    revision = article.save_revision()
    if published:
        revision.publish()
    return Article.objects.get(pk=article.pk)


# Events ------------------------------------------------------------------------------------------


def at(days=30, hour=9, minute=0):
    """That many days from today, at that hour in Sweden."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def make_event(*, published=True, days=None, sessions=(), questions=(), reserved=(), **values):
    """A published conference in a month with 10 seats, unless told otherwise."""
    number = next(numbers)
    defaults = {
        "title_sv": f"Konferens {number}",
        "lead_sv": "En dag om tillit.",
        "capacity": 10,
        "place": "Folkets hus",
    }
    event = Event(**{**defaults, **values})
    event.organisation = values.get("organisation") or make_organisation()
    event.days = days or [EventDay(starts_at=at(30, 9), ends_at=at(30, 16))]
    event.sessions, event.questions, event.reserved_seats = list(sessions), list(questions), list(reserved)
    event.full_clean()
    event.save()
    revision = event.save_revision()
    if published:
        revision.publish()
    return Event.objects.get(pk=event.pk)


def make_session(title="Seminarium", slot="A", hour=10, **values):
    times = {"starts_at": at(30, hour), "ends_at": at(30, hour + 1)}
    return Session(**{"title_sv": title, "slot": slot, **times, **values})


def republish(page, **values):
    """Publish the event or article with these fields changed, as an editor would."""
    page = type(page).objects.get(pk=page.pk)
    for field, value in values.items():
        setattr(page, field, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_person(name="Ada Prov", **values):
    defaults = {"email": f"{ascii_slug(name)}@example.se", "organisation_text": "Provbolaget"}
    return Newcomer(name=name, **{**defaults, **values})
