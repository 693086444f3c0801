"""A word of the glossary explains itself by keyboard, without scripts and on the smallest screen."""

import pytest

from articles.models import Term
from tests.browser.test_public_pages import overflow, violations
from tests.factories import block, make_article

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_word_opens_and_closes_by_keyboard(open_page, width, scheme):
    Term.objects.create(name_sv="styrkedja", explanation_sv="Leden från fullmäktige till medarbetaren. " * 6)
    article = make_article(body_sv=[block("text", "<p>Alla led i styrkedjan behövs.</p>")])
    page = open_page(article.get_absolute_url(), width=width, scheme=scheme)
    word, note = page.locator(".term"), page.locator(".term-note")
    assert not note.is_visible()

    word.press("Enter")
    assert note.is_visible()
    assert (violations(page), max(overflow(page), 0)) == ([], 0)
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.term-note') !== null")
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert page.evaluate("document.activeElement.className") == "term"


def test_word_opens_without_scripts(open_page):
    Term.objects.create(name_sv="styrkedja", explanation_sv="Alla leden.")
    article = make_article(body_sv=[block("text", "<p>Alla led i styrkedjan behövs.</p>")])
    page = open_page(article.get_absolute_url(), java_script_enabled=False)

    page.locator(".term").press("Enter")

    assert page.locator(".term-note").is_visible()
