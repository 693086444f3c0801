"""After the day that was promised nothing is left of the people, and the figures are as they were."""

from dataclasses import replace
from datetime import datetime, time

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from events import allocation
from events.details import change_details
from events.letters import queue_links
from events.models import Choice, Event, Group, Question, Registration, SensitiveAnswer
from tests.databases import places_of
from tests.factories import at, make_event, make_organisation, make_person, make_session, republish
from tillit.outbox.models import Message

SECRETS = [
    "Rosalinda Hemlig", "rosalinda@example.se", "Hemliga bolaget", "Hemlig chef", "HEMLIG-REF", "hemlig nöt", "hemlig hiss",
    "Hemligt svar 070-1740605", "Kontakt Hemlig", "kontakt@example.se", "Efterträdare Hemlig", "eftertradare@example.se",
    "Kollega Hemlig", "kollega@example.se", "Rosalinda Ändrad",
]  # fmt: skip


def fill():
    """An event where everything that can be written has been written."""
    known = make_organisation(name="Känd kommun")
    event = make_event(
        capacity=3,
        asks=["roll", "faktura", "kost", "tillganglighet"],
        sessions=[make_session("Ett", capacity=1), make_session("Två")],
        questions=[Question(label_sv="Något mer?", kind="text")],
    )
    question, one = event.questions.get(), event.sessions.first()
    rosalinda = make_person(
        "Rosalinda Hemlig",
        email="rosalinda@example.se",
        organisation_text="Hemliga bolaget",
        role="Hemlig chef",
        invoice_reference="HEMLIG-REF",
        diet="hemlig nöt",
        access="hemlig hiss",
        answers=((question.pk, "Något mer?", "Hemligt svar 070-1740605"),),
        session_ids=(one.pk,),
    )
    first = allocation.sign_up(event, replace(rosalinda, network="abc"))
    change_details(first, name="Rosalinda Ändrad")
    group = Group(name="Kontakt Hemlig", email="kontakt@example.se")
    persons = [
        make_person(
            "Kollega Hemlig",
            email="kollega@example.se",
            role="Hemlig chef",
            organisation_id=known.pk,
            organisation_text="",
        )
    ]
    allocation.sign_up_group(event, group, [*persons, make_person("Fler")])
    allocation.hand_over(first, name="Efterträdare Hemlig", email="eftertradare@example.se")
    allocation.cancel(group.registrations.get(name="Fler"))
    queue_links("kontakt@example.se", "sv")
    return event


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time(0, 1)))


def figures(event):
    people = Registration.objects.filter(event=event)
    by_state = dict(people.values_list("state").annotate(Count("pk")).order_by())
    by_organisation = list(people.order_by("pk").values_list("organisation", flat=True))
    return (
        by_state,
        by_organisation,
        Choice.objects.count(),
        list(event.all_seats.values_list("taken", "waiting")),
    )


def test_nothing_is_left_and_the_figures_stand():
    event = fill()
    texts = {text: places_of(text) for text in SECRETS}
    hidden = {"hemlig nöt", "hemlig hiss", "Rosalinda Ändrad"}
    # What is put in is there, or the search would prove nothing. Needs are sealed, and gone with the hand-over.
    assert {text for text, places in texts.items() if not places} <= hidden
    before = figures(event)

    with time_machine.travel(midnight(event.erased_on)):
        call_command("erase_personal_data")

    assert {text: places_of(text) for text in SECRETS} == {key: [] for key in SECRETS}
    assert figures(event) == before
    assert Message.objects.count() == 0
    assert Registration.objects.filter(erased_at=None).count() == 0


def test_the_day_before_everything_stays_and_needs_go_the_day_after():
    event = make_event(asks=["kost"])
    allocation.sign_up(event, make_person("Ada", diet="nötter"))

    with time_machine.travel(at(30, 23)):
        call_command("erase_personal_data")
        assert SensitiveAnswer.objects.count() == 1
    with time_machine.travel(at(31, 2)):
        call_command("erase_personal_data")
        assert SensitiveAnswer.objects.count() == 0
    with time_machine.travel(at(30 + 90, 2)):
        call_command("erase_personal_data")
        assert Registration.objects.get().name == "Ada"
    with time_machine.travel(at(30 + 91, 2)):
        call_command("erase_personal_data")
        assert (Registration.objects.get().name, Registration.objects.get().state) == ("", "anmald")


def test_needs_are_sealed_in_the_database():
    allocation.sign_up(make_event(asks=["kost"]), make_person("Ada", diet="jordnötter"))

    assert places_of("jordnötter") == []
    assert SensitiveAnswer.objects.get().diet == "jordnötter"


def test_erased_participants_have_no_page_and_may_come_again(client):
    event = make_event()
    ada = allocation.sign_up(event, make_person("Ada"))
    with time_machine.travel(at(200)):
        call_command("erase_personal_data")
        assert client.get(ada.own_url).status_code == 404
        call_command("erase_personal_data")  # again finds nothing to do

    assert republish(Event.objects.get(pk=event.pk)).registrations.count() == 1


REFUSING_DATABASE = {
    "sqlite": "CREATE TRIGGER stuck BEFORE UPDATE ON events_registration WHEN OLD.event_id = {pk} "
    "BEGIN SELECT RAISE(ABORT, 'stuck'); END",
    "postgresql": "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF OLD.event_id = {pk} THEN RAISE 'stuck'; END IF; RETURN NEW; END $$; "
    "CREATE TRIGGER stuck BEFORE UPDATE ON events_registration FOR EACH ROW EXECUTE FUNCTION stuck()",
}


def test_one_event_that_cannot_be_erased_stops_no_other():
    stuck, other = make_event(), make_event()
    for event in (stuck, other):
        allocation.sign_up(event, make_person("Ada"))
    with connection.cursor() as cursor:
        cursor.execute(REFUSING_DATABASE[connection.vendor].format(pk=stuck.pk))

    with time_machine.travel(at(400)), pytest.raises(CommandError, match="1 evenemang"):
        call_command("erase_personal_data")

    assert [registration.name for registration in Registration.objects.order_by("pk")] == ["Ada", ""]


def test_letter_that_no_worker_ever_carried_goes_as_well():
    queue_links("ingen@example.se", "sv")

    with time_machine.travel(at(31)):
        call_command("erase_personal_data")

    assert not Message.objects.exists()
