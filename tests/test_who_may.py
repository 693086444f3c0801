"""Every address of the back office × every role, another organisation's editors, and nobody.

The table stands in who_may.txt: an address, and the letters of those who reach it. A new address, or one that
opens or closes to somebody, fails here until the table says so (WHO_MAY=write makes it anew, to be read).
It takes its time, so it runs with what takes some minutes.
"""

import os
import re
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from wagtail.models import UploadedFile

from articles.models import NewsFeed, Term
from events import allocation
from events.models import Series
from tests.factories import (
    at,
    make_article,
    make_event,
    make_organisation,
    make_person,
    make_principle,
    make_role,
    make_topic,
    make_user,
    png,
)
from tillit.editorial.models import Attachment, Picture
from tillit.models import AccessibilityReport
from tillit.outbox.models import Message
from tillit.people.models import User
from tillit.review.models import Comment, DraftLink
from tillit.search.models import Missed

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


# What belongs to the page tree, to reports over it and to the library's own demonstrations is closed to everybody.
CLOSED = re.compile(
    r"redaktion/(api/|block-preview|choose-page|collections|failwhale|test404|groups|pages/|password_reset|reports/"
    r"|sites|snippets/$|images/<int:image_id>/generate_url|tillganglighet/(new|edit)|bulk/|.*/unschedule/$)"
)


@pytest.fixture
def content(settings, tmp_path):
    """Rows of our organisation, users of ours and of another, and one who may everything."""
    settings.MEDIA_ROOT = str(tmp_path)
    ours, theirs = make_organisation(), make_organisation()
    users = {
        letter: make_user(f"{letter}{n}@example.se", role, organisation={"ours": ours, "theirs": theirs}.get(whose))
        for n, (letter, (role, whose)) in enumerate(ROLES.items()) if role
    }  # fmt: skip
    article, event = make_article(organisation=ours, published=False), make_event(organisation=ours)
    rows = [
        *_rows_about(article, event, users),
        *_rows_of_pages(article, event, users),
        *_registers(ours, users),
    ]
    rows.append(_rest(article))
    superuser = User.objects.create_superuser("s@example.se", "ett långt lösenord")
    return {"rows": rows, "users": users, "superuser": superuser}


# Each gives [(what an address contains, the values it is filled in with)]; the first that fits counts.


def _rows_about(article, event, users):
    """What belongs to a page and is not the page: registrations, links, comments."""
    registration = allocation.sign_up(event, make_person("Ada Prov"))
    letters = Message.objects.filter(about=f"registration:{registration.uid}")
    letters.update(state=Message.State.FAILED)
    link = DraftLink.objects.create(page=article, given_to="Eva", created_by=users["G"], expires_at=at(9))
    comment = Comment.objects.create(
        page=article, anchor="lead", text="Ja", author=users["G"], author_name="G"
    )
    reading = {"app": "articles", "model": "article", "pk": article.pk}
    return [
        ("/brev/", {"pk": letters.first().pk}),
        ("anmalningar/anmalan/", {"pk": registration.pk}),
        ("anmalningar/", {"pk": event.pk}),
        ("/dela/", reading | {"number": link.pk}),
        ("/kommentar/", reading | {"number": comment.pk}),
        ("granska/", reading),
    ]


def _rows_of_pages(article, event, users):
    waiting = make_article(organisation=article.organisation, published=False)
    in_review = _in_review(waiting, users["G"])
    of_event = _in_review(make_event(organisation=article.organisation, published=False), users["G"])
    task = {"pk": in_review["task_id"], "app_label": "wagtailcore", "model_name": "groupapprovaltask"}
    return [
        ("articles/article/workflow", in_review),
        ("events/event/workflow", of_event),
        ("articles/article", {"pk": article.pk, "revision_id": article.latest_revision_id}),
        ("events/event", {"pk": event.pk, "revision_id": event.latest_revision_id}),
        ("task_chooser/", {"task_id": in_review["task_id"]}),
        ("workflows/task", task),
        ("workflows/", {"pk": in_review["workflow"]}),
    ]


def _registers(ours, users):
    role, series = make_role(), Series.objects.create(name_sv="Serie", slug="serie")
    term = Term.objects.create(name_sv="Tillit", explanation_sv="Att lita på.")
    feed = NewsFeed.objects.create(organisation=ours, url="https://ekby.example.se/flode")
    picture = _upload(Picture, png(), users["W"])
    attachment = _upload(Attachment, ContentFile(b"%PDF", "fil.pdf"), users["W"])
    return [
        ("images/multiple/", {"uploaded_file_id": picture.pk}),
        ("documents/multiple/", {"uploaded_file_id": attachment.pk}),
        ("hamta/flode/", {"pk": feed.pk}),
        ("sla-ihop/", {"app": "people", "model": "person", "pk": role.person_id}),
        ("personer/", {"pk": role.person_id}),
        ("articles/principle", {"pk": make_principle("Öppenhet").pk}),
        ("articles/topic", {"pk": make_topic("Tema").pk}),
        ("articles/term", {"pk": term.pk}),
        ("events/series", {"pk": series.pk}),
        ("people/role", {"pk": role.pk}),
        ("people/person", {"pk": role.person_id}),
        ("people/organisation", {"pk": ours.pk}),
        ("tillganglighet/", {"pk": AccessibilityReport.objects.create(text="Det gick inte.").pk}),
        ("sokt/", {"pk": Missed.objects.create(query="lotsar", language="sv").pk}),
        ("users/", {"pk": users["W"].pk}),
        ("tag-autocomplete/", {"app_name": "taggit", "model_name": "tag"}),
    ]


def _rest(article):
    picture = Picture.objects.create(title="Bild", file=png(), credit="Per Prov")
    attachment = Attachment.objects.create(title="Fil", file=ContentFile(b"%PDF", "fil.pdf"))
    return "", {"pk": 1, "action": "delete", "way": "text", "filter_spec": "original", "image_id": picture.pk,
                "document_id": attachment.pk, "doc_id": attachment.pk, "object_id": article.pk,
                "revision_id": article.latest_revision_id, "app_label": "articles", "model_name": "article",
                "content_type_app_name": "articles", "content_type_model_name": "article"}  # fmt: skip


def _upload(model, file, user):
    kind = ContentType.objects.get_for_model(model)
    return UploadedFile.objects.create(for_content_type=kind, file=file, uploaded_by_user=user)


def _in_review(page, user):
    state = page.get_workflow().start(page, user)
    task = state.current_task_state
    return {"pk": page.pk, "action_name": "approve", "task_state_id": task.pk, "task_id": task.task_id,
            "workflow_state_id": state.pk, "workflow": state.workflow_id}  # fmt: skip


def path_of(route, content):
    """The address filled in with rows of ours."""
    values = {**content["rows"][-1][1], **next(row for part, row in content["rows"] if part in route)}
    revision = str(values["revision_id"])
    text = re.sub(r"\(\?P<pk>[^)]*\)", str(values["pk"]), route)
    text = re.sub(r"\(\?P<revision_id_\w>[^)]*\)", revision, text)
    text = re.sub(r"[\^$]|\\(?=\.)", "", text)
    text = re.sub(r"\([^)]*\)", revision, text)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(values.get(m[1], 1)), text)


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
    clients["superuser"] = Client(raise_request_exception=False)
    clients["superuser"].force_login(content["superuser"])
    lines, empty = [], []
    for route in sorted(set(addresses())):
        path = path_of(route, content) if route != "redaktion/" else "/redaktion/"
        letters = "".join(
            letter
            for letter in ROLES
            if reaches(clients[letter], path) or (route == "redaktion/" and letter != "-")
        )
        if not letters and not CLOSED.match(route) and not reaches(clients["superuser"], path):
            empty.append(f"{route} {path}")
        lines.append(f"{letters or '.':8} {route}")
    found = "\n".join(lines) + "\n"
    if os.environ.get("WHO_MAY") == "write":
        TABLE.write_text(found, "utf-8")

    assert "\n".join(empty) == ""  # a row that is closed because nothing is there shows nothing
    assert found.splitlines() == TABLE.read_text("utf-8").splitlines()
    assert not re.search(r"^\S*-", found, re.M), "Något är öppet för den som inte är inloggad."
    assert [r for r in caplog.records if r.name == "django.request" and r.levelno >= 40] == []


def test_participants_are_open_to_the_organisers_own_alone(content):
    people = [line for line in TABLE.read_text("utf-8").splitlines() if "anmalningar/<int:pk>" in line]

    assert people
    assert all(set(line.split()[0]) <= set("OZ.") for line in people)
