from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.utils import translation

from tests.factories import make_user


@pytest.fixture(autouse=True)
def database(db):
    """Every test may use the database; what it writes is gone afterwards."""


@pytest.fixture(autouse=True)
def in_swedish():
    """A request leaves its language behind in the thread; the next test starts in Swedish."""
    with translation.override("sv"):
        yield


@pytest.fixture(autouse=True)
def nobody_has_asked_before():
    """What networks have asked for of late is in the process's memory, not in the database."""
    caches["memory"].clear()


@pytest.fixture
def writer():
    return make_user("skribent@example.se", "Skribent")


@pytest.fixture
def reviewer():
    return make_user("granskare@example.se", "Granskare")


@pytest.fixture
def organiser():
    return make_user("arrangor@example.se", "Arrangör")


@pytest.fixture
def administrator():
    return make_user("admin@example.se", "Administratör")


@pytest.fixture
def sample():
    """The content that ./up shows."""
    call_command("load_sample", stdout=StringIO())
