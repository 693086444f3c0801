"""A person's page lists everywhere she stands, and one action takes her name out of it all."""

import pytest
from django.urls import reverse

from articles.models import Article
from tests.databases import places_of as tables_with
from tests.factories import block, make_article, make_event, make_role, make_session, republish
from tillit.editorial.models import Picture
from tillit.people.models import Person

NAME = "Åsa Öberg"


@pytest.fixture
def role():
    return make_role(NAME, "rektor", is_elected=True, party="X")


@pytest.fixture
def article(role):
    quote = block("quote", {"text": "Det går bra.", "speaker": role.pk, "attribution": ""})
    slide = block(
        "slide",
        {"title": "Bild", "content": [block("quote", {"text": "Ja", "speaker": role.pk, "attribution": ""})]},
    )
    caption = block("picture", {"image": None, "alt": "", "caption": f"{NAME} talar", "credit": ""})
    body = [block("text", f"<p>Rektorn {NAME} tog vid.</p>"), quote, slide, caption]
    article = make_article(
        title_sv="Berättelsen",
        lead_sv=f"{NAME} berättar.",
        contact_name=NAME,
        contact_email="asa@example.se",
        body_sv=body,
        authors=[role],
    )
    return republish(article, title_sv="Berättelsen igen")


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return client


def test_every_place_is_listed(signed_in, role, article):
    Picture.objects.create(title="Bild", file="a.png", width=1, height=1, credit=NAME)
    make_event(title_sv="Dagen", sessions=[make_session(title=f"Med {NAME}")])

    text = signed_in.get(reverse("person_page", args=[role.person_id])).text

    for what in ("citeras", "nämns i texten", "står i fältet kontakt", "är bland skribenter"):
        assert what in text
    assert "rektor" in text


def test_one_action_takes_the_name_out_of_all(signed_in, role, article):
    Picture.objects.create(title="Bild", file="a.png", width=1, height=1, credit=NAME)
    assert NAME in signed_in.get(article.get_absolute_url()).text

    signed_in.post(reverse("anonymise_person", args=[role.person_id]))

    page = signed_in.get(article.get_absolute_url()).text
    assert NAME not in page
    assert "Rektorn en person tog vid." in page
    assert "asa@example.se" not in page
    assert Person.objects.get().name == "En person"
    article = Article.objects.get()
    assert all(
        NAME not in str(revision.content) and "\\u00c5sa" not in str(revision.content)
        for revision in article.revisions.all()
    )
    # What the library writes down of who did what names no one but the staff.
    assert [
        table
        for table in tables_with(NAME)
        if not table.startswith(("wagtailcore_modellog", "wagtailsearch"))
    ] == []


def test_others_are_left_alone(signed_in, role, article):
    other = make_article(lead_sv="Bo Alm berättar.", contact_name="Bo Alm", contact_email="bo@example.se")

    signed_in.post(reverse("anonymise_person", args=[role.person_id]))

    other.refresh_from_db()
    assert (other.lead_sv, other.contact_email) == ("Bo Alm berättar.", "bo@example.se")


def test_looking_changes_nothing_and_only_administrators_may(client, reviewer, role, article):
    client.force_login(reviewer)
    for name in ("person_page", "anonymise_person"):
        client.get(reverse(name, args=[role.person_id]))
        client.post(reverse(name, args=[role.person_id]))

    assert Person.objects.get().name == NAME
