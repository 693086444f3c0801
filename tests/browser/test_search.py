"""The search field in a real browser: suggestions by keyboard, what a listener is told, and without JavaScript."""

import pytest

from articles.models import Article
from tests.browser.test_public_pages import overflow, violations
from tillit.search.models import Missed

pytestmark = pytest.mark.browser


def write(page, text):
    field = page.get_by_role("combobox")
    field.fill("")
    field.press_sequentially(text, delay=15)
    page.get_by_role("listbox").wait_for()
    return field


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_suggestions_are_accessible(open_page, sample, scheme, width):
    page = open_page("/", width=width, scheme=scheme)
    field = write(page, "gis")

    assert field.get_attribute("aria-expanded") == "true"
    assert "förslag" in page.locator("form[role=search] [role=status]").inner_text()
    field.press("ArrowDown")
    first = page.get_by_role("option").first
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    assert violations(page) == []
    assert overflow(page) <= 0


def test_a_suggestion_is_chosen_by_keyboard(open_page, sample):
    page = open_page("/")
    field = write(page, "gis")
    field.press("ArrowDown")
    field.press("Enter")

    page.wait_for_url("**/organisationer/gislaved/")


def test_escape_closes_and_enter_searches_for_what_was_written(open_page, sample):
    page = open_page("/")
    field = write(page, "chefs")
    field.press("Escape")
    assert page.get_by_role("listbox").is_hidden()
    assert field.input_value() == "chefs"
    field.press("Enter")

    page.wait_for_url("**/sok/?q=chefs")


def test_enter_after_more_is_written_searches_for_that(open_page, sample):
    page = open_page("/")
    field = write(page, "gis")
    field.press("ArrowDown")
    field.press_sequentially("l")
    field.press("Enter")

    page.wait_for_url("**/sok/?q=gisl")


def test_answer_that_comes_late_is_not_shown(open_page, sample):
    page = open_page("/")
    waiting = []
    page.route("**/sok/forslag/?q=che", lambda route: waiting.append(route))
    field = page.get_by_role("combobox")
    with page.expect_request("**/sok/forslag/?q=che"):
        field.press_sequentially("che", delay=15)
    field.fill("gis")
    page.get_by_role("option").first.wait_for()
    before = page.get_by_role("option").all_inner_texts()

    with page.expect_response("**/sok/forslag/?q=che"):
        waiting[0].continue_()
    page.wait_for_timeout(300)  # what would be shown is shown by then

    assert page.get_by_role("option").all_inner_texts() == before


def test_arrow_up_from_the_first_goes_back_to_what_was_written(open_page, sample):
    page = open_page("/")
    field = write(page, "gis")
    field.press("ArrowDown")
    field.press("ArrowUp")

    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    assert page.get_by_role("option").last.get_attribute("aria-selected") == "true"


def test_title_of_a_page_is_text_among_the_suggestions(open_page, sample):
    article = Article.objects.first()
    article.title_sv = "Gisel <img src=x onerror=alert(1)>"
    article.save()
    page = open_page("/")
    write(page, "gisel")

    assert "<img src=x" in page.get_by_role("option").first.inner_text()
    assert page.locator("[role=listbox] img").count() == 0


def test_search_that_finds_nothing_is_counted_once(open_page, sample):
    page = open_page("/sok/?q=kvartersv%C3%A4rd")
    page.wait_for_timeout(500)

    assert Missed.objects.get().times == 1
    page.get_by_label("Vad skulle du vilja läsa om?").fill("Om bolag")
    page.get_by_role("button", name="Säg till redaktionen").click()
    page.wait_for_url("**/sok/tack/")
    assert Missed.objects.get().notes == "Om bolag"


def test_all_of_it_works_without_javascript(open_page, sample):
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("styrkedjan")
    page.get_by_role("button", name="Sök").click()

    assert page.get_by_text("Sök", exact=True).count() > 0
    assert page.locator(".hit mark").count() > 0
    page.locator("nav.sections a", has_text="Berättelser").click()
    assert page.locator(".hit").count() == 2
