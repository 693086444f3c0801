import os
import shutil

import pytest
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


@pytest.fixture
def open_page(chromium, live_server):
    """Open a path of the site; every request to another host is written down in `page.strangers`."""
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
