"""An editor writes, previews in three languages, publishes and sees the history; others may not."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles.models import Article
from tests.factories import make_article, make_organisation

ADD = "wagtailsnippets_articles_article:add"
EDIT = "wagtailsnippets_articles_article:edit"

FORMSETS = ("principle_links", "key_figures", "sources", "change_notes")
TEXTS = [
    "title",
    "slug",
    "lead",
    "challenge",
    "starting_point",
    "actions",
    "frames",
    "follow_up",
    "results",
    "failures",
    "advice",
    "prerequisites",
    "participation",
    "cost_and_time",
]


def form(**values):
    """The article form as the browser posts it, empty but for what is given."""
    data = {f"{text}_{code}": "" for text in TEXTS for code in ("sv", "en", "fi")}
    data |= {f"body_{code}": streamfield([]) for code in ("sv", "en", "fi")}
    data |= {name: inline_formset([]) for name in FORMSETS}
    return nested_form_data({**data, "kind": "nyhet", **values})


def whole(**values):
    """A news item that lacks nothing but, where it is not given, its organisation."""
    body = streamfield([("text", rich_text("<p>Brödtext.</p>"))])
    return form(**{"title_sv": "Hel", "lead_sv": "Ingress.", "body_sv": body, **values})


def test_draft_needs_only_a_title(client, writer):
    client.force_login(writer)

    response = client.post(reverse(ADD), form(title_sv="Bara en rubrik"))

    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.title_sv, article.slug_sv, article.live) == ("Bara en rubrik", "bara-en-rubrik", False)


def test_draft_without_a_title_is_no_fault(client, writer):
    client.force_login(writer)

    response = client.post(reverse(ADD), form(lead_sv="Bara en ingress"))

    assert response.status_code == 302
    assert str(Article.objects.get()) == "Utan rubrik"
    assert client.get("/redaktion/").status_code == 200


def test_title_that_is_used_already_gets_an_address_of_its_own(client, writer):
    make_article(title_sv="Chefsforum")
    client.force_login(writer)

    client.post(reverse(ADD), form(title_sv="Chefsforum", slug_sv="chefsforum"))

    assert sorted(Article.objects.values_list("slug_sv", flat=True)) == ["chefsforum", "chefsforum-2"]


def test_publishing_says_what_is_missing_and_keeps_what_was_typed(client, reviewer):
    client.force_login(reviewer)

    response = client.post(
        reverse(ADD), form(title_sv="Rubrik", lead_en="Typed in English", **{"action-publish": "1"})
    )

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"lead_sv", "organisation", "body_sv"}
    assert "Det här behövs för att publicera." in response.text
    assert "Typed in English" in response.text
    assert not Article.objects.exists()


def test_case_story_cannot_be_published_without_its_failures(client, reviewer):
    client.force_login(reviewer)

    response = client.post(reverse(ADD), form(title_sv="Fall", kind="fall", **{"action-publish": "1"}))

    assert {"failures_sv", "challenge_sv", "results_sv", "stage"} <= set(response.context["form"].errors)


def test_reviewer_publishes_with_a_body(client, reviewer):
    client.force_login(reviewer)
    body = streamfield([("heading", {"text": "Mitt", "level": "2"}), ("text", rich_text("<p>Brödtext.</p>"))])
    data = form(title_sv="Hel", lead_sv="Ingress.", organisation=make_organisation().pk, body_sv=body)

    response = client.post(reverse(ADD), {**data, "action-publish": "1"})

    assert response.status_code == 302, response.context["form"].errors
    article = Article.objects.get()
    assert article.live
    assert "Brödtext." in client.get(article.get_absolute_url()).text


def test_writer_may_not_publish_even_with_a_forged_form(client, writer):
    client.force_login(writer)
    organisation = make_organisation()

    data = whole(title_sv="Smyg", organisation=organisation.pk)
    client.post(reverse(ADD), {**data, "action-publish": "1"})

    assert not Article.objects.filter(live=True).exists()


@pytest.mark.parametrize(
    ("language", "title"), [("sv", "Svensk rubrik"), ("en", "English title"), ("fi", "Suomalainen otsikko")]
)
def test_preview_shows_the_unsaved_form_in_the_language_chosen(client, writer, language, title):
    client.force_login(writer)
    article = make_article(title_sv="Sparad", published=False)
    url = reverse("wagtailsnippets_articles_article:preview_on_edit", args=[article.pk])
    titles = {"title_sv": "Svensk rubrik", "title_en": "English title", "title_fi": "Suomalainen otsikko"}

    client.post(url, form(**titles, slug_sv="s", slug_en="e", slug_fi="f"))
    text = client.get(url, {"mode": language}).text

    assert f'<html lang="{language}">' in text
    assert title in text
    assert Article.objects.get().title_sv == "Sparad"


def test_history_tells_who_did_what(client, reviewer):
    client.force_login(reviewer)
    data = whole(organisation=make_organisation().pk)
    client.post(reverse(ADD), {**data, "action-publish": "1"})

    text = client.get(
        reverse("wagtailsnippets_articles_article:history", args=[Article.objects.get().pk])
    ).text

    assert "granskare@example.se" in text
    assert "Publicerad" in text


def test_three_languages_of_fifty_six_blocks_are_not_too_much(client, reviewer):
    client.force_login(reviewer)
    body = streamfield([("heading", {"text": f"Rubrik {n}", "level": "2"}) for n in range(56)])
    titles = {f"title_{code}": "Lång" for code in ("sv", "en", "fi")}

    response = client.post(
        reverse(ADD), form(**titles, **{f"body_{code}": body for code in ("sv", "en", "fi")})
    )

    assert response.status_code == 302
    assert [len(getattr(Article.objects.get(), f"body_{code}")) for code in ("sv", "en", "fi")] == [
        56,
        56,
        56,
    ]


def test_page_tree_is_out_of_sight(client, administrator):
    client.force_login(administrator)

    text = client.get("/redaktion/").text

    assert "Artiklar" in text
    assert "explorer" not in text.lower().replace("page-explorer", "")
    assert "/redaktion/sites/" not in text


ADDRESSES = {
    "wagtailadmin_home": "all",
    ADD: ("Skribent", "Granskare", "Administratör"),
    "wagtailsnippets_articles_article:list": ("Skribent", "Granskare", "Administratör"),
    "wagtailsnippets_articles_topic:add": ("Administratör",),
    "wagtailsnippets_people_organisation:add": ("Administratör",),
    "wagtailsnippets_people_role:add": "all",
    "wagtailusers_users:index": ("Administratör",),
    "tillganglighet:index": ("Administratör",),
    "wagtailadmin_workflows:index": ("Administratör",),
}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
@pytest.mark.parametrize("role", ["Skribent", "Granskare", "Arrangör", "Administratör", None])
def test_each_role_reaches_only_its_own_screens(client, role, name, request):
    fixtures = {
        "Skribent": "writer",
        "Granskare": "reviewer",
        "Arrangör": "organiser",
        "Administratör": "administrator",
    }
    if role:
        client.force_login(request.getfixturevalue(fixtures[role]))

    status = client.get(reverse(name)).status_code

    may = role is not None and (ADDRESSES[name] == "all" or role in ADDRESSES[name])
    assert (status == 200) == may, status


def test_review_is_set_up_without_a_word_of_the_page_tree(client, administrator):
    client.force_login(administrator)
    workflow = Workflow.objects.get()
    edit = reverse("wagtailadmin_workflows:edit", args=[workflow.pk])

    for address in (reverse("wagtailadmin_workflows:index"), reverse("wagtailadmin_workflows:add"), edit):
        text = client.get(address).text.partition("<main")[2].partition("</main>")[0]
        assert text
        assert "choose-page" not in text
        assert "sidor" not in text.lower(), address
    kinds = [row.content_type_id for row in workflow.workflow_content_types.all()]
    data = nested_form_data(
        {
            "name": "Två läser",
            "content_types": [],
            "workflow_tasks": inline_formset(
                [{"task": workflow.tasks.get().pk, "id": workflow.workflow_tasks.get().pk}], initial=1
            ),
            "pages": inline_formset([]),
        }
    )
    answer = client.post(edit, data | {"content_types": kinds})

    assert answer.status_code == 302, answer.text
    workflow.refresh_from_db()
    assert workflow.name == "Två läser"
    assert workflow.workflow_content_types.count() == len(kinds)
