"""The back office's own screens, and those behind links: axe in light and dark, and nothing that sticks out."""

import pytest
from django.urls import reverse

from articles import upkeep
from articles.models import Article, ReviewRequest
from tests.browser.test_public_pages import AXE, overflow, violations
from tests.factories import block, make_article, make_organisation, make_role
from tillit.login_links import one_time_login_url
from tillit.review.models import Comment, DraftLink

pytestmark = pytest.mark.browser

INSIDE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NAMES = "wagtailsnippets_articles_article"


@pytest.fixture
def article(open_page, reviewer):
    body = [
        block("heading", {"text": "Mellanrubrik", "level": "2"}),
        block("text", "<p>Text.</p>"),
        block("text", "<p>Mer.</p>"),
    ]
    article = make_article(
        title_sv="Provsida", title_en="Trial", owner=reviewer, organisation=make_organisation(), body_sv=body
    )
    Article.objects.filter(pk=article.pk).update(review_due_on="2026-01-01")
    upkeep.ask(article)
    Comment.objects.create(
        page=article, anchor="title", text="En kommentar", author=reviewer, author_name="Granskare"
    )
    expires = {"expires_at": "2040-01-01T12:00Z", "created_by": reviewer}
    DraftLink.objects.create(page=article, given_to="Eva Ek", **expires)
    return article


def inside(page, part="main"):
    """Faults within our part of a screen: what the library draws around it is the library's."""
    page.evaluate(AXE)
    found = page.evaluate("([part, options]) => axe.run(part, options)", [part, INSIDE])["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_screens_inside(open_page, reviewer, article, scheme, width):
    page = open_page(
        one_time_login_url(reviewer).removeprefix("http://testserver"), width=width, scheme=scheme
    )
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/redaktion/")
    faults = []
    for address in (
        "/redaktion/",
        reverse("intake"),
        reverse("translations"),
        reverse("reader_answers"),
        reverse("review_page", args=["articles", "article", article.pk]),
        reverse(f"{NAMES}:versions", args=[article.pk]),
        reverse(f"{NAMES}:unpublish", args=[article.pk]),
    ):
        page.goto(address)
        faults += [f"{address} {fault}" for fault in inside(page)]
        faults += [f"{address} sticks out {n} px"] if (n := overflow(page)) > 0 else []

    assert "\n".join(faults) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_screens_about_people_and_words(open_page, administrator, article, scheme, width):
    role = make_role("Asta Prov")
    page = open_page(
        one_time_login_url(administrator).removeprefix("http://testserver"), width=width, scheme=scheme
    )
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/redaktion/")
    faults = []
    for address in (
        reverse("person_page", args=[role.person_id]),
        reverse("merge", args=["people", "person", role.person_id]),
    ):
        page.goto(address)
        faults += [f"{address} {fault}" for fault in inside(page)]
        faults += [f"{address} sticks out {n} px"] if (n := overflow(page)) > 0 else []

    assert "\n".join(faults) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_with_its_blocks_choosers_and_advice(open_page, reviewer, article, scheme):
    role = make_role("Asta Prov")
    body = [
        block("quote", {"text": "Ja.", "speaker": role.pk, "attribution": ""}),
        block("list", {"items": ["Ett", "Två"], "is_numbered": False}),
        block("fact_box", {"kicker": "Fakta", "title": "Siffror", "text": "<p>x</p>", "source": ""}),
    ]
    draft = Article.objects.get(pk=article.pk)
    draft.body_sv, draft.authors = [*body, *draft.body_sv.raw_data], [role]
    draft.save_revision()
    page = open_page(one_time_login_url(reviewer).removeprefix("http://testserver"), scheme=scheme)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/redaktion/")
    page.goto(reverse(f"{NAMES}:edit", args=[article.pk]))
    page.locator("[data-side-panel-toggle='readiness']").press("Enter")
    page.wait_for_timeout(800)
    faults = [*inside(page, "[data-contentpath=body_sv]"), *inside(page, "[data-readiness]")]
    page.get_by_role("tab", name="Fakta och datum").click()
    faults += inside(page, "[data-many-chooser]")

    assert "\n".join(faults) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_screens_behind_links_and_at_the_door(open_page, article, scheme, width):
    page = open_page("/redaktion/konto/in/", width=width, scheme=scheme)
    faults = []
    for address in (
        "/redaktion/konto/in/",
        "/redaktion/konto/losenord/glomt/",
        "/redaktion/konto/ingen-roll/",
        f"/utkast/{DraftLink.objects.get().token}/",
        f"/oversyn/{upkeep.token_of(ReviewRequest.objects.get())}/",
        f"/svar/{article.pk}/tack/",
    ):
        page.goto(address)
        faults += [f"{address} {fault}" for fault in violations(page)]
        faults += [f"{address} sticks out {n} px"] if (n := overflow(page)) > 0 else []

    assert "\n".join(faults) == ""
    assert page.strangers == []
