"""Every kind of public page in a real browser: axe, 320 px, keyboard, no JavaScript, nothing from elsewhere."""

from pathlib import Path

import axe_playwright_python
import pytest
from django.urls import reverse

from articles.models import Article
from tillit.search.models import SearchEntry

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LANGUAGES = ["sv", "en", "fi"]

PATHS = [
    "/", "/artiklar/", "/artiklar/?tema=chefskap&genre=referat", "/artiklar/?tema=finns-inte", "/teman/chefskap/",
    "/principer/tillit/", "/organisationer/", "/organisationer/gislaved/", "/ordlista/", "/om/", "/om/tillganglighet/",
    "/evenemang/", "/evenemang/tillit-i-praktiken-konferens-pahittat-exempel/", "/serier/chefsforum-exempel/",
    "/sok/", "/sok/?q=tillit", "/sok/?q=chefsforum&typ=evenemang&ar=2026", "/sok/?q=xyzzy", "/sok/tack/",
    "/evenemang/?slag=chefsforum", "/evenemang/?slag=finns-inte", "/folj/berattelser/?tema=chefskap&q=dialog",
    "/folj/evenemang/", "/folj/skickat/", "/om/oppna-data/", "/jamfor/", "/karta/", "/jamfor/?q=tillit", "/sparat/", "/om/tillganglighet/meddelande/", "/om/tillganglighet/tack/", "/om/personuppgifter/", "/om/kakor/", "/finns-inte/",
]  # fmt: skip


def addresses(language):
    """Every kind of page in the language; stories in that language where they exist."""
    prefix = "" if language == "sv" else f"/{language}"
    yield from (prefix + path for path in PATHS)
    yield from (
        prefix + f"/personer/{entry.object_id}/" for entry in SearchEntry.objects.filter(section="people")
    )
    numbers = Article.objects.published().order_by("pk").values_list("pk", flat=True)
    yield f"{prefix}/jamfor/?{'&'.join(f'b={number}' for number in numbers[:4])}"
    yield f"{prefix}/sparat/?{'&'.join(f'b={number}' for number in numbers)}"
    for article in Article.objects.published():
        if article.is_in(language):
            yield article.url_in(language)
            if article.kind == "bildspel":
                yield f"{article.url_in(language)}bild/4/"


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("(options) => axe.run(document, options)", RULES)["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, sample, language, scheme, width):
    page = open_page("/", width=width, scheme=scheme)
    faults = []
    for address in addresses(language):
        page.goto(address)
        faults += [f"{address} {fault}" for fault in violations(page)]
        faults += [f"{address} sticks out {n} px"] if (n := overflow(page)) > 0 else []

    assert "\n".join(faults) == ""
    assert page.strangers == []
    assert page.context.cookies() == []


def test_axe_would_find_a_fault(open_page, sample):
    page = open_page("/")
    page.evaluate("document.querySelector('h1').outerHTML = '<img src=/static/img/mark.svg>'")

    assert any(fault.startswith("image-alt") for fault in violations(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_with_errors_is_as_accessible_as_without(open_page, sample, scheme):
    page = open_page("/om/tillganglighet/meddelande/", width=320, scheme=scheme)
    page.get_by_role("button", name="Skicka").click()

    assert "Något behöver rättas" in page.inner_text("main")
    assert violations(page) == []
    assert overflow(page) <= 0


def tab_stops(page, at_most=400):
    """The names of what the keyboard reaches, in order, each with whether its focus can be seen."""
    stops = []
    for _ in range(at_most):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (!e || e === document.body || e === window.firstStop) return null;
                window.firstStop ??= e;
                const card = e.closest('.card') || e;
                const seen = [e, card].some((x) => getComputedStyle(x).outlineStyle !== 'none');
                return [e.innerText?.trim() || e.getAttribute('aria-label') || e.name || e.tagName, seen];
            }"""
        )
        if stop is None:
            return stops
        stops.append(tuple(stop))
    return stops


def test_keyboard_reaches_everything_and_shows_where_it_is(open_page, sample):
    page = open_page("/")
    for address in addresses("sv"):
        page.goto(address)
        stops = tab_stops(page)
        reachable = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, select, input, textarea, summary, [tabindex="0"]')]
                .filter((e) => e.checkVisibility() && e.tabIndex >= 0 && !e.closest('[aria-hidden=true]')).length"""
        )

        radios = page.evaluate("Math.max(0, document.querySelectorAll('input[type=radio]').length - 1)")
        assert stops[0][0] == "Hoppa till innehållet", address
        assert len(stops) == reachable - radios, address  # a group of radio buttons is one stop
        assert [name for name, seen in stops if not seen] == [], address


def test_skip_link_leads_to_the_content(open_page, sample):
    page = open_page("/artiklar/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "innehall"


def test_slides_by_keyboard(open_page, sample):
    deck = Article.objects.get(kind="bildspel")
    page = open_page(deck.get_absolute_url())
    page.get_by_role("link", name="Visa som presentation").click()
    page.wait_for_url("**/bild/1/")

    def press(key, expected):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.url.endswith(expected)

    press("ArrowRight", "/bild/2/")
    press("PageDown", "/bild/3/")
    press("ArrowLeft", "/bild/2/")
    press("Escape", "#bild-2")


def test_everything_works_without_javascript(open_page, sample):
    page = open_page("/artiklar/", width=390, java_script_enabled=False)
    page.locator("summary").first.click()
    page.get_by_label("Tema").select_option("chefskap")
    page.get_by_role("button", name="Visa urvalet").click()
    assert page.get_by_role("status").inner_text() == "2 berättelser"

    page.get_by_role("link", name="Chefskap som profession – ta bort").click()
    assert page.get_by_role("status").inner_text() == "7 berättelser"

    page.goto(
        reverse("articles:slide", kwargs={"slug": Article.objects.get(kind="bildspel").slug_sv, "number": 1})
    )
    page.get_by_role("link", name="Nästa").click()
    assert page.url.endswith("/bild/2/")


def test_text_can_be_four_times_as_large(open_page, sample):
    """400 % zoom of a 1280 px window is a window of 320 px; a very long word must break there too."""
    article = Article.objects.get(kind="nyhet")
    Article.objects.filter(pk=article.pk).update(
        title_sv="Kommunalförbundsfullmäktigeledamotsersättningsreglementet"
    )
    page = open_page(article.get_absolute_url(), width=320)

    assert overflow(page) <= 0


def test_print_is_a_hand_out(open_page, sample):
    page = open_page(Article.objects.get(kind="fall").get_absolute_url())
    page.emulate_media(media="print")

    def shown(selector):
        return page.locator(selector).first.is_visible()

    assert not shown(".main-nav")
    assert not shown(".related")
    assert shown(".dates")
    assert shown(".questions")
    assert shown(".sources")
    assert page.locator("details.more p").bounding_box()["height"] > 10


def test_notice_about_old_browsers_is_hidden_from_new_ones_and_outside_the_text(open_page, sample):
    page = open_page("/")

    assert not page.locator(".old-browser").is_visible()
    assert page.locator("main .old-browser").count() == 0
    assert page.locator(".old-browser").count() == 1
