"""Stories beside each other: as a table, as cards on a phone, and on paper."""

import pytest

from articles.models import Article

pytestmark = pytest.mark.browser


@pytest.fixture
def address(sample):
    numbers = Article.objects.published().order_by("pk").values_list("pk", flat=True)[:3]
    return f"/jamfor/?{'&'.join(f'b={number}' for number in numbers)}"


def test_on_a_phone_each_story_is_still_one_press_away(open_page, address):
    page = open_page(address, width=320)
    links = page.locator(".compare thead a")

    assert links.count() == 3
    for number in range(3):
        box = links.nth(number).bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= 320
        links.nth(number).focus()
        assert page.evaluate("document.activeElement.checkVisibility()")
    with page.expect_navigation():
        links.first.press("Enter")
    assert "/artiklar/" in page.url


def test_on_paper_they_stand_beside_each_other(open_page, address):
    page = open_page(address, width=673)  # a page of A4 within its margins
    page.emulate_media(media="print")

    tops = [cell.bounding_box()["y"] for cell in page.locator(".compare tbody tr").first.locator("td").all()]

    assert len(tops) == 3
    assert len(set(tops)) == 1


def test_on_a_phone_news_do_not_repeat_that_only_cases_are_asked(open_page, sample):
    case, news = (Article.objects.published().filter(kind=kind).first() for kind in ("fall", "nyhet"))
    page = open_page(f"/jamfor/?b={case.pk}&b={news.pk}", width=320)

    assert page.get_by_text("Ingår bara i fallberättelser").count() > 0
    assert not page.locator("td", has_text="Ingår bara i fallberättelser").first.is_visible()
