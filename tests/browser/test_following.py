"""Following by keyboard, without JavaScript and on the smallest screen: asking, saying yes, changing, stopping."""

from urllib.parse import urlsplit

import pytest

from tests.browser.test_public_pages import overflow, tab_stops, violations
from tests.factories import make_topic
from tillit.following.models import Subscription

pytestmark = pytest.mark.browser


def own_path(subscription, name="own"):
    return urlsplit(subscription.link(name)).path


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_follow_change_and_stop_by_keyboard_alone(open_page, language):
    make_topic("Chef")
    prefix = "" if language == "sv" else f"/{language}"
    page = open_page(f"{prefix}/folj/berattelser/?tema=chef", width=320, java_script_enabled=False)

    page.locator("[name=email]").focus()
    page.keyboard.type("ada@example.se")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")  # from every Monday to every day
    for _ in range(2):
        page.keyboard.press("Tab")  # past the link about personal data, to the button
    with page.expect_navigation():
        page.keyboard.press("Enter")
    subscription = Subscription.objects.get()
    assert (subscription.language, subscription.query, subscription.rhythm) == (language, "tema=chef", "dag")

    page.goto(own_path(subscription))
    with page.expect_navigation():
        page.locator("main form button").first.press("Enter")
    assert Subscription.objects.exclude(confirmed_at=None).exists()
    with page.expect_navigation():
        page.locator("main form button").last.press("Enter")
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_is_accessible(open_page, scheme, width):
    page = open_page("/folj/berattelser/", width=width, scheme=scheme)
    faults = []

    def look(state):
        faults.extend(f"{state}: {fault}" for fault in violations(page))
        faults.extend([f"{state} sticks out"] if overflow(page) > 0 else [])
        faults.extend(f"{state}: {name} has no focus" for name, is_seen in tab_stops(page) if not is_seen)

    page.locator("main form button").click()
    assert "Något behöver rättas" in page.inner_text("main")
    look("error")
    subscription = Subscription.objects.create(
        email="en.mycket.lang.adress.som.inte.gar.att.bryta@forvaltningsnamnd.example.se", what="evenemang"
    )
    for state in ("unconfirmed", "confirmed"):
        page.goto(own_path(subscription))
        look(state)
        subscription.confirm()
    page.goto(own_path(subscription, "stop"))
    look("stop")
    page.locator("main form button").last.click()
    look("stopped")

    assert "\n".join(faults) == ""
    assert page.strangers == []
    assert page.context.cookies() == []
