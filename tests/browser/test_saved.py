"""One's own list: nothing is kept before the button is pressed, all of it works by keyboard, and it goes when one says so."""

import pytest

from articles.models import Article
from tests.browser.test_public_pages import violations

pytestmark = pytest.mark.browser


def kept(page):
    return page.evaluate("localStorage.getItem('tillit-lista')")


def test_save_show_and_empty_by_keyboard(open_page, sample):
    one, two = Article.objects.published().order_by("pk")[:2]
    page = open_page(one.get_absolute_url())
    assert (kept(page), page.evaluate("localStorage.length")) == (None, 0)

    page.get_by_role("button", name="Spara i min lista").press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Ta bort ur min lista"
    page.goto(two.get_absolute_url())
    page.get_by_role("button", name="Spara i min lista").press("Enter")
    assert kept(page) == f'["{one.pk}","{two.pk}"]'
    assert violations(page) == []

    with page.expect_navigation():
        page.get_by_role("link", name="Visa min lista (2)").press("Enter")
    assert page.url.endswith(f"/sparat/?b={one.pk}&b={two.pk}")
    assert page.locator(".saved-story").count() == 2

    page.goto("/sparat/")
    page.wait_for_url(f"**/sparat/?b={one.pk}&b={two.pk}")  # the list is shown at once
    page.get_by_role("button", name="Töm listan").press("Enter")  # no answer is no
    assert kept(page) == f'["{one.pk}","{two.pk}"]'
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.get_by_role("button", name="Töm listan").press("Enter")
    assert kept(page) is None
    assert page.url.endswith("/sparat/#innehall")
    assert page.evaluate("document.activeElement.id") == "innehall"  # one reads on there, also by keyboard
    assert not page.locator(".save").is_visible()
    assert page.context.cookies() == []


def test_taking_one_out(open_page, sample):
    article = Article.objects.published().first()
    page = open_page(article.get_absolute_url())
    page.get_by_role("button", name="Spara i min lista").click()

    page.get_by_role("button", name="Ta bort ur min lista").click()

    assert kept(page) is None
    assert page.get_by_role("button", name="Spara i min lista").is_visible()
    assert not page.get_by_text("Ta bort ur min lista").is_visible()


def test_each_is_taken_out_on_the_page_of_the_list_and_so_is_what_no_longer_exists(open_page, sample):
    one, two = Article.objects.published().order_by("pk")[:2]
    page = open_page("/sparat/")
    page.evaluate(f'localStorage.setItem(\'tillit-lista\', \'["{one.pk}","987654","{two.pk}"]\')')
    page.goto(f"/sparat/?b={one.pk}&b=987654&b={two.pk}")
    assert violations(page) == []

    with page.expect_navigation():
        page.get_by_role("button", name="Ta bort dem som inte finns längre").press("Enter")
    assert kept(page) == f'["{one.pk}","{two.pk}"]'
    assert not page.get_by_text("finns inte längre").first.is_visible()

    with page.expect_navigation():
        page.get_by_role("button", name=f"Ta bort ur min lista – {one.title_sv}").press("Enter")
    assert kept(page) == f'["{two.pk}"]'
    assert page.locator(".saved-story").count() == 1


def test_list_of_somebody_else_has_nothing_to_take_out(open_page, sample):
    article = Article.objects.published().first()

    page = open_page(f"/sparat/?b={article.pk}")

    assert page.locator(".saved-story").count() == 1
    assert not page.get_by_role("button", name="Ta bort").first.is_visible()


def test_list_of_somebody_else_stays_when_one_takes_out_ones_own(open_page, sample):
    one, two = Article.objects.published().order_by("pk")[:2]
    page = open_page("/om/")
    page.evaluate(f"localStorage.setItem('tillit-lista', '[\"{one.pk}\",\"77\"]')")
    shared = f"/sparat/?b={one.pk}&b={two.pk}"
    page.goto(shared)

    page.get_by_role("button", name="Ta bort ur min lista").press("Enter")

    assert kept(page) == '["77"]'
    assert page.url.endswith(shared)
    assert page.locator(".saved-story").count() == 2


def test_what_another_tab_has_done_shows_here_and_loses_nothing(open_page, sample):
    one, two = Article.objects.published().order_by("pk")[:2]
    page = open_page(one.get_absolute_url())
    other = page.context.new_page()
    other.goto(page.url.replace(one.get_absolute_url(), two.get_absolute_url()))
    nearly = ",".join(f'"{number}"' for number in range(5000, 5029))
    other.evaluate(f"localStorage.setItem('tillit-lista', '[{nearly}]')")

    other.get_by_role("button", name="Spara i min lista").press("Enter")

    page.get_by_text("Din lista är full").wait_for()
    page.evaluate("document.querySelector('[data-add]').click()")  # pressed in the very same moment
    assert kept(page) == f'[{nearly},"{two.pk}"]'


@pytest.mark.parametrize("spoilt", ["x", "[6]", '[["6"]]', "{}", '["6","6"]'])
def test_list_that_somebody_has_spoilt_still_works(open_page, sample, spoilt):
    article = Article.objects.published().first()
    page = open_page("/om/")
    page.evaluate("text => localStorage.setItem('tillit-lista', text)", spoilt)

    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Spara i min lista").press("Enter")

    assert kept(page) in (f'["{article.pk}"]', f'["6","{article.pk}"]')


def test_full_list_says_so(open_page, sample):
    article = Article.objects.published().first()
    page = open_page("/sparat/")
    numbers = ",".join(f'"{number}"' for number in range(5000, 5030))
    page.evaluate(f"localStorage.setItem('tillit-lista', '[{numbers}]')")

    page.goto(article.get_absolute_url())

    assert page.get_by_text("Din lista är full").is_visible()
    assert not page.get_by_role("button", name="Spara i min lista").is_visible()


def test_without_scripts_there_is_no_button_but_the_address_works(open_page, sample):
    article = Article.objects.published().first()
    page = open_page(article.get_absolute_url(), java_script_enabled=False)
    assert not page.locator(".save").is_visible()

    page.goto(f"/sparat/?b={article.pk}")

    assert page.locator(".saved-story").count() == 1


def test_list_is_printed_as_a_hand_out(open_page, sample):
    numbers = Article.objects.published().values_list("pk", flat=True)
    page = open_page(f"/sparat/?{'&'.join(f'b={number}' for number in numbers)}")
    page.emulate_media(media="print")

    assert page.locator(".saved-story").first.is_visible()
    assert not page.locator(".site-footer").is_visible()
    assert page.get_by_text("Frågor att prata om").first.is_visible()
