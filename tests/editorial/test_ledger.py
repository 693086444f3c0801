"""A person's page lists everywhere she stands, and one action takes her name out of it all."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, ChangeNote, ImportedDocument, ReaderAnswer, Source
from tests.databases import places_of as tables_with
from tests.factories import block, make_article, make_event, make_role, make_session, republish
from tillit.editorial.models import Picture
from tillit.people.models import Person
from tillit.review.models import Comment, DraftLink

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


@pytest.fixture
def everywhere(article, role, administrator):
    """Rows beside the pages: a programme, a note, a source, a reason, a comment, a doubt, an answer, a draft."""
    Picture.objects.create(title="Bild", file="a.png", width=1, height=1, credit=NAME)
    event = make_event(title_sv="Dagen", sessions=[make_session(f"Med {NAME}"), make_session("Samtal")])
    session = event.sessions.get(title_sv="Samtal")
    session.speakers = [role]
    session.save()
    event = republish(event)
    ChangeNote.objects.create(article=article, day="2026-01-01", note_sv=f"{NAME} är inte längre rektor.")
    Source.objects.create(article=article, title="Boken", author=NAME)
    article = republish(Article.objects.get())
    gone = make_article(title_sv="Borta", organisation=article.organisation)
    gone.take_down("tillbakadragen", reason_sv=f"{NAME} bad om det.", by=administrator)
    Comment.objects.create(page=article, anchor="lead", text=f"Sa {NAME} så?", author_name="Bo")
    DraftLink.objects.create(page=article, given_to=NAME, created_by=administrator, expires_at=timezone.now())
    ImportedDocument.objects.create(
        key="a", article=article, doubts=[{"text": f"Vem är {NAME}?", "blocks": True}]
    )
    ReaderAnswer.objects.create(article=article, helped=True, text=f"Tack {NAME}")
    draft = make_article(title_sv="Utkastet")
    draft.lead_sv = f"{NAME} i ett utkast."
    draft.save_revision()
    return event


def test_every_place_is_listed(signed_in, role, everywhere):
    text = signed_in.get(reverse("person_page", args=[role.person_id])).text

    for what in (
        "citeras",
        "nämns i texten",
        "står i fältet kontakt",
        "är bland skribenter",
        "nämns bland pass",
        "nämns bland källor",
        "nämns bland nedtagningar",
        "nämns bland kommentarer",
        "nämns i ett utkast eller en tidigare version",
    ):
        assert what in text
    assert "rektor" in text


def test_one_action_takes_the_name_out_of_all(signed_in, role, everywhere):
    article = Article.objects.get(title_sv="Berättelsen igen")
    for page in (article, everywhere):
        assert NAME in signed_in.get(page.get_absolute_url()).text

    signed_in.post(reverse("anonymise_person", args=[role.person_id]))

    page = signed_in.get(article.get_absolute_url()).text
    assert NAME not in page
    assert "Rektorn en person tog vid." in page
    assert "asa@example.se" not in page
    assert "Med en person" in signed_in.get(everywhere.get_absolute_url()).text
    assert NAME not in signed_in.get("/artiklar/borta/").text
    assert Person.objects.get().name == "En person"
    assert tables_with(NAME) == []
    assert tables_with("\\u00c5sa") == []


def test_others_are_left_alone(signed_in, role, article):
    other = make_article(lead_sv="Bo Alm berättar.", contact_name="Bo Alm", contact_email="bo@example.se")

    signed_in.post(reverse("anonymise_person", args=[role.person_id]))

    other.refresh_from_db()
    assert (other.lead_sv, other.contact_email) == ("Bo Alm berättar.", "bo@example.se")


def test_quote_in_a_draft_is_listed(signed_in, role):
    article = make_article(title_sv="Väntar")
    article.body_sv = [block("quote", {"text": "Ja.", "speaker": role.pk, "attribution": ""})]
    article.save_revision()

    text = signed_in.get(reverse("person_page", args=[role.person_id])).text

    assert "nämns i ett utkast eller en tidigare version" in text
    assert "Väntar" in text


def test_longer_name_that_begins_the_same_is_left_alone(signed_in):
    role = make_role("Eva Lind")
    body = [
        block("text", "<p>Först.</p>"),
        block("quote", {"text": "Ja\nEva Lind", "speaker": None, "attribution": ""}),
    ]
    article = make_article(lead_sv="Eva Lind och Eva Lindström. Eva Linds idé.", body_sv=body)

    signed_in.post(reverse("anonymise_person", args=[role.person_id]))

    article.refresh_from_db()
    assert article.lead_sv == "en person och Eva Lindström. en persons idé."
    assert article.body_sv[1].value["text"] == "Ja\nen person"
    draft = article.get_latest_revision_as_object()
    assert draft.body_sv[1].value["text"] == "Ja\nen person"


def test_looking_changes_nothing_and_only_administrators_may(client, reviewer, role, article):
    client.force_login(reviewer)
    for name in ("person_page", "anonymise_person"):
        client.get(reverse(name, args=[role.person_id]))
        client.post(reverse(name, args=[role.person_id]))

    assert Person.objects.get().name == NAME
