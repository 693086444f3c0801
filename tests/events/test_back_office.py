"""The organiser makes an event, sees who comes, and cannot be tricked by what they wrote."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from events import allocation
from events.models import Event, Registration, Seats, State
from tests.factories import at, make_event, make_organisation, make_person, make_session, make_user, republish
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message

FORM = "wagtailsnippets_events_event"


@pytest.fixture
def desk(client, organiser):
    client.force_login(organiser)
    return client


def empty_inlines(**filled):
    data = {}
    for name in ("days", "sessions", "questions", "reserved_seats", "materials"):
        rows = filled.get(name, [])
        data |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            data |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return data


def event_data(**values):
    data = {"kind": "konferens", "takes_registrations": "on", "queue_rule": "ordning", "offer_days": 3, "offer_hours": 24,
            "kept_days": 90, "title_sv": "Tillitsdagen", "lead_sv": "En dag.", "body_sv-count": 0, "body_en-count": 0,
            "body_fi-count": 0, "capacity": 20, "organisation": make_organisation().pk}  # fmt: skip
    return {**data, **values}


def moment(value):
    return f"{value:%Y-%m-%d %H:%M}"


def test_organiser_makes_an_event_with_its_programme_and_publishes_it(desk):
    day = {"starts_at": moment(at(30, 9)), "ends_at": moment(at(30, 16))}
    sessions = [
        {
            "title_sv": title,
            "starts_at": moment(at(30, 10)),
            "ends_at": moment(at(30, 11)),
            "slot": "A",
            "capacity": 5,
        }
        for title in ("Ett", "Två")
    ]
    data = event_data(asks=["kost"], access=["slinga"]) | empty_inlines(days=[day], sessions=sessions)

    response = desk.post(reverse(f"{FORM}:add"), {**data, "action-publish": "1"})

    assert response.status_code == 302, response.context["form"].errors
    event = Event.objects.get()
    assert (event.live, event.asks, event.starts_at) == (True, ["kost"], at(30, 9))
    assert Seats.objects.filter(event=event).count() == 3
    assert "Välj ett pass" in desk.get(event.get_absolute_url()).text


def test_what_is_missing_is_said_when_publishing_and_not_when_saving(desk):
    data = event_data(lead_sv="", organisation="") | empty_inlines()

    refused = desk.post(reverse(f"{FORM}:add"), {**data, "action-publish": "1"})
    saved = desk.post(reverse(f"{FORM}:add"), data)

    assert set(refused.context["form"].errors) == {"lead_sv", "organisation", "__all__"}
    assert saved.status_code == 302


def test_sessions_of_one_choice_have_to_run_at_the_same_time(desk):
    sessions = [
        {"title_sv": "Ett", "starts_at": moment(at(30, 10)), "ends_at": moment(at(30, 11)), "slot": "A"},
        {"title_sv": "Två", "starts_at": moment(at(30, 13)), "ends_at": moment(at(30, 14)), "slot": "A"},
    ]
    response = desk.post(reverse(f"{FORM}:add"), event_data() | empty_inlines(sessions=sessions))

    assert "Passen i val A går inte samtidigt" in response.text


def test_list_shows_filters_states_and_letters(desk):
    event = make_event(capacity=1, sessions=[make_session("Ett"), make_session("Två")])
    one, two = event.sessions.order_by("pk")
    allocation.sign_up(event, make_person("Ada Prov", session_ids=(one.pk,)))
    allocation.sign_up(event, make_person("Bo Prov", session_ids=(two.pk,)))
    Message.objects.filter(to="ada-prov@example.se").update(state="misslyckat", problem="550 No such user")
    address = reverse("registrations:list", args=[event.pk])

    everybody, waiting, in_session = [desk.get(address + q).text for q in ("", "?lage=ko", f"?pass={one.pk}")]

    assert "1 av 1 platser är tagna, 1 i kö." in everybody
    assert "Gick inte fram" in everybody
    assert "550 No such user" in everybody
    assert ("Bo Prov" in waiting, "Ada Prov" in waiting) == (True, False)
    assert ("Bo Prov" in in_session, "Ada Prov" in in_session) == (False, True)
    assert "Ingen passar in" in desk.get(address + "?q=%00finns%20inte").text


def test_organiser_cancels_moves_and_adds_through_the_allocator(desk, organiser):
    event = make_event(
        capacity=1, closes_at=at(-1), opens_at=at(-2), sessions=[make_session("Ett"), make_session("Två")]
    )
    one, two = event.sessions.order_by("pk")
    add = {"email": "ada@example.se", "organisation": "X", "pass_A": one.pk, "name": "Ada"}
    assert desk.post(reverse("registrations:add", args=[event.pk]), add).status_code == 302
    desk.post(reverse("registrations:add", args=[event.pk]), {**add, "name": "Bo", "email": "bo@example.se"})
    ada, bo = Registration.objects.order_by("pk")
    assert (ada.state, bo.state) == (State.CONFIRMED, State.WAITING)

    desk.post(reverse("registrations:move", args=[ada.pk]), {"pass": two.pk})
    assert ada.choices.get().session == two

    desk.post(reverse("registrations:cancel", args=[ada.pk]))
    ada.refresh_from_db()
    bo.refresh_from_db()
    assert (ada.state, ada.reason, bo.state) == (State.CANCELLED, "arrangor", State.CONFIRMED)
    assert set(ada.entries.values_list("by", flat=True)) == {organiser.pk}


def test_letter_that_failed_can_be_sent_again(desk):
    ada = allocation.sign_up(make_event(), make_person())
    Message.objects.update(state="misslyckat", attempts=12, problem="550")

    desk.post(reverse("registrations:send_again", args=[Message.objects.get().pk]))

    message = Message.objects.get()
    assert (message.state, message.attempts, message.about) == ("ko", 0, f"registration:{ada.uid}")


def test_exports_run_nothing_and_hold_no_needs_beside_a_name(desk):
    event = make_event(asks=["kost"])
    evil = '=HYPERLINK("http://evil.example","Ada")'
    allocation.sign_up(
        event,
        make_person(evil, email="ada@example.se", role="+46", diet="Nötter", organisation_text="@SUM(1)"),
    )
    allocation.sign_up(event, make_person("Bo", diet="nötter."))

    text = desk.get(reverse("registrations:csv", args=[event.pk])).content.decode("utf-8-sig")
    book = desk.get(reverse("registrations:xlsx", args=[event.pk])).content

    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert [row[0] for row in rows] == ["Namn", f"'{evil}", "Bo"]
    assert (rows[1][2], rows[1][3]) == ("'@SUM(1)", "'+46")
    assert "nötter" not in text.casefold()
    with ZipFile(BytesIO(book)) as archive:
        sheets = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    assert not any(
        "<f>" in sheet or "hyperlink" in sheet.casefold() for n, sheet in sheets.items() if "worksheets" in n
    )
    needs = sheets["xl/worksheets/sheet2.xml"]
    assert '<c r="C2"' in needs
    assert "<v>2</v>" in needs


ADDRESSES = ["index", "list", "add", "csv", "xlsx", "detail"]
ACTIONS = ["cancel", "move", "send_again"]


@pytest.mark.parametrize(("role", "may_see"), [("Arrangör", True), ("Administratör", True), ("Granskare", False), ("Skribent", False), (None, False)])  # fmt: skip
def test_who_may_see_and_change(client, role, may_see):
    ada = allocation.sign_up(make_event(), make_person())
    if role:
        client.force_login(make_user("nagon@example.se", role))
    pks = {"detail": ada.pk, "index": None}

    seen = {}
    for name in ADDRESSES:
        pk = pks.get(name, ada.event_id)
        seen[name] = client.get(reverse(f"registrations:{name}", args=[pk] if pk else [])).status_code
    acted = [client.post(reverse(f"registrations:{name}", args=[ada.pk])).status_code for name in ACTIONS[:2]]

    assert all((status == 200) == may_see for status in seen.values()), seen
    assert (Registration.objects.get().state == State.CANCELLED) == may_see
    assert all(status == 302 for status in acted)


def test_lowering_the_room_says_what_happens(desk):
    event = make_event(capacity=2)
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name))
    days = {"starts_at": moment(at(30, 9)), "ends_at": moment(at(30, 16)), "id": event.days.get().pk}
    data = event_data(title_sv=event.title_sv, slug_sv=event.slug_sv, capacity=1) | empty_inlines(days=[days])
    data["days-INITIAL_FORMS"] = 1

    response = desk.post(
        reverse(f"{FORM}:edit", args=[event.pk]), {**data, "action-publish": "1"}, follow=True
    )

    assert "2 har redan plats, men antalet platser är nu 1." in response.text
    assert Registration.objects.seated().count() == 2
    assert Seats.objects.get(event=event, session=None).capacity == 1


def test_session_that_somebody_chose_is_struck_and_not_removed():
    event = make_event(sessions=[make_session("Ett"), make_session("Två")])
    one, two = event.sessions.order_by("pk")
    allocation.sign_up(event, make_person(session_ids=(one.pk,)))
    event.sessions = [two]
    event.save_revision().publish()

    one.refresh_from_db()
    assert one.is_cancelled
    assert Message.objects.filter(kind="events.struck").count() == 1
    assert Registration.objects.get().choices.count() == 0
    assert republish(event).sessions.count() == 2


def test_preview_of_a_draft_shows_its_programme(desk):
    event = make_event(
        published=False, sessions=[make_session("Ett"), make_session("Två")], place="Folkets hus"
    )
    day = {"starts_at": moment(at(30, 9)), "ends_at": moment(at(30, 16)), "id": event.days.get().pk}
    sessions = [
        {
            "title_sv": s.title_sv,
            "starts_at": moment(s.starts_at),
            "ends_at": moment(s.ends_at),
            "slot": "A",
            "id": s.pk,
        }
        for s in event.sessions.order_by("pk")
    ]
    data = event_data(title_sv="Utkastet", place="Nya huset") | empty_inlines(days=[day], sessions=sessions)
    data |= {"days-INITIAL_FORMS": 1, "sessions-INITIAL_FORMS": 2}
    address = reverse(f"{FORM}:preview_on_edit", args=[event.pk])

    assert desk.post(address, data).json()["is_valid"]
    page = desk.get(f"{address}?mode=sv").text

    for text in ("Utkastet", "Nya huset", "Välj ett pass", "Två"):
        assert text in page


def test_event_with_people_cannot_be_deleted(client, administrator):
    client.force_login(administrator)
    ada = allocation.sign_up(make_event(), make_person("Ada"))

    response = client.post(reverse(f"{FORM}:delete", args=[ada.event_id]), follow=True)

    assert "har varit publicerad och tas inte bort" in response.text
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "may_write", "may_publish"),
    [("Skribent", True, False), ("Granskare", True, True), ("Arrangör", True, True), ("Administratör", True, True), (None, False, False)],
)  # fmt: skip
def test_who_may_write_and_publish_events(client, role, may_write, may_publish):
    if role:
        client.force_login(make_user("nagon@example.se", role))
    day = {"starts_at": moment(at(30, 9)), "ends_at": moment(at(30, 16))}
    data = event_data() | empty_inlines(days=[day]) | {"action-publish": "1"}

    client.post(reverse(f"{FORM}:add"), data)

    assert Event.objects.exists() == may_write
    assert Event.objects.filter(live=True).exists() == may_publish


def test_who_was_added_is_told_by_whom_and_who_cancels_hears_how_many_are_told(desk):
    event = make_event()
    add = {"name": "Ada", "email": "ada@example.se", "organisation": "X"}
    desk.post(reverse("registrations:add", args=[event.pk]), add)
    assert "Arrangören har anmält dig, och du har en plats." in letter_of(Message.objects.get()).text

    days = {"starts_at": moment(at(30, 9)), "ends_at": moment(at(30, 16)), "id": event.days.get().pk}
    data = event_data(title_sv=event.title_sv, slug_sv=event.slug_sv, cancelled_on="2026-11-22")
    data |= empty_inlines(days=[days]) | {"days-INITIAL_FORMS": 1, "action-publish": "1"}
    response = desk.post(reverse(f"{FORM}:edit", args=[event.pk]), data, follow=True)

    assert "blir det 1 brev till dem som är anmälda" in response.text
    assert Message.objects.filter(kind="events.event_cancelled").count() == 1


def test_programme_is_not_left_behind_when_the_day_moves(desk):
    day = {"starts_at": moment(at(37, 9)), "ends_at": moment(at(37, 16))}
    session = {"title_sv": "Ett", "starts_at": moment(at(30, 10)), "ends_at": moment(at(30, 11))}
    data = event_data() | empty_inlines(days=[day], sessions=[session])

    refused = desk.post(reverse(f"{FORM}:add"), {**data, "action-publish": "1"})

    (sentence,) = refused.context["form"].errors["__all__"]
    assert sentence.startswith("Passet ”Ett” är satt till")
    assert desk.post(reverse(f"{FORM}:add"), data).status_code == 302  # as a draft it may be so


def test_place_in_the_queue_is_counted_from_one(desk):
    event = make_event(capacity=1)
    people = [allocation.sign_up(event, make_person(name)) for name in ("Ada", "Bo", "Cia", "Dan")]
    allocation.cancel(people[1])

    rows = csv.DictReader(
        StringIO(desk.get(f"/redaktion/anmalningar/{event.pk}/anmalda.csv").content.decode("utf-8-sig")),
        delimiter=";",
    )

    assert {row["Namn"]: row["Plats i kön"] for row in rows} == {"Ada": "", "Bo": "", "Cia": "1", "Dan": "2"}


@pytest.mark.parametrize(("wanted", "is_found"), [("åsa", True), ("ÖBERG", True), ("asa", False)])
def test_search_knows_the_small_letters_of_a_name(desk, wanted, is_found):
    event = make_event()
    allocation.sign_up(event, make_person("Åsa Öberg", email="x@example.se"))

    page = desk.get(f"/redaktion/anmalningar/{event.pk}/", {"q": wanted})

    assert ("Åsa Öberg" in page.text) == is_found


def test_cancelling_asks_first_and_says_what_was_done(desk):
    event = make_event()
    ada = allocation.sign_up(event, make_person("Ada"))
    bo = allocation.hand_over(ada, name="Bo", email="bo@example.se")

    def cancel(person):
        address = f"/redaktion/anmalningar/anmalan/{person.pk}/avanmal/"
        assert "Ja, avanmäl" in desk.get(address).text
        before = Message.objects.count()
        told = desk.post(address, follow=True).context["messages"]
        return [str(message) for message in told], Message.objects.count() - before

    assert Registration.objects.get(pk=bo.pk).state == State.CONFIRMED
    assert cancel(ada) == (["Ada var inte anmäld längre. Inget har ändrats."], 0)
    assert cancel(bo) == (["Bo är avanmäld och får ett brev."], 1)


def test_who_waits_for_a_session_is_seen(desk):
    event = make_event(sessions=[make_session("Ett", capacity=1)])
    one = event.sessions.get()
    for name in ("Ada", "Bo"):
        allocation.sign_up(event, make_person(name, session_ids=(one.pk,)))

    page = desk.get(f"/redaktion/anmalningar/{event.pk}/", {"pass": one.pk}).text

    assert "1 väntar på Ett" in page
    assert "Ett (1, 1 väntar)" in page
    assert "bo@example.se" in page


def test_the_organiser_is_spoken_to_as_somebody_else_than_who_comes(desk):
    page = desk.post(f"/redaktion/anmalningar/{make_event().pk}/lagg-till/", {}).text

    assert "Skriv personens namn." in page
    assert "Skriv ditt" not in page
    assert "kommer du" not in page


@pytest.mark.parametrize(("cancelled_on", "is_told"), [(None, True), (at(0), False)])
def test_moving_the_day_says_how_many_letters_it_sends_where_it_sends_any(desk, cancelled_on, is_told):
    event = make_event()
    allocation.sign_up(event, make_person())
    if cancelled_on:
        event = republish(event, cancelled_on=cancelled_on.date())
    row = {"id": event.days.get().pk, "starts_at": moment(at(37, 9)), "ends_at": moment(at(37, 16))}
    data = event_data(organisation=event.organisation_id) | empty_inlines(days=[row])
    data |= {"days-INITIAL_FORMS": 1, "cancelled_on": cancelled_on.date() if cancelled_on else ""}
    before = Message.objects.count()

    answer = desk.post(reverse(f"{FORM}:edit", args=[event.pk]), {**data, "action-publish": "1"}, follow=True)

    told = any("blir det 1 brev" in str(message) for message in answer.context["messages"])
    assert told == is_told == (Message.objects.count() > before)


def test_cancelling_the_event_says_how_many_letters_it_sends(desk):
    event = make_event()
    allocation.sign_up(event, make_person())
    day = event.days.get()
    data = event_data(cancelled_on=f"{at(0):%Y-%m-%d}", organisation=event.organisation_id)
    data |= empty_inlines(
        days=[{"id": day.pk, "starts_at": moment(day.starts_at), "ends_at": moment(day.ends_at)}]
    )
    data["days-INITIAL_FORMS"] = 1

    answer = desk.post(reverse(f"{FORM}:edit", args=[event.pk]), {**data, "action-publish": "1"}, follow=True)

    assert any("1 brev" in str(message) for message in answer.context["messages"])
