"""Asking to follow a list, saying yes, changing and being forgotten."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.databases import every_table
from tests.factories import make_article, make_event, make_topic
from tests.following.follower import ask, follow
from tillit.following.models import Subscription
from tillit.outbox.letters import as_email, letter_of
from tillit.outbox.models import Message


def test_nothing_is_kept_where_the_letters_of_the_day_ran_out_meanwhile(client):
    for theme in ("a", "b", "c"):
        make_topic(theme)
        ask(client, f"?tema={theme}")
    Message.objects.update(
        to="someone-else@example.se"
    )  # as they are unseen from where somebody asks at that moment
    make_topic("d")

    ask(client, "?tema=d")

    assert Subscription.objects.count() == 3


def test_changing_how_often(client, clock):
    subscription = follow(client, rhythm="dag")

    client.post(subscription.link("rhythm"), {"rhythm": "vecka"})

    subscription.refresh_from_db()
    assert (subscription.rhythm, timezone.localtime(subscription.due).weekday()) == ("vecka", 0)
    assert client.post(subscription.link("rhythm"), {"rhythm": "aldrig"}).status_code == 200


def test_letter_asks_for_no_stop_where_nothing_has_begun(client):
    ask(client)

    assert as_email(Message.objects.get())["List-Unsubscribe"] is None


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


def test_stranger_gets_no_more_than_three_a_day(client, clock):
    for hour in range(20):
        make_topic(f"Tema {hour}")
        ask(client, f"?tema=tema-{hour}")
        clock.shift(timedelta(hours=1))
    assert Message.objects.count() == 3

    clock.shift(timedelta(days=1))
    ask(client)
    assert Message.objects.count() == 4


@pytest.mark.parametrize("query", ["?q=och att", "?q=-tillit"])
def test_search_that_asks_for_nothing_is_not_followed(client, query):
    answer = ask(client, query)

    assert "säger inte vad du vill följa" in answer.text
    assert Subscription.objects.count() == 0


def test_three_a_day_are_enough_also_where_their_receiver_has_stopped(client, clock):
    for number in range(5):
        make_topic(f"Tema {number}")
        ask(client, f"?tema=tema-{number}")
    for subscription in Subscription.objects.all():
        client.post(subscription.link("stop"))
    assert "ada@example.se" not in str(every_table())

    ask(client)
    assert (Message.objects.count(), Subscription.objects.count()) == (0, 0)

    clock.shift(timedelta(days=1, minutes=1))
    ask(client)
    assert Message.objects.count() == 1


def test_letter_is_written_also_where_an_earlier_one_is_gone(client, clock):
    for name in ("Ett", "Två", "Tre"):
        make_topic(name)
    first = follow(client, "?tema=ett")
    ask(client, "?tema=tva")
    client.post(first.link("stop"))

    ask(client, "?tema=tre")

    assert Message.objects.filter(about=Subscription.objects.get(query="tema=tre").about).exists()


@pytest.mark.parametrize(
    "query", ["?tema=Ring+010-123+45", "?organisation=x", "?genre=x", "?ar=7", "?sprak=xx"]
)
def test_what_is_made_up_is_not_followed(client, query):
    assert "finns inte längre" in ask(client, query).text
    assert not Message.objects.exists()


def test_what_cannot_be_read_is_not_followed_by_the_spelling_of_the_rest(client):
    make_article(title_sv="Tillitsbaserad ledning")

    for text in ("tillitsbaserad", "tilitsbaserad"):
        assert "finns inte längre" in ask(client, f"?q={text} -kommun:haninge").text
    assert not Message.objects.exists()


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

    ask(client, "?q=ond。example%20i❤.ws")

    for message in Message.objects.all():
        assert not re.search(
            r"ond.\S?example|i❤[.]ws|https://ond", letter_of(message).text.replace("\u2060", "\n")
        )


def test_address_that_never_said_yes_is_gone_after_a_week(client, clock):
    ask(client)
    clock.shift(timedelta(days=6))
    call_command("tidy")
    assert Subscription.objects.exists()

    clock.shift(timedelta(days=2))
    call_command("tidy")

    assert "ada@example.se" not in str(every_table())


def test_asking_again_begins_the_seven_days_anew_and_the_last_choice_holds(client, clock):
    ask(client, rhythm="vecka")
    clock.shift(timedelta(days=6))
    ask(client, rhythm="dag")
    clock.shift(timedelta(days=6))
    call_command("tidy")

    assert Subscription.objects.get().rhythm == "dag"


def test_saying_yes_twice_begins_once(client, clock):
    subscription = follow(client)
    clock.shift(timedelta(hours=1))
    client.post(subscription.link("say_yes"))

    assert Subscription.objects.get().confirmed_at == subscription.confirmed_at


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
