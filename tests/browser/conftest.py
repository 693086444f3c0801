import os
import shutil
import sqlite3

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from playwright.sync_api import sync_playwright

# The browser's own loop runs in this thread; our queries beside it are still one at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium():
    assert CHROMIUM, "Chromium saknas. På Debian: apt install chromium. Eller ange dess plats i CHROMIUM."
    with sync_playwright() as playwright:
        quiet = [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database in a file: one in memory has one connection, and two requests at once share its transaction."""
    connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tillit.sqlite3")


@pytest.fixture(scope="session")
def migrated_database(django_db_setup, django_db_blocker):
    """A copy of the database as the migrations left it: with roles, review and the root of the file archive."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(copy)
    return copy


@pytest.fixture
def open_page(migrated_database, chromium, live_server):
    """Open a path of the site; every request to another host is written down in `page.strangers`."""
    connection.ensure_connection()
    migrated_database.backup(connection.connection)  # the test before emptied every table
    ContentType.objects.clear_cache()
    contexts = []

    def open_(path="/", *, width=1280, height=900, scheme="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            base_url=live_server.url,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.strangers = []
        page.on("request", lambda r: r.url.startswith(live_server.url) or page.strangers.append(r.url))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
