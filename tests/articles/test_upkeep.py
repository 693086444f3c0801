"""Pages are kept true: changes that matter are told, owners are asked, readers answer."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, ReaderAnswer, ReviewRequest
from articles.publishing import review_due
from tests.factories import make_article, make_organisation, make_user, republish
from tillit.outbox.letters import NothingToTell, letter_of
from tillit.outbox.models import Message

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def a_wednesday():
    with time_machine.travel("2026-11-25 08:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def owner():
    return make_user("agare@example.se", "Skribent")


@pytest.fixture
def stale(owner):
    article = make_article(title_sv="Gammal", owner=owner)
    Article.objects.filter(pk=article.pk).update(review_due_on=TODAY)
    return article


def night():
    call_command("upkeep", stdout=StringIO())


def link():
    letter = letter_of(Message.objects.latest("pk"))
    return next(line for line in letter.text.splitlines() if "/oversyn/" in line).removeprefix(
        "http://testserver"
    )


# Changes -----------------------------------------------------------------------------------------


def test_major_change_is_told_and_moves_updated(client):
    article = make_article(title_sv="Berättelsen", published_on=date(2026, 1, 10))

    republish(article, change_is_major=True, change_note_sv="Nya siffror för hösten.")

    article = Article.objects.get()
    assert (article.published_on, article.updated_on) == (date(2026, 1, 10), TODAY)
    assert (article.change_is_major, article.change_note_sv) == (False, "")
    text = client.get(article.get_absolute_url()).text
    assert "Nya siffror för hösten." in text
    assert [note.note_sv for note in article.change_notes.all()] == ["Nya siffror för hösten."]


def test_minor_change_is_told_to_nobody():
    article = make_article(published_on=date(2026, 1, 10))

    article = republish(article, lead_sv="Ingressen utan stavfel.")

    assert article.updated_on is None
    assert not article.change_notes.exists()


def test_change_that_waits_for_its_time_is_told_when_it_comes(a_wednesday):
    article = make_article()
    tomorrow = timezone.now() + timedelta(days=1)
    republish(article, change_is_major=True, change_note_sv="I morgon.", go_live_at=tomorrow)
    assert not Article.objects.get().change_notes.exists()

    a_wednesday.shift(timedelta(days=1, minutes=1))
    call_command("publish_due", stdout=StringIO())

    assert [note.day for note in Article.objects.get().change_notes.all()] == [date(2026, 11, 26)]


def test_first_publication_is_no_change():
    article = make_article(change_is_major=True, change_note_sv="Hej")

    assert (article.updated_on, article.change_notes.count()) == (None, 0)


# When the owner is asked ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("nyhet", date(2027, 9, 4)), ("fall", date(2028, 11, 4)), ("media", date(2028, 11, 25))],
)
def test_page_is_looked_over_before_readers_are_told_that_it_is_old(kind, expected):
    assert review_due(kind, TODAY) == expected


def test_publication_sets_the_day_and_leaves_one_that_was_chosen():
    assert make_article().review_due_on == date(2027, 9, 4)
    assert make_article(review_due_on=date(2027, 1, 1)).review_due_on == date(2027, 1, 1)


def test_day_that_somebody_sets_in_the_past_is_kept_and_one_that_has_passed_is_moved_on():
    article = make_article()
    chosen = republish(article, review_due_on=date(2026, 11, 24))
    assert chosen.review_due_on == date(2026, 11, 24)

    assert republish(chosen, lead_sv="Sedd över.").review_due_on == date(2027, 9, 4)


def test_owner_is_asked_once(stale):
    make_article(title_sv="Färsk")
    make_article(title_sv="Utkast", published=False, review_due_on=TODAY)
    for _ in range(2):
        night()

    letter = letter_of(Message.objects.get())
    assert Message.objects.get().to == "agare@example.se"
    assert letter.subject == "Gäller ”Gammal” fortfarande?"
    assert "http://testserver/artiklar/gammal/" in letter.text


def test_two_questions_at_once_are_refused_by_the_database(stale):
    night()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRequest.objects.create(article=stale)


def test_opening_the_link_answers_nothing(client, stale):
    night()
    for method in (client.get, client.head, client.get):
        method(link())
    client.post(link(), {"svar": "något annat"})

    assert ReviewRequest.objects.get().answered_at is None


def test_page_that_still_holds_is_reviewed_and_a_waiting_draft_stays_a_draft(client, stale):
    draft = Article.objects.get()
    draft.title_sv = "Halvfärdig"
    draft.save_revision()
    night()

    client.post(link(), {"svar": "aktuell"})

    article = Article.objects.get()
    assert (article.title_sv, article.reviewed_on, article.review_due_on) == (
        "Gammal",
        TODAY,
        date(2027, 9, 4),
    )
    assert "25 november 2026" in client.get("/artiklar/gammal/").text
    article.latest_revision.publish()
    article.refresh_from_db()
    assert (article.title_sv, article.reviewed_on) == ("Halvfärdig", TODAY)


def test_page_to_update_is_asked_about_again_in_a_month(client, stale, a_wednesday):
    night()
    client.post(link(), {"svar": "uppdatera"})
    night()
    assert ReviewRequest.objects.count() == 1

    a_wednesday.shift(timedelta(days=31))
    night()

    assert ReviewRequest.objects.unanswered().count() == 1


def test_page_is_archived_with_the_owners_words(client, stale):
    night()

    client.post(link(), {"svar": "arkivera", "varfor": "Försöket är slut.‮"})

    text = client.get("/artiklar/gammal/").text
    assert "Arkiverad" in text
    assert "Försöket är slut." in text
    night()
    assert ReviewRequest.objects.count() == 1


def test_question_is_answered_once(client, stale):
    night()
    address = link()
    client.post(address, {"svar": "aktuell"})
    client.post(address, {"svar": "arkivera"})

    assert ReviewRequest.objects.get().answer == "aktuell"
    assert Article.objects.get().archived is None
    assert "Tack, svaret är taget" in client.get(address).text


def test_link_of_an_old_letter_answers_nothing(client, stale, a_wednesday):
    night()
    address = link()
    a_wednesday.shift(timedelta(days=121))

    assert client.post(address, {"svar": "arkivera"}).status_code == 404
    assert "äldre än fyra månader" in client.get(address).text
    assert ReviewRequest.objects.get().answered_at is None
    night()
    assert client.get(link()).status_code == 200


@pytest.mark.parametrize("token", ["x", "MQ:1abc:fel", "ä"])
def test_made_up_link_leads_nowhere(client, token):
    assert client.get(f"/oversyn/{token}/").status_code == 404


@pytest.mark.parametrize("address", ["redaktionen@example.se", ""])
def test_unanswered_question_goes_to_the_organisation_once(owner, a_wednesday, address):
    organisation = make_organisation(editors_email=address)
    make_user("granskaren@example.se", "Granskare", organisation=organisation)
    article = make_article(owner=owner, organisation=organisation)
    Article.objects.filter(pk=article.pk).update(review_due_on=TODAY)
    night()
    Message.objects.all().delete()

    for _ in range(2):
        a_wednesday.shift(timedelta(days=22))
        night()

    message = Message.objects.get()
    assert message.to == (address or "granskaren@example.se")
    assert "agare@example.se, har inte svarat" in letter_of(message).text.replace("⁠", "")


def test_page_without_an_owner_is_asked_about_with_those_who_look_after_the_hub(administrator):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(review_due_on=TODAY)
    night()

    assert Message.objects.get().to == administrator.email


def test_letter_that_has_been_answered_before_it_went_is_not_sent(client, stale):
    night()
    client.post(link(), {"svar": "aktuell"})

    with pytest.raises(NothingToTell):
        letter_of(Message.objects.get())


# What a story must have ----------------------------------------------------------------------------


def test_nothing_that_failed_yet_is_told_with_its_date(client):
    article = make_article(kind="fall", no_failures_yet_on=date(2026, 5, 3))

    assert "Inget ännu, enligt berättarna den 3 maj 2026." in client.get(article.get_absolute_url()).text


# Readers -------------------------------------------------------------------------------------------


def test_reader_says_that_it_helped_without_cookies_or_script(client):
    article = make_article()
    page = client.get(article.get_absolute_url()).text
    assert f'action="/svar/{article.pk}/"' in page

    response = client.post(
        f"/svar/{article.pk}/", {"helped": "nej", "text": "Mer om skolan, på några års sikt. Åäö!"}
    )

    answer = ReaderAnswer.objects.get()
    assert (answer.helped, answer.text, answer.language) == (
        False,
        "Mer om skolan, på några års sikt. Åäö!",
        "sv",
    )
    assert not response.cookies
    assert "Tack för svaret" in client.get(response["Location"]).text


@pytest.mark.parametrize(
    ("typed", "status", "kept"),
    [
        ({}, 400, 0),
        ({"helped": "kanske"}, 400, 0),
        ({"helped": "ja", "text": "x" * 1001}, 400, 0),
        ({"helped": "ja", "text": "a\x00b"}, 400, 0),
        ({"helped": "ja", "website": "http://ond.example"}, 302, 0),
        ({"helped": "ja", "text": "<script>alert(1)</script>"}, 302, 1),
    ],
)
def test_bad_answers_are_asked_for_again_and_programs_are_not_heard(client, typed, status, kept):
    article = make_article()

    assert client.post(f"/svar/{article.pk}/", typed).status_code == status
    assert ReaderAnswer.objects.count() == kept


def test_what_was_typed_is_kept_when_the_answer_was_forgotten(client):
    article = make_article()

    assert "Ett långt svar" in client.post(f"/svar/{article.pk}/", {"text": "Ett långt svar"}).text


def test_drafts_have_no_answers(client):
    article = make_article(published=False)

    assert client.post(f"/svar/{article.pk}/", {"helped": "ja"}).status_code == 404
    assert client.get(f"/svar/{article.pk}/").status_code == 405


def test_answers_are_gone_after_a_year(client, a_wednesday):
    article = make_article()
    client.post(f"/svar/{article.pk}/", {"helped": "ja", "text": "Bra"})
    call_command("tidy", stdout=StringIO())
    assert ReaderAnswer.objects.exists()

    a_wednesday.shift(timedelta(days=366))
    call_command("tidy", stdout=StringIO())

    assert not ReaderAnswer.objects.exists()


def test_every_answer_is_found_by_those_who_look_after_the_page(client, owner):
    ours = make_organisation()
    mine, colleagues = make_article(owner=owner, organisation=ours), make_article(organisation=ours)
    theirs = make_article(organisation=make_organisation())
    owner.organisation, owner.is_for_all = ours, False
    owner.save()
    for number in range(60):
        ReaderAnswer.objects.create(article=mine, helped=number % 2, text=f"Svar {number:02}")
    ReaderAnswer.objects.create(article=colleagues, helped=False, text="Till en kollega")
    ReaderAnswer.objects.create(article=theirs, helped=False, text="Till några andra")
    client.force_login(owner)

    assert 'href="/redaktion/svar/"' in client.get("/redaktion/").text
    everything = "".join(client.get("/redaktion/svar/", {"sida": page}).text for page in (1, 2))
    assert all(f"Svar {number:02}" in everything for number in range(60))
    assert "Till en kollega" in everything
    assert "Till några andra" not in everything
    only = client.get("/redaktion/svar/", {"mina": "ja", "svar": "nej"}).text
    assert ("Svar 00" in only, "Svar 01" in only, "Till en kollega" in only) == (True, False, False)


def test_reader_is_warned_about_personal_data_before_she_writes(client):
    text = client.get(make_article().get_absolute_url()).text

    assert text.index("Skriv inga personuppgifter") < text.index("</form>", text.index("Hjälpte sidan dig?"))
    assert "tas bort efter ett år" in text
