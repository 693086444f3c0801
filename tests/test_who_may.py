"""Every address of the back office × every role, another organisation's editors, and nobody.

The table stands in who_may.txt: an address, and the letters of those who reach it. A new address, or one that
opens or closes to somebody, fails here until the table says so (WHO_MAY=write makes it anew, to be read).
It takes its time, so it runs with what takes some minutes.
"""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from PIL import Image

from tests.factories import make_article, make_event, make_organisation, make_role, make_topic, make_user
from tillit.editorial.models import Attachment, Picture

pytestmark = pytest.mark.race

TABLE = Path(__file__).parent / "who_may.txt"
ROLES = {
    "W": ("Skribent", "ours"),
    "G": ("Granskare", "ours"),
    "O": ("Arrangör", "ours"),
    "Z": ("Administratör", None),
    "w": ("Skribent", "theirs"),
    "g": ("Granskare", "theirs"),
    "o": ("Arrangör", "theirs"),
    "-": (None, None),
}
# Signing in and out is for everybody; what signs out or takes a file is not tried here.
LEFT_OUT = re.compile(r"redaktion/(konto|in|logout|jsi18n|login|sprite)\b|redaktion/\^")


def addresses(patterns=None, route=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, whole)
        elif whole.startswith("redaktion/") and not LEFT_OUT.search(whole):
            yield whole


@pytest.fixture
def content(settings, tmp_path):
    """Rows of our organisation, by what they stand for in an address."""
    settings.MEDIA_ROOT = str(tmp_path)
    ours, theirs = make_organisation(), make_organisation()
    article = make_article(organisation=ours, published=False)
    event = make_event(organisation=ours)
    png = BytesIO()
    Image.new("RGB", (40, 30), "green").save(png, "PNG")
    picture = Picture.objects.create(
        title="Bild", file=ContentFile(png.getvalue(), "bild.png"), credit="Per Prov"
    )
    attachment = Attachment.objects.create(title="Fil", file=ContentFile(b"%PDF", "fil.pdf"))
    role, topic = make_role(), make_topic("Tema")
    from_us = {"articles/article": article, "events/event": event, "people/role": role, "people/person": role.person,
               "people/organisation": ours, "articles/topic": topic, "anmalningar": event}  # fmt: skip
    users = {
        letter: make_user(f"{letter}{n}@example.se", role, organisation={"ours": ours, "theirs": theirs}.get(whose))
        for n, (letter, (role, whose)) in enumerate(ROLES.items()) if role
    }  # fmt: skip
    return {"rows": from_us, "picture": picture, "attachment": attachment, "article": article, "users": users}


def path_of(route, content):
    """The address filled in with rows of ours."""
    row = next((row for part, row in content["rows"].items() if part in route), None)
    pk, revision = row.pk if row else 1, content["article"].latest_revision_id
    text = re.sub(r"\(\?P<pk>[^)]*\)", str(pk), route)
    text = re.sub(r"\(\?P<revision_id_\w>[^)]*\)", str(revision), text)
    text = re.sub(r"[\^$]|\\(?=\.)", "", text)
    text = re.sub(r"\([^)]*\)", str(revision), text)
    known = {"app": "articles", "model": "article", "app_label": "articles", "model_name": "article", "app_name": "articles",
             "action": "delete", "action_name": "approve", "way": "text", "content_type_app_name": "articles",
             "content_type_model_name": "article", "filter_spec": "original", "revision_id": revision,
             "image_id": content["picture"].pk, "document_id": content["attachment"].pk, "doc_id": content["attachment"].pk,
             "object_id": content["article"].pk}  # fmt: skip
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(pk if m[1] == "pk" else known.get(m[1], 1)), text)


def reaches(client, path):
    """Whether the address is open: refused is 403, 404, a way to the login or back to the start with a word of regret."""
    with transaction.atomic():
        response = client.get(path)
        if response.status_code == 405:
            response = client.post(path)
        transaction.set_rollback(True)
    if response.status_code in (301, 302):
        return not re.match(r"/redaktion/(konto/in/.*)?$", response["Location"])
    return response.status_code not in (403, 404)


def test_every_address_is_open_to_those_in_the_table_and_to_no_other(content, caplog):
    clients = {letter: Client(raise_request_exception=False) for letter in ROLES}
    for letter, user in content["users"].items():
        clients[letter].force_login(user)
    lines = []
    for route in sorted(set(addresses())):
        path = path_of(route, content) if route != "redaktion/" else "/redaktion/"
        letters = "".join(
            letter
            for letter, client in clients.items()
            if reaches(client, path) or (route == "redaktion/" and letter != "-")
        )
        lines.append(f"{letters or '.':8} {route}")
    found = "\n".join(lines) + "\n"
    if os.environ.get("WHO_MAY") == "write":
        TABLE.write_text(found, "utf-8")

    assert found.splitlines() == TABLE.read_text("utf-8").splitlines()
    assert not re.search(r"^\S*-", found, re.M), "Något är öppet för den som inte är inloggad."
    assert [r for r in caplog.records if r.name == "django.request" and r.levelno >= 40] == []


def test_participants_are_open_to_the_organisers_own_alone(content):
    people = [line for line in TABLE.read_text("utf-8").splitlines() if "anmalningar/<int:pk>" in line]

    assert people
    assert all(set(line.split()[0]) <= set("OZ.") for line in people)
