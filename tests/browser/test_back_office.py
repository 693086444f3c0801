"""The back office in a real browser: sign in by the link, write, preview in three languages, publish."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import block, make_article, make_organisation, make_role
from tillit.login_links import one_time_login_url

pytestmark = pytest.mark.browser


def save_draft(page):
    """Press the button and wait for its answer: the form saves itself, too, and has the address of the page by then."""
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.locator("li.success")).to_be_visible(timeout=15_000)


@pytest.fixture
def signed_in(open_page, reviewer):
    page = open_page(one_time_login_url(reviewer).removeprefix("http://testserver"))
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/redaktion/")
    return page


def test_page_tree_is_out_of_sight(signed_in):
    expect(signed_in.get_by_role("heading", name="Dina utkast")).to_be_visible()
    expect(signed_in.locator("main").get_by_role("search")).to_have_count(0)
    expect(signed_in.get_by_text("Sidor", exact=True)).to_have_count(0)


def test_editor_writes_previews_in_three_languages_and_publishes(signed_in):
    page = signed_in
    organisation = make_organisation(name="Provby kommun", short_name="Provby")
    page.get_by_role("link", name="Skriv en ny artikel").click()
    page.locator("#id_title_sv").fill("Ny berättelse")
    page.locator("#id_lead_sv").fill("En ingress på svenska.")
    page.get_by_role("tab", name="English").click()
    page.locator("#id_title_en").fill("A new story")
    save_draft(page)
    article = Article.objects.get()
    assert (article.title_sv, article.slug_sv, article.live) == ("Ny berättelse", "ny-berattelse", False)

    page.get_by_role("button", name="Förhandsgranskning").or_(
        page.locator("[aria-label*='örhandsgransk']")
    ).first.click()
    frame = page.frame_locator("#w-preview-iframe, iframe").first
    expect(frame.get_by_role("heading", level=1)).to_have_text("Ny berättelse")
    page.get_by_label("Förhandsgranskningsläge").select_option("en")
    expect(frame.get_by_role("heading", level=1)).to_have_text("A new story")

    Article.objects.filter(pk=article.pk).update(organisation=organisation)
    article = Article.objects.get()
    article.organisation = organisation
    article.body_sv = [block("text", "<p>Brödtext.</p>")]
    article.save_revision()
    page.reload()
    page.get_by_role("button", name="Fler åtgärder").or_(page.locator(".w-dropdown__toggle")).last.click()
    page.get_by_role("button", name="Publicera").click()
    page.wait_for_url("**/article/")

    assert Article.objects.get().live
    page.goto("/artiklar/ny-berattelse/")
    assert page.locator("h1").inner_text() == "Ny berättelse"
    assert page.strangers == []


def test_button_pressed_while_the_form_saves_itself_does_what_it_says(signed_in):
    """What is on its way is held back until the button has been pressed."""
    page = signed_in
    article = make_article(
        title_sv="Rubrik",
        body_sv=[block("text", "<p>Brödtext.</p>")],
        organisation=make_organisation(),
        published=False,
    )
    article.save_revision()
    held = []

    def hold_the_first(route):
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/articles/article/edit/**", hold_the_first)
    page.goto(f"/redaktion/snippets/articles/article/edit/{article.pk}/")
    page.wait_for_timeout(
        3000
    )  # the form looks at itself after two seconds; what is written before is no change
    page.locator("#id_title_sv").fill("Ny rubrik")
    for _tenth_of_a_second in range(100):
        if not held:
            page.wait_for_timeout(100)
    assert held
    page.get_by_role("button", name="Fler åtgärder").or_(page.locator(".w-dropdown__toggle")).last.click()
    page.get_by_role("button", name="Publicera").click()
    page.wait_for_timeout(200)  # the button shows that it is at work, and is disabled
    held[0].continue_()
    page.wait_for_url("**/article/")

    published = Article.objects.get()
    assert (published.live, published.title_sv) == (True, "Ny rubrik")


# Hands the field what a word processor lays on the clipboard.
PASTE = """(field, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "Så minskade vi målen");
  field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
}"""


def test_manuscript_from_word_becomes_headings_lists_and_a_quote(signed_in):
    page = signed_in
    page.goto("/redaktion/snippets/articles/article/add/")
    page.locator("#id_title_sv").fill("Färre mål")
    body = page.locator("[data-contentpath=body_sv]")
    body.get_by_role("button", name="Lägg till ett block").first.click()
    page.get_by_role("option", name="Text", exact=True).click()
    field = body.locator("[contenteditable=true]").first
    field.click()
    field.evaluate(PASTE, (Path(__file__).parent / "samples/word-clipboard.html").read_text())
    # The field hands over what is written a moment later.
    expect(page.locator("[name=body_sv-0-value]")).to_have_value(re.compile("blockquote"))
    save_draft(page)

    blocks = list(Article.objects.get().get_latest_revision_as_object().body_sv)
    assert [b.block_type for b in blocks] == ["heading", "text", "heading", "text", "quote", "text"]
    assert [b.value["text"] for b in blocks if b.block_type == "heading"] == [
        "Så minskade vi målen",
        "Tre steg",
    ]
    assert blocks[4].value["text"] == "Det blev lättare att gå till jobbet."
    lists = blocks[3].value.source
    assert lists.count("<li") == 5
    assert lists.index("<ol") > lists.index("Färre mål") > lists.index("Varje vecka") > lists.index("<ul>")
    assert not any(mark in lists for mark in ("·", "1.", "Mso", "style="))
    assert "<b>lyssna</b>" in blocks[1].value.source
    assert 'href="https://example.se/rapport"' in blocks[5].value.source


def test_people_are_chosen_and_written_down_without_leaving_the_text(signed_in):
    page = signed_in
    for name in ("Asta Prov", "Bo Prov"):
        make_role(name)
    page.goto("/redaktion/snippets/articles/article/add/")
    page.locator("#id_title_sv").fill("Med människor")
    body = page.locator("[data-contentpath=body_sv]")
    body.get_by_role("button", name="Lägg till ett block").first.click()
    page.get_by_role("option", name="Citat", exact=True).click()
    body.locator("textarea").first.fill("Vi vågade prova.")
    body.get_by_role("button", name="Välj roll").first.click()
    page.get_by_role("tab", name="Ny person").click()
    page.get_by_label("Namn").fill("Vera Prov")
    page.get_by_label("Titel").fill("enhetschef")
    page.get_by_role("button", name="Lägg till och välj").click()
    expect(body.get_by_text("Vera Prov, enhetschef")).to_be_visible()

    page.get_by_role("tab", name="Fakta och datum").click()
    page.get_by_role("button", name="Lägg till en person").click()
    for name in ("Asta Prov", "Bo Prov"):
        page.locator(".modal-body").get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()
    page.locator(".modal-body").get_by_role("button", name="Bekräfta").click()
    page.locator("[name=authors]").nth(1).uncheck()
    save_draft(page)

    draft = Article.objects.get().get_latest_revision_as_object()
    assert [role.person.name for role in draft.authors.all()] == ["Asta Prov"]
    assert str(draft.body_sv[0].value["speaker"]) == "Vera Prov, enhetschef"


def test_fields_of_a_case_story_are_shown_for_it_and_while_they_hold_something(signed_in):
    page = signed_in
    page.goto("/redaktion/snippets/articles/article/add/")
    case, media = (
        page.locator("#panel-child-fakta_och_datum-fallberattelse-section"),
        page.locator("#id_publisher"),
    )
    page.get_by_role("tab", name="Fakta och datum").click()
    expect(case).to_be_hidden()

    page.get_by_role("tab", name="Svenska").click()
    page.locator("#id_kind").select_option("fall")
    page.get_by_role("tab", name="Fakta och datum").click()
    expect(case).to_be_visible()
    expect(media).to_be_hidden()
    page.locator("#id_began_on").fill("2026-01-01")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Svenska").click()
    page.locator("#id_kind").select_option("media")
    page.get_by_role("tab", name="Fakta och datum").click()
    expect(case).to_be_visible()
    expect(media).to_be_visible()
