"""The whole sign-up as somebody meets it: by keyboard, without JavaScript, on a small screen, in three languages."""

import re

import pytest

from events import allocation
from events.models import Event, Registration, State
from tests.browser.test_public_pages import overflow, tab_stops, violations
from tests.factories import make_event, make_person, make_session, republish

pytestmark = pytest.mark.browser

TITLES = {"title_sv": "Tillitsdagen", "title_en": "The day of trust", "title_fi": "Luottamuksen päivä"}
WORDS = {
    "sv": {"name": "Namn", "email": "E-post", "org": "Organisation", "me": "Anmäl mig", "got": "Du har en plats"},
    "en": {"name": "Name", "email": "E-mail", "org": "Organisation", "me": "Sign me up", "got": "You have a seat"},
    "fi": {"name": "Nimi", "email": "Sähköposti", "org": "Organisaatio", "me": "Ilmoita minut", "got": "Sinulla on paikka"},
}  # fmt: skip


def event_in_three_languages(**values):
    sessions = [
        make_session("Ett", title_en="One", title_fi="Yksi"),
        make_session("Två", title_en="Two", title_fi="Kaksi"),
    ]
    return make_event(**TITLES, asks=["roll", "kost"], sessions=sessions, **values)


def sign_up_address(event, language):
    return event.url_in(language) + "anmalan/"


def checked(page, faults):
    """Note what axe finds and what sticks out on the page as it now is."""
    where = re.sub(r"/anmalan/[\w-]{20,}", "/anmalan/…", page.url)
    faults += [f"{where} {fault}" for fault in violations(page)]
    faults += [f"{where} sticks out {n} px" for n in [overflow(page)] if n > 0]


def walk_through_the_form(page, event, language, faults):
    """Empty, with errors, and the receipt; returns the address of one's own page."""
    words = WORDS[language]
    page.goto(sign_up_address(event, language))
    checked(page, faults)
    page.get_by_role("button", name=words["me"]).click()
    page.locator("#fel:focus").wait_for()  # what is wrong is read first, without a script
    checked(page, faults)
    page.get_by_label(words["name"], exact=True).fill("Ada Prov")
    page.get_by_label(words["email"]).fill("ada@example.se")
    page.get_by_label(words["org"]).fill("Provbolaget")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name=words["me"]).click()
    assert words["got"] in page.inner_text("main")
    checked(page, faults)
    return page.url


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_accessible_at_320_px(open_page, language, scheme):
    event, faults = event_in_three_languages(capacity=2), []
    prefix = "" if language == "sv" else f"/{language}"
    page = open_page(event.url_in(language), width=320, scheme=scheme)

    def look_at(*addresses):
        for address in addresses:
            page.goto(address)
            checked(page, faults)

    look_at(event.url_in(language), f"{prefix}/evenemang/", f"{prefix}/om/personuppgifter/")
    look_at(
        f"{prefix}/anmalan/lankar/", f"{prefix}/anmalan/lankar/skickade/", f"{prefix}/anmalan/{'x' * 32}/"
    )
    own = walk_through_the_form(page, event, language, faults)
    look_at(*(own + part for part in ("avanmal/", "uppgifter/", "overlat/")))
    for name in ("Bo", "Cia"):
        allocation.sign_up(event, make_person(name, language=language))
    look_at(*(registration.own_url for registration in Registration.objects.filter(state=State.WAITING)))
    look_at(
        event.url_in(language), sign_up_address(event, language), f"{sign_up_address(event, language)}redan/"
    )
    republish(event, cancelled_on="2026-11-22")
    look_at(event.url_in(language), own)

    assert "\n".join(faults) == ""
    assert page.strangers == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_group_is_accessible_and_works_without_javascript(open_page, language):
    event, faults = event_in_three_languages(capacity=50), []
    page = open_page(f"{sign_up_address(event, language)}grupp/", width=320)
    checked(page, faults)
    page.get_by_role("main").get_by_role("button").click()
    checked(page, faults)

    def fill(page):
        for name, text in {
            "contact_name": "Kontakt",
            "contact_email": "k@example.se",
            "organisation": "X",
        }.items():
            page.locator(f"[name={name}]").fill(text)
        page.locator("[name=people]").fill("Ada Prov\tada@example.se\tchef\t2\nBo Prov;inte en adress")
        page.locator("[name=mode][value=ryms]").check()
        page.get_by_role("main").get_by_role("button").click()

    fill(page)
    checked(page, faults)
    page.get_by_role("main").get_by_role("button").click()
    checked(page, faults)
    assert "\n".join(faults) == ""

    page = open_page(f"{sign_up_address(event, language)}grupp/", width=320, java_script_enabled=False)
    fill(page)
    page.locator("#id_kollega-1-email").fill("bo@example.se")
    page.locator("#id_kollega-1-pass_A").select_option(index=1)
    page.get_by_role("main").get_by_role("button").click()
    assert "Ada Prov" in page.inner_text("main")
    assert Registration.objects.filter(state=State.CONFIRMED).count() == 2
    receipt = page.url
    page = open_page("/" + receipt.split("/", 3)[3], width=320)
    checked(page, faults)
    assert "\n".join(faults) == ""


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_sign_up_change_and_leave_by_keyboard_alone(open_page, language):
    event = event_in_three_languages(capacity=5)
    page = open_page(sign_up_address(event, language), width=1280)

    def write(field, text):
        page.locator(f"[name={field}]").focus()
        page.keyboard.type(text)

    write("name", "Ada Prov")
    page.keyboard.press("Tab")
    page.keyboard.type("ada@example.se")
    page.keyboard.press("Tab")
    page.keyboard.type("Provbolaget")
    page.keyboard.press("Tab")
    page.keyboard.type("chef")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first session
    page.keyboard.press("ArrowDown")  # the second
    page.keyboard.press("Tab")
    page.keyboard.type("inga nötter")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ada = Registration.objects.get()
    assert (ada.name, ada.state, ada.role) == ("Ada Prov", State.CONFIRMED, "chef")
    assert ada.choices.get().session.title_sv == "Två"

    stops = tab_stops(page)
    assert [name for name, seen in stops if not seen] == []
    page.locator(".ways a").last.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ada.refresh_from_db()
    assert ada.state == State.CANCELLED


def test_single_sign_up_without_javascript(open_page):
    event = event_in_three_languages(capacity=5)
    page = open_page(event.get_absolute_url(), width=390, java_script_enabled=False)
    page.get_by_role("link", name="Anmäl dig").click()
    page.get_by_label("Namn", exact=True).fill("Ada Prov")
    page.get_by_label("E-post").fill("ada@example.se")
    page.get_by_label("Organisation").fill("Provbolaget")
    page.get_by_label(re.compile("Två")).check()
    page.get_by_role("button", name="Anmäl mig").click()
    page.get_by_label(re.compile("Ett")).check()
    page.get_by_role("button", name="Välj").click()

    assert "Du har plats på Ett" in page.inner_text("main")
    assert Event.objects.get().all_seats.filter(taken=1).count() == 2


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_group_by_keyboard_alone(open_page, language):
    event = event_in_three_languages(capacity=5)
    page = open_page(f"{sign_up_address(event, language)}grupp/", width=1280)

    def press(*keys):
        for key in keys:
            page.keyboard.press(key)

    page.locator("[name=contact_name]").focus()
    for text in ("Kontakt", "k@example.se", "Provbolaget", "Ada Prov;ada@example.se"):
        page.keyboard.type(text)
        press("Tab")
    press("ArrowDown", "Tab", "Space", "Tab")  # the first session for all, as many as fit; on to the button
    with page.expect_navigation():
        press("Enter")
    page.locator("#id_kollega-0-pass_A").focus()
    press("Tab", "Tab", "Tab")  # the session is chosen already; past "remove" and the fold, to the button
    with page.expect_navigation():
        press("Enter")

    assert "Ada Prov" in page.inner_text("main")
    ada = Registration.objects.get()
    assert (ada.state, ada.choices.get().is_granted) == (State.CONFIRMED, True)
    assert [name for name, seen in tab_stops(page) if not seen] == []
