"""The letters of the morning: each page told once, what is gone in none, stopped without a trace."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.models import Article
from tests.databases import every_table
from tests.factories import make_article, make_event, make_organisation, make_topic, republish
from tests.following.follower import ask, follow, letters, told
from tests.outbox.mailserver import MailServer
from tillit.editorial.merging import merge
from tillit.following import telling
from tillit.following.models import Subscription, Told, next_letter
from tillit.following.telling import tell_all
from tillit.outbox.letters import NothingToTell, as_email, letter_of
from tillit.outbox.models import Message
from tillit.outbox.worker import carry

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_nothing_is_sent_before_the_owner_of_the_address_says_yes(client, clock):
    answer = ask(client)
    assert answer["Location"] == "/folj/skickat/"
    subscription = Subscription.objects.get()
    (message,) = Message.objects.all()
    assert subscription.link() in letter_of(message).text
    clock.shift(timedelta(hours=1))
    make_article(title_sv="För tidig")
    clock.shift(timedelta(days=1))
    assert tell_all() == 0

    page = client.get(subscription.link()).text
    assert "ada@example.se" in page
    assert str(subscription.key) not in page.split("</head>")[0]
    assert Subscription.objects.get().confirmed_at is None  # a program that opens links says nothing

    client.post(subscription.link("say_yes"))
    clock.shift(timedelta(hours=1))
    make_article(title_sv="Nyare")
    clock.shift(timedelta(days=1))

    assert tell_all() == 1
    assert told() == [["Nyare"]]


def test_each_page_is_told_once(client, clock):
    follow(client)
    for number in range(3):
        clock.shift(timedelta(hours=1))
        make_article(title_sv=f"Berättelse {number}")
        clock.shift(timedelta(days=1))
        tell_all()
        tell_all()
    clock.shift(timedelta(days=1))
    tell_all()

    assert told() == [["Berättelse 0"], ["Berättelse 1"], ["Berättelse 2"]]


def test_page_committed_after_the_letter_but_dated_before_it_is_told_next_time(client, clock):
    follow(client)
    clock.shift(timedelta(days=1))
    tell_all()
    late = make_article(title_sv="Sen")
    Article.objects.filter(pk=late.pk).update(first_published_at=timezone.now() - timedelta(minutes=3))
    clock.shift(timedelta(days=1))
    tell_all()

    assert told() == [["Sen"]]


def test_what_was_there_before_is_no_news_nor_what_comes_back(client, clock):
    old = make_article(title_sv="Gammal")
    clock.shift(timedelta(minutes=1))
    follow(client)
    old.unpublish()
    Article.objects.get().save_revision().publish()
    clock.shift(timedelta(days=1))

    assert tell_all() == 0


def test_page_that_was_away_when_the_letters_went_is_told_when_it_is_back(client, clock):
    follow(client)
    clock.shift(timedelta(minutes=1))
    article = make_article(title_sv="Rättad")
    article.unpublish()
    for _morning in range(3):
        clock.shift(timedelta(days=1))
        tell_all()
    Article.objects.get().latest_revision.publish()
    clock.shift(timedelta(days=1))
    tell_all()
    republish(Article.objects.get(), lead_sv="Ny ingress.")
    clock.shift(timedelta(days=1))
    tell_all()

    assert told() == [["Rättad"]]


def test_page_published_by_a_clock_that_was_ahead_is_told_once(client, clock):
    follow(client)
    clock.shift(timedelta(minutes=1))
    make_article(title_sv="Framtiden")
    ahead = timezone.now() + timedelta(days=30)
    Article.objects.update(first_published_at=ahead, last_published_at=ahead)
    for _morning in range(6):
        clock.shift(timedelta(days=1))
        tell_all()

    assert told() == [["Framtiden"]]


def test_merged_topic_is_still_followed(client, clock):
    old, new = make_topic("Chef"), make_topic("Ledare")
    follow(client, "?tema=chef")
    merge(old, new)
    clock.shift(timedelta(minutes=1))
    make_article(title_sv="Om ledare", topics=[new])
    clock.shift(timedelta(days=1))
    tell_all()

    assert told() == [["Om ledare"]]


def test_address_to_stop_is_whole_however_long_the_site_is_called(client, clock, settings):
    settings.SITE_URL = f"https://{'forvaltning.' * 6}kommunen.example.se"
    follow(client)
    clock.shift(timedelta(minutes=1))
    make_article()
    clock.shift(timedelta(days=1))
    tell_all()

    sent = as_email(letters()[0]).as_bytes().decode()
    (address,) = re.findall(r"(?m)^List-Unsubscribe: <(\S+)>\r?$", sent)
    assert address == Subscription.objects.get().link("stop")


def test_only_what_fits_the_choice_and_the_search(client, clock):
    topic = make_topic("Chef")
    follow(client, "?tema=chef&q=dialogen")
    clock.shift(timedelta(minutes=1))
    make_article(title_sv="Dialoger med chefer", topics=[topic])
    make_article(title_sv="Dialoger utan tema")
    make_article(title_sv="Något helt annat", topics=[topic])
    clock.shift(timedelta(days=1))
    tell_all()

    assert told() == [["Dialoger med chefer"]]
    assert "”dialogen”, Chef" in letter_of(letters()[0]).text


def test_events_can_be_followed(client, clock):
    organisation = make_organisation(slug="ort", code="0662")
    follow(client, "?organisation=ort", what="evenemang")
    clock.shift(timedelta(minutes=1))
    make_event(title_sv="Chefsforum i ort", organisation=organisation)
    make_event(title_sv="Någon annanstans")
    clock.shift(timedelta(days=1))
    tell_all()

    text = letter_of(letters()[0]).text
    assert "Chefsforum i ort" in text
    assert "Någon annanstans" not in text


def test_weekly_letters_come_on_mondays(client, clock):
    subscription = follow(client, rhythm="vecka")

    assert timezone.localtime(subscription.due) == datetime(2026, 11, 23, 7, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("rhythm", "after", "due"),
    [
        ("dag", datetime(2026, 11, 24, 6, 59), datetime(2026, 11, 24, 7)),
        ("dag", datetime(2026, 11, 24, 7, 0), datetime(2026, 11, 25, 7)),
        ("vecka", datetime(2026, 11, 23, 7, 0), datetime(2026, 11, 30, 7)),
        ("dag", datetime(2026, 3, 28, 12, 0), datetime(2026, 3, 29, 7)),  # summer time begins
        ("dag", datetime(2026, 10, 24, 12, 0), datetime(2026, 10, 25, 7)),  # and ends
    ],
)
def test_next_letter(rhythm, after, due):
    assert next_letter(rhythm, after.replace(tzinfo=STOCKHOLM)) == due.replace(tzinfo=STOCKHOLM)


def test_one_click_stops_and_nothing_is_left(client, clock):
    subscription = follow(client)
    clock.shift(timedelta(minutes=1))
    make_article(title_sv="Ny")
    clock.shift(timedelta(days=1))
    tell_all()
    letter = as_email(letters()[0])
    address = re.fullmatch(r"<(http://testserver/folj/min/[\w-]+/sluta/)>", letter["List-Unsubscribe"])[1]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    client.get(address)
    assert Subscription.objects.exists()  # opening the link is not to click the button

    answer = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not Subscription.objects.exists()
    assert not Told.objects.exists()
    assert not Message.objects.exists()
    assert "ada@example.se" not in str(every_table())
    assert client.post(address).status_code == 200
    gone = client.get(subscription.link())
    assert gone.status_code == 410
    assert "Inga fler brev kommer" in gone.text


def test_what_has_been_taken_down_before_the_letter_goes_is_not_in_it(client, clock):
    follow(client)
    clock.shift(timedelta(minutes=1))
    make_article(title_sv="Dragen")
    make_article(title_sv="Kvar")
    clock.shift(timedelta(days=1))
    tell_all()
    article = Article.objects.get(title_sv="Dragen")
    article.take_down("tillbakadragen", reason_sv="Fel.")

    assert told() == [["Kvar"]]

    Article.objects.get(title_sv="Kvar").unpublish()
    with pytest.raises(NothingToTell):
        letter_of(letters()[0])


def mornings(clock, number):
    """So many mornings with a new page each, whose letters the server is asked to take."""
    for n in range(number):
        clock.shift(timedelta(minutes=1))
        make_article(title_sv=f"Nummer {n}")
        clock.shift(timedelta(days=1))
        tell_all()
        carry()


def test_address_that_refuses_three_letters_is_left_alone(client, clock, settings):
    with MailServer() as mail:
        settings.SENDS_MAIL, settings.EMAIL_HOST = True, "127.0.0.1"
        settings.EMAIL_PORT = mail.controller.port
        follow(client, email="gone@example.se")
        mornings(clock, 3)
        assert Subscription.objects.exists()
        mornings(clock, 1)

    assert not Subscription.objects.exists()
    assert "gone@example.se" not in str(every_table())


def test_mail_server_that_is_away_costs_nobody_anything(client, clock, settings):
    settings.SENDS_MAIL, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", 1
    follow(client)
    mornings(clock, 4)
    Message.objects.filter(kind="following.new").update(state=Message.State.FAILED)  # tried twelve times each

    with MailServer() as mail:
        settings.EMAIL_PORT = mail.controller.port
        clock.shift(timedelta(days=1))
        tell_all()
        carry()

    text = mail.letters[-1][2].get_body(("plain",)).get_content()
    assert [f"Nummer {n}" in text for n in range(4)] == [True] * 4
    assert len(letters()) == 1  # those that never went are gone


def test_what_a_letter_only_counted_is_counted_in_the_next(client, clock, monkeypatch):
    monkeypatch.setattr(telling, "MOST_NAMED", 2)
    follow(client)
    for n in range(5):
        clock.shift(timedelta(minutes=1))
        make_article(title_sv=f"Nummer {n}")
    clock.shift(timedelta(days=1))
    tell_all()
    Message.objects.filter(kind="following.new").update(state=Message.State.FAILED)

    clock.shift(timedelta(days=1))
    tell_all()

    (letter,) = letters()
    assert (len(letter.content["pages"]), letter.content["more"]) == (2, 3)


def test_misspelt_search_is_followed_as_it_was_found(client, clock):
    make_article(title_sv="Dialogen")
    clock.shift(timedelta(minutes=1))
    follow(client, "?q=dialoggen")
    clock.shift(timedelta(minutes=1))
    make_article(title_sv="Ny dialog")
    clock.shift(timedelta(days=1))
    tell_all()

    assert told() == [["Ny dialog"]]


def test_long_letter_names_twenty_and_says_how_many_more(client, clock):
    follow(client)
    clock.shift(timedelta(minutes=1))
    for number in range(23):
        make_article(title_sv=f"Berättelse {number:02}")
    clock.shift(timedelta(days=1))
    tell_all()

    text = letter_of(letters()[0]).text
    assert sum(f"Berättelse {number:02}" in text for number in range(23)) == 20
    assert "Och 3 till" in text
    assert letter_of(letters()[0]).subject == "Nytt hos Tillit: Berättelse 00 och 22 till"


def test_choice_that_cannot_be_read_is_tried_again_tomorrow_only(client, clock):
    broken = follow(client)
    Subscription.objects.filter(pk=broken.pk).update(what="okänt")
    clock.shift(timedelta(days=1))
    tell_all()

    broken.refresh_from_db()
    assert broken.due > timezone.now()


def test_one_that_fails_stops_no_other(client, clock):
    broken = follow(client)
    follow(client, email="bo@example.se")
    clock.shift(timedelta(minutes=1))
    make_article(title_sv="Ny")
    Subscription.objects.filter(pk=broken.pk).update(what="okänt")
    clock.shift(timedelta(days=1))

    assert tell_all() == 1


@pytest.mark.parametrize("language", ["en", "fi"])
def test_pages_and_letters_speak_the_followers_language(client, clock, language):
    ask_page = client.get(f"/{language}/folj/berattelser/").text
    client.post(f"/{language}/folj/berattelser/", {"email": "ada@example.se", "rhythm": "dag"})
    subscription = Subscription.objects.get()
    assert f"/{language}/folj/min/" in subscription.link()
    client.post(subscription.link("say_yes"))
    clock.shift(timedelta(minutes=1))
    make_article(title_sv="Ny")
    clock.shift(timedelta(days=1))
    tell_all()

    assert f'lang="{language}"' in ask_page
    subject = letter_of(letters()[0]).subject
    assert subject.startswith({"en": "New at Tillit", "fi": "Uutta Tillitissä"}[language])


def test_letter_arrives_over_smtp(client, clock, settings):
    with MailServer() as mail:
        settings.SENDS_MAIL, settings.EMAIL_HOST = True, "127.0.0.1"
        settings.EMAIL_PORT = mail.controller.port
        follow(client)
        clock.shift(timedelta(minutes=1))
        make_article(title_sv="Ny <b>&</b> fin", lead_sv="Ingressen.")
        clock.shift(timedelta(days=1))
        tell_all()
        assert carry() == (2, 0)

    (_ask, (_address, _id, letter)) = mail.letters
    html = letter.get_body(("html",)).get_content()
    assert letter["Subject"] == "Nytt hos Tillit: Ny <b>&</b> fin"
    assert "Ny &lt;b&gt;&amp;&lt;/b&gt; fin" in html
    assert f'href="http://testserver{Article.objects.get().get_absolute_url()}"' in html
    assert "List-Unsubscribe" in letter
