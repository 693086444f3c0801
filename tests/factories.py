"""Rows for tests, each with just what it must have."""

from itertools import count
from uuid import uuid4

from django.contrib.auth.models import Group

from articles.models import Article, Principle, Topic
from tillit.people.models import Organisation, Person, Role, User
from tillit.text import ascii_slug

numbers = count(1)


def make_user(email, *roles):
    user = User.objects.create_user(email, "ett långt lösenord")
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
