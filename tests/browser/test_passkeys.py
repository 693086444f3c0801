"""A key in the computer or the phone, added once and then enough to sign in, with a real authenticator in the browser."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.factories import make_user

pytestmark = pytest.mark.browser

PASSWORD = "ett långt lösenord"


@pytest.fixture
def page(open_page, reviewer):
    page = open_page("/redaktion/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_key_is_added_and_signs_in_without_a_password(page, reviewer):
    user = make_user("nyckel@example.se", "Granskare")
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.wait_for_url("**/redaktion/")
    page.goto("/redaktion/konto/tva-steg/webauthn/add/")
    page.get_by_label("Vad nyckeln ska heta").fill("Jobbdatorn")
    page.get_by_label("Jag vill logga in med bara nyckeln").check()
    page.get_by_role("button", name="Lägg till").click()
    page.wait_for_url(lambda url: "add" not in url)
    assert Authenticator.objects.get(user=user, type="webauthn").wrap().name == "Jobbdatorn"
    page.goto("/redaktion/konto/tva-steg/webauthn/")
    expect(page.locator("strong", has_text="Jobbdatorn")).to_be_visible()
    page.goto("/redaktion/konto/ut/")
    page.get_by_role("button", name="Logga ut").click()

    page.goto("/redaktion/")
    expect(page).to_have_url(re.compile("/konto/in/"))
    page.get_by_role("button", name="Logga in med nyckel").click()

    page.wait_for_url("**/redaktion/")
    expect(page.get_by_role("heading", name="Dina utkast")).to_be_visible()
