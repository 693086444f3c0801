"""An editor works with her own organisation's pages; another's drafts she cannot even see."""

import pytest
from django.urls import reverse

from articles.models import Article
from tests.editorial.test_back_office import ADD, EDIT, form
from tests.factories import make_article, make_event, make_organisation, make_user

ARTICLES = "wagtailsnippets_articles_article"


@pytest.fixture
def ours():
    return make_organisation(name="Vår kommun")


@pytest.fixture
def theirs():
    return make_organisation(name="Deras kommun")


@pytest.fixture
def editor(client, ours):
    user = make_user("var@example.se", "Granskare", "Arrangör", organisation=ours)
    client.force_login(user)
    return user


def is_refused(response):
    return response.status_code == 403 or response.headers.get("Location") == "/redaktion/"


def test_own_pages_are_listed_and_others_are_not(client, editor, ours, theirs):
    make_article(title_sv="Vårt utkast", organisation=ours, published=False)
    make_article(title_sv="Deras utkast", organisation=theirs, published=False)
    make_article(title_sv="Deras publicerade", organisation=theirs)

    text = client.get(reverse(f"{ARTICLES}:list")).text

    assert "Vårt utkast" in text
    assert "Deras" not in text.split("<table", 1)[1].split("</table", 1)[0]


@pytest.mark.parametrize(
    "view",
    ["edit", "delete", "usage", "history", "history_results", "copy", "preview_on_edit", "unpublish", "lock",
     "unlock", "workflow_history", "confirm_workflow_cancellation"],
)  # fmt: skip
def test_no_address_of_anothers_page_is_open(client, editor, ours, theirs, view):
    article = make_article(organisation=theirs, published=False)

    for method in (client.get, client.post):
        assert is_refused(method(reverse(f"{ARTICLES}:{view}", args=[article.pk])))


def test_anothers_revisions_and_comparisons_are_closed(client, editor, theirs):
    article = make_article(organisation=theirs)
    revision = article.latest_revision_id
    addresses = [
        reverse(f"{ARTICLES}:revisions_view", args=[article.pk, revision]),
        reverse(f"{ARTICLES}:revisions_revert", args=[article.pk, revision]),
        reverse(f"{ARTICLES}:revisions_unschedule", args=[article.pk, revision]),
        reverse(f"{ARTICLES}:revisions_compare", args=[article.pk, "earliest", "latest"]),
    ]

    assert all(is_refused(client.get(address)) for address in addresses)


def test_anothers_page_is_not_written_over(client, editor, theirs):
    article = make_article(title_sv="Deras", organisation=theirs)

    client.post(reverse(EDIT, args=[article.pk]), form(title_sv="Kapad") | {"action-publish": "1"})

    assert Article.objects.get().title_sv == "Deras"


def test_new_page_is_ones_own_and_cannot_be_made_anothers(client, editor, ours, theirs):
    page = client.get(reverse(ADD))
    assert page.context["form"]["organisation"].initial == ours.pk

    client.post(reverse(ADD), form(title_sv="Ny", organisation=theirs.pk))
    assert not Article.objects.exists()

    client.post(reverse(ADD), form(title_sv="Ny", organisation=ours.pk))
    assert Article.objects.get().organisation == ours


def test_owner_reaches_her_page_whatever_organisation_it_has(client, editor, theirs):
    article = make_article(organisation=theirs, owner=editor)

    assert client.get(reverse(EDIT, args=[article.pk])).status_code == 200


def test_link_is_offered_to_what_is_public_or_ones_own(client, editor, ours, theirs):
    make_article(title_sv="Vårt utkast", organisation=ours, published=False)
    secret = make_article(title_sv="Deras utkast", organisation=theirs, published=False)
    make_article(title_sv="Deras publicerade", organisation=theirs)
    chooser = "wagtailsnippetchoosers_articles_article"

    for view in ("choose", "choose_results"):
        response = client.get(reverse(f"{chooser}:{view}"))
        text = response.json()["html"] if view == "choose" else response.text
        assert "Vårt utkast" in text
        assert "Deras publicerade" in text
        assert "Deras utkast" not in text
    assert client.get(reverse(f"{chooser}:chosen", args=[secret.pk])).status_code == 404
    assert "Deras utkast" not in client.get(reverse(f"{chooser}:chosen_multiple"), {"id": secret.pk}).text


def test_those_who_have_signed_up_are_no_other_organisations_business(client, editor, ours, theirs):
    event = make_event(title_sv="Deras dag", organisation=theirs)
    make_event(title_sv="Vår dag", organisation=ours)

    text = client.get(reverse("registrations:index")).text
    assert "Vår dag" in text
    assert "Deras dag" not in text
    for view in ("list", "add", "csv", "xlsx"):
        assert is_refused(client.get(reverse(f"registrations:{view}", args=[event.pk])))


def test_reviewer_for_all_reaches_everything(client, reviewer, theirs):
    client.force_login(reviewer)
    article = make_article(organisation=theirs, published=False)

    assert client.get(reverse(EDIT, args=[article.pk])).status_code == 200
