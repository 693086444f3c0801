"""The back office's own screens, and those behind links: axe in light and dark, and nothing that sticks out."""

import pytest
from django.urls import reverse

from articles import upkeep
from articles.models import Article, ReviewRequest
from tests.browser.test_public_pages import AXE, overflow, violations
from tests.factories import block, make_article, make_organisation
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


def inside(page):
    """Faults within our part of a screen: what the library draws around it is the library's."""
    page.evaluate(AXE)
    found = page.evaluate("(options) => axe.run('main', options)", INSIDE)["violations"]
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
