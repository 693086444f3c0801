"""Every screen in Swedish: what the library leaves untranslated stands in our own catalogue."""

from pathlib import Path

import allauth
import wagtail
from babel.messages.pofile import read_po

from tillit import catalogues

PARTS = ["admin", "snippets", "images", "documents", "users", "contrib/typed_table_block"]
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


def untranslated(folder, ours):
    theirs = {names(m)[0] for m in read(folder / "sv/LC_MESSAGES/django.po") if is_translated(m)}
    return [
        names(message)[0]
        for message in read(folder / "en/LC_MESSAGES/django.po")
        if names(message)[0] not in theirs | ours
        and not all(any(part in place for part in UNSEEN) for place, _line in message.locations)
    ]


def test_nothing_that_an_editor_meets_is_left_in_english():
    ours = {names(message)[0] for message in catalogues.read("sv") if is_translated(message)}
    missing = [
        text for part in PARTS for text in untranslated(Path(wagtail.__file__).parent / part / "locale", ours)
    ]

    assert missing == []


def test_login_is_in_swedish_as_well():
    folder = Path(allauth.__file__).parent / "locale/sv/LC_MESSAGES/django.po"

    assert [names(message)[0] for message in read(folder) if not is_translated(message)] == []
