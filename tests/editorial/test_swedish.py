"""Every screen in Swedish: what the library leaves untranslated stands in our own catalogue."""

import json
from pathlib import Path

import allauth
import pytest
import wagtail
from babel.messages.pofile import read_po
from django.urls import reverse

from tillit import catalogues

PARTS = ["", "admin", "snippets", "images", "documents", "users", "contrib/typed_table_block"]
# Where the library shows what nobody meets here: pages of a tree, its reports, and letters that we write ourselves.
UNSEEN = ("views/pages/", "wagtailadmin/pages/", "page_privacy", "reports/", "wagtailadmin/notifications/")


def names(message):
    return message.id if isinstance(message.id, tuple) else (message.id,)


def is_translated(message):
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts) and not message.fuzzy


def read(path):
    with open(path, "rb") as file:
        return [message for message in read_po(file) if message.id]


def untranslated(folder, ours, domain):
    theirs = {names(m)[0] for m in read(folder / f"sv/LC_MESSAGES/{domain}.po") if is_translated(m)}
    return [
        names(message)[0]
        for message in read(folder / f"en/LC_MESSAGES/{domain}.po")
        if names(message)[0] not in theirs | ours
        and not all(any(part in place for part in UNSEEN) for place, _line in message.locations)
    ]


@pytest.mark.parametrize(("domain", "parts"), [("django", PARTS), ("djangojs", ["admin"])])
def test_nothing_that_an_editor_meets_is_left_in_english(domain, parts):
    ours = {names(message)[0] for message in catalogues.read("sv", domain) if is_translated(message)}
    library = Path(wagtail.__file__).parent
    missing = [text for part in parts for text in untranslated(library / part / "locale", ours, domain)]

    assert missing == []


def test_scripts_speak_swedish(client, writer):
    client.force_login(writer)

    catalogue = client.get(reverse("wagtailadmin_javascript_catalog")).text
    assert json.dumps("Sök bland valen …") in catalogue


def test_login_is_in_swedish_as_well():
    folder = Path(allauth.__file__).parent / "locale/sv/LC_MESSAGES/django.po"

    assert [names(message)[0] for message in read(folder) if not is_translated(message)] == []
