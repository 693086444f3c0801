"""Following a list by letter: asked for, said yes to, told once of each page, stopped without a trace."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from tests.databases import every_table
from tests.factories import make_article, make_event, make_organisation, make_topic
from tests.outbox.mailserver import MailServer
from tillit.following.models import Subscription, Told, next_letter
from tillit.following.telling import tell_all
from tillit.outbox.letters import NothingToTell, as_email, letter_of
from tillit.outbox.models import Message
from tillit.outbox.worker import carry

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=STOCKHOLM)


@pytest.fixture(autouse=True)
def nobody_has_asked_before():
    """What networks have asked for of late is in the process's memory, not in the database."""
    caches["memory"].clear()


@pytest.fixture
def clock():
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


def ask(client, query="", what="berattelser", email="ada@example.se", rhythm="dag", **values):
    return client.post(f"/folj/{what}/{query}", {"email": email, "rhythm": rhythm, **values})


def follow(client, query="", **values):
    """A subscription that has been asked for and said yes to through the pages."""
    ask(client, query, **values)
    subscription = Subscription.objects.latest("pk")
    client.post(subscription.link("say_yes"))
    subscription.refresh_from_db()
    return subscription


def letters():
    return [message for message in Message.objects.order_by("pk") if message.kind == "following.new"]


def told():
    """The titles each letter tells of."""
    return [
        [title for title in Article.objects.values_list("title_sv", flat=True) if title in letter_of(m).text]
        for m in letters()
    ]


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
    organisation = make_organisation(slug="ort")
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


def test_changing_how_often(client, clock):
    subscription = follow(client, rhythm="dag")

    client.post(subscription.link("rhythm"), {"rhythm": "vecka"})

    subscription.refresh_from_db()
    assert (subscription.rhythm, timezone.localtime(subscription.due).weekday()) == ("vecka", 0)
    assert client.post(subscription.link("rhythm"), {"rhythm": "aldrig"}).status_code == 200


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
    assert client.get(subscription.link()).status_code == 404


def test_letter_asks_for_no_stop_where_nothing_has_begun(client):
    ask(client)

    assert as_email(Message.objects.get())["List-Unsubscribe"] is None


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


def test_the_same_choice_is_followed_once_however_it_is_spelled(client, clock):
    make_topic("Chef")
    follow(client, "?tema=chef&genre=nyhet")
    follow(client, "?genre=nyhet&tema=chef&skräp=1&sida=3")

    assert Subscription.objects.get().query == "genre=nyhet&tema=chef"


def test_who_follows_already_is_told_so_in_the_letter_only(client, clock):
    follow(client)
    clock.shift(timedelta(hours=1))
    answer = ask(client, rhythm="vecka")

    assert answer["Location"] == "/folj/skickat/"
    assert "följer redan" in letter_of(Message.objects.latest("pk")).text
    assert Subscription.objects.get().rhythm == "dag"  # nobody else changes it


def test_an_address_gets_few_letters_however_often_it_is_written(client):
    for number in range(8):
        ask(client, f"?ar={2000 + number}")
        ask(client, f"?ar={2000 + number}")

    assert Message.objects.count() == 3


def test_a_network_that_asks_for_many_waits_and_keeps_what_it_wrote(client):
    for number in range(31):
        answer = ask(client, email=f"person{number}@example.se")

    assert answer.status_code == 200
    assert "Vänta tio minuter" in answer.text
    assert "person30@example.se" in answer.text


def test_program_that_fills_all_fields_is_thanked_and_forgotten(client):
    assert ask(client, website="x").status_code == 302

    assert not Subscription.objects.exists()


@pytest.mark.parametrize("email", ["", "nej", "a@b", "ada@example.se\nBcc: x@example.se", "<a@example.se>"])
def test_bad_address_is_explained(client, email):
    answer = ask(client, email=email)

    assert answer.status_code == 200
    assert 'id="fel"' in answer.text
    assert not Subscription.objects.exists()


def test_too_long_a_search_is_explained(client):
    answer = ask(client, "?q=" + "%C3%B6" * 300)

    assert "för långt" in answer.text


@pytest.mark.parametrize("query", ["?q=%00%0a", "?tema=%27--", "?ar=åååå", "?q=%E2%80%AE"])
def test_hostile_choices_are_answered(client, query):
    assert client.get(f"/folj/berattelser/{query}").status_code == 200


def test_search_for_a_link_is_no_link_in_the_letter(client):
    ask(client, "?q=https://ond.example/klicka")

    assert "https://ond.example" not in letter_of(Message.objects.get()).text


def test_address_that_refuses_three_letters_is_left_alone(client, clock):
    follow(client)
    for number in range(4):
        Message.objects.update(state=Message.State.FAILED)
        clock.shift(timedelta(minutes=1))
        make_article(title_sv=f"Nummer {number}")
        clock.shift(timedelta(days=1))
        tell_all()

    assert not Subscription.objects.exists()
    assert not Message.objects.exists()


def test_address_that_never_said_yes_is_gone_after_a_week(client, clock):
    ask(client)
    clock.shift(timedelta(days=6))
    call_command("tidy")
    assert Subscription.objects.exists()

    clock.shift(timedelta(days=2))
    call_command("tidy")

    assert "ada@example.se" not in str(every_table())


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


def test_list_pages_lead_to_the_letters(client):
    make_topic("Chef")
    assert '/folj/berattelser/?tema=chef"' in client.get(reverse("articles:list") + "?tema=chef").text
    assert "/folj/evenemang/?" in client.get(reverse("events:list")).text


def test_calendar_and_feeds_take_every_choice_of_events(client):
    make_event(title_sv="Forum", kind="chefsforum")
    make_event(title_sv="Konferens", kind="konferens")

    for address in ("/evenemang.ics", "/evenemang.atom", "/evenemang.json", "/evenemang.csv", "/evenemang/"):
        text = client.get(f"{address}?slag=chefsforum").text
        assert "Forum" in text
        assert ("Konferens<" if address.endswith("/") else "Konferens") not in text.replace("Konferenser", "")
