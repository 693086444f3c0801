"""What stands beside the form: what is missing, how whole the story is, and advice that has to be heeded."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Workflow
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from articles.models import Article, ImportedDocument
from tests.editorial.test_back_office import ADD, EDIT, form, whole
from tests.factories import block, make_article, make_organisation, make_user

BODY = [block("text", "<p>Brödtext.</p>")]


def with_link(text):
    return nested_form_data(
        {"body_sv": streamfield([("text", rich_text(f'<p><a href="https://x.example">{text}</a></p>'))])}
    )


@pytest.fixture
def ours():
    return make_organisation()


def test_form_tells_what_is_missing_and_leads_there(client, reviewer):
    client.force_login(reviewer)
    article = make_article(kind="fall", lead_sv="", published=False)

    text = client.get(reverse(EDIT, args=[article.pk])).text

    assert 'data-goes-to="lead_sv">Fältet ”Ingress” är tomt.</a>' in text
    assert 'data-goes-to="principle_links">Fältet ”Vägledande principer” är tomt.</a>' in text
    assert "Fallberättelsen är berättad till 0 procent" in text


def test_panel_speaks_of_what_stands_in_the_form_and_saves_nothing(client, reviewer):
    client.force_login(reviewer)
    article = make_article(title_sv="Sparad")
    address = reverse("readiness", args=[article.pk])

    text = client.post(address, form(title_sv="Osparad", lead_sv="Igår hände det.")).text

    assert "”igår” slutar stämma" in text
    assert Article.objects.get().latest_revision_id == article.latest_revision_id
    assert client.get(address).status_code == 405


def test_panel_of_a_new_page(client, writer):
    client.force_login(writer)

    assert "Fältet ”Ingress” är tomt." in client.post(reverse("readiness_of_new"), form(title_sv="Ny")).text


def test_panel_of_anothers_draft_is_not_shown(client, ours):
    client.force_login(make_user("var@example.se", "Skribent", organisation=ours))
    article = make_article(organisation=make_organisation(), published=False)

    assert client.post(reverse("readiness", args=[article.pk]), form(title_sv="x")).status_code == 404


def test_blocking_advice_stops_publication_and_not_the_draft(client, reviewer, ours):
    client.force_login(reviewer)
    data = form(title_sv="Ny", lead_sv="Ingress", organisation=ours.pk) | with_link("Läs mer")

    refused = client.post(reverse(ADD), data | {"action-publish": "1"})
    assert "Länken heter ”Läs mer”" in refused.text
    assert not Article.objects.exists()

    client.post(reverse(ADD), data)
    assert Article.objects.get().live is False


@pytest.mark.parametrize("change", [with_link("Läs mer om skolan"), {"waived_because": "Citerat ur en lag."}])
def test_advice_is_followed_or_passed_with_a_written_reason(client, reviewer, ours, change):
    client.force_login(reviewer)
    data = form(title_sv="Ny", lead_sv="Ingress", organisation=ours.pk) | with_link("Läs mer") | change

    client.post(reverse(ADD), data | {"action-publish": "1"})

    article = Article.objects.get()
    assert article.live
    assert article.latest_revision.content["waived_because"] == change.get("waived_because", "")


@pytest.mark.parametrize("missing", ["failures_sv", "principle_links"])
def test_story_is_not_published_without_what_failed_or_a_principle(client, reviewer, ours, missing):
    client.force_login(reviewer)
    response = client.post(
        reverse(ADD),
        form(title_sv="Fall", lead_sv="I", kind="fall", organisation=ours.pk) | {"action-publish": "1"},
    )

    errors = response.context["form"].errors
    assert missing in errors or "Vägledande principer" in str(errors)
    assert not Article.objects.exists()


@pytest.mark.parametrize(("action", "step"), [("publish", "publicera"), ("submit", "skicka för granskning")])
def test_refusal_says_what_is_missing_by_name(client, reviewer, action, step):
    client.force_login(reviewer)

    text = client.post(reverse(ADD), form(title_sv="Ny") | {f"action-{action}": "1"}).text

    said = re.search(rf"Det går inte att {step} än\. Se över: (.*?)\.\s", text)[1]
    assert re.findall(r'data-goes-to="(\w+)">([^<]+)</a>', said) == [
        ("lead_sv", "Ingress"),
        ("organisation", "Organisation"),
        ("body_sv", "Text"),
    ]


def test_approval_holds_to_the_same_demands_as_the_form(client, reviewer, ours):
    """Also from the start page, where there is no form."""
    article = make_article(lead_sv="", kind="fall", organisation=ours, published=False)
    Workflow.objects.get().start(article, reviewer)
    state = article.current_workflow_task_state
    client.force_login(reviewer)
    approve = reverse(
        "wagtailsnippets_articles_article:workflow_action", args=[article.pk, "approve", state.pk]
    )

    refused = client.post(approve, follow=True).text
    assert "går inte att godkänna än. Fältet ”Ingress” är tomt." in refused
    assert not Article.objects.filter(live=True).exists()

    sent_back = reverse(
        "wagtailsnippets_articles_article:workflow_action", args=[article.pk, "reject", state.pk]
    )
    client.post(sent_back, {"comment": "Skriv en ingress."})
    assert article.current_workflow_state.status == "needs_changes"


def test_text_that_is_not_whole_can_be_sent_back_from_the_form(client, reviewer, ours):
    article = make_article(organisation=ours, published=False)
    Workflow.objects.get().start(article, reviewer)
    client.force_login(reviewer)
    data = form(title_sv="Halv", organisation=ours.pk) | {"action-workflow-action": "1"}

    refused = client.post(reverse(EDIT, args=[article.pk]), data | {"workflow-action-name": "approve"})
    assert "Det går inte att godkänna än. Se över:" in refused.text
    client.post(reverse(EDIT, args=[article.pk]), data | {"workflow-action-name": "reject"})

    assert article.current_workflow_state.status == "needs_changes"
    assert not Article.objects.get().live


def test_panel_is_not_content_while_advice_or_a_doubt_stands_in_the_way(client, reviewer, ours):
    client.force_login(reviewer)
    article = make_article(organisation=ours, published=False)
    address = reverse("readiness", args=[article.pk])
    data = form(title_sv="Ny", lead_sv="Ingress", organisation=ours.pk)

    assert "Länken heter ”Läs mer”" in between(client.post(address, data | with_link("Läs mer")).text)
    assert "Klart att publicera" in client.post(address, data | with_link("Läs mer om skolan")).text
    ImportedDocument.objects.create(
        key="k", article=article, doubts=[{"code": "x", "text": "Vem talar?", "blocks": True}]
    )
    assert "Vem talar?" in between(client.post(address, data | with_link("Läs mer om skolan")).text)


def between(text):
    """The list of what is left."""
    return re.search(r"Kvar innan sidan kan publiceras(.*?)</section>", text, re.S)[1]


def test_change_that_matters_has_its_note(client, reviewer, ours):
    client.force_login(reviewer)
    data = whole(organisation=ours.pk) | {"change_is_major": "on", "action-publish": "1"}

    refused = client.post(reverse(ADD), data)

    assert set(refused.context["form"].errors) == {"change_note_sv"}


def test_who_publishes_a_page_without_an_owner_answers_for_it(client, reviewer, ours):
    client.force_login(reviewer)

    client.post(reverse(ADD), whole(organisation=ours.pk) | {"action-publish": "1"})

    assert Article.objects.get().owner == reviewer


def test_word_of_sending_back_lets_nothing_past_the_demands(client, reviewer, ours):
    article = make_article(lead_sv="", organisation=ours, published=False)
    Workflow.objects.get().start(article, reviewer)
    client.force_login(reviewer)
    data = form(title_sv="Halv") | {"action-publish": "1", "workflow-action-name": "reject"}

    client.post(reverse(EDIT, args=[article.pk]), data)

    assert not Article.objects.filter(live=True).exists()


def test_review_of_another_page_is_not_answered_through_ones_own(client, ours):
    ours_reviewer = make_user("var@example.se", "Granskare", organisation=ours)
    mine = make_article(organisation=ours, published=False)
    theirs = make_article(title_sv="Deras", organisation=make_organisation(), published=False, body_sv=BODY)
    for page in (mine, theirs):
        Workflow.objects.get().start(page, ours_reviewer)
    client.force_login(ours_reviewer)

    for view in ("workflow_action", "collect_workflow_action_data"):
        name = f"wagtailsnippets_articles_article:{view}"
        address = reverse(name, args=[mine.pk, "approve", theirs.current_workflow_task_state.pk])
        assert client.post(address, {"comment": ""}).status_code == 404

    theirs.refresh_from_db()
    assert theirs.live is False
