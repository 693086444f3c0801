"""400 people, four sessions of 100, a hundred clients at once against a running server: nobody lost, no seat sold twice."""

import http.client
import json
import random
import re
import threading
import time
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.servers import environment_for, run_python, server

pytestmark = pytest.mark.race

PEOPLE, CLIENTS, SESSIONS, SEATS = 400, 100, 4, 100
SEATED = 300  # where there are fewer seats than people
GROUP = 5  # every tenth client signs up so many at once
LEAVING = 40  # of those who got a seat give it up while others still come
LEAVING_LAST = (
    20  # and these all at once when everybody has come, so that the queue moves whatever the machine's pace
)

MAKE = f"""
from tests.factories import make_event, make_session
event = make_event(
    title_sv="Loppet", capacity={{capacity}},
    sessions=[make_session(f"Pass {{{{n}}}}", capacity={SEATS}) for n in range({SESSIONS})],
)
print(event.sign_up_url, *[session.pk for session in event.sessions.order_by("pk")])
"""
COUNT = """
import json
from collections import Counter
from events.models import *
from tillit.outbox.models import Message
seats = {row.session_id: [row.capacity, row.taken, row.waiting] for row in Seats.objects.all()}
people = [
    [r.email, r.state, r.queue_number, r.pk, sorted([c.session_id, c.is_granted] for c in r.choices.all())]
    for r in Registration.objects.prefetch_related("choices")
]
letters = [[m.to, m.kind, m.about] for m in Message.objects.all()]
entries = list(Entry.objects.values_list("action", flat=True))
found = {"seats": list(seats.items()), "people": people, "letters": letters, "entries": entries}
print(json.dumps(found | {"commits": Seats.objects.get(session=None).version}))
"""


class Client:
    """A person's browser: one connection, forms filled in and sent, redirects followed."""

    def __init__(self, port):
        self.port, self.problems = port, []

    def ask(self, method, path, fields=None):
        request = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        body = urlencode(fields, doseq=True) if fields is not None else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        request.request(method, path, body, headers)
        answer = request.getresponse()
        text, address = answer.read().decode(), answer.getheader("Location")
        request.close()
        if answer.status >= 500:
            self.problems.append((path, answer.status, text[:300]))
        return answer.status, address or "", text

    def sign_up(self, path, fields):
        """Fetch the form, send it; the address of the receipt, or nothing when it was refused."""
        _status, _address, page = self.ask("GET", path)
        key = re.search(r'name="form_key" value="(\w+)"', page)[1]
        status, address, text = self.ask("POST", path, {**fields, "form_key": key})
        if status != 302:
            self.problems.append((path, status, re.findall(r"<li>([^<]+)", text)[:5]))
        return address


@pytest.fixture
def arena(tmp_path):
    """(port, path of the form, keys of the sessions) of a server with the pause, and how to count afterwards."""

    def start(name, capacity=PEOPLE, **race):
        environment = environment_for(f"race_{name}", tmp_path, TILLIT_SIGNUPS_PER_NETWORK="0", **race)
        path, *sessions = run_python(environment, MAKE.format(capacity=capacity)).split()
        return environment, path, [int(pk) for pk in sessions]

    return start


def storm(port, path, sessions):
    """Everybody at once: singles and groups, and some who give up the seat they have just got."""
    people = [(f"Deltagare {n}", f"d{n}@example.se") for n in range(PEOPLE)]
    jobs = []
    while people:
        size = GROUP if len(jobs) % 10 == 0 and len(people) >= GROUP else 1
        jobs.append([people.pop() for _ in range(size)])
    clients = [Client(port) for _ in range(CLIENTS)]
    left, kept, lock = [], [], threading.Lock()

    def sign_up(client):
        chance = random.Random(clients.index(client))
        while True:
            with lock:
                if not jobs:
                    return
                job = jobs.pop()
            if len(job) > 1:
                sign_up_group(client, path, job, sessions, chance)
                continue
            name, email = job[0]
            receipt = client.sign_up(path, single(name, email, wanted(chance, sessions)))
            with lock:
                leaves = receipt and len(left) < LEAVING and chance.random() < 0.15
                if leaves:
                    left.append(email)
                elif receipt:
                    kept.append((email, receipt))
            if leaves:
                client.ask("POST", f"{receipt}avanmal/", {})

    began = time.monotonic()
    at_once(sign_up, [(client,) for client in clients])
    last = kept[:LEAVING_LAST]  # the first to come: they have a seat, also where there are too few
    at_once(
        Client.ask,
        [(clients[n], "POST", f"{receipt}avanmal/", {}) for n, (_email, receipt) in enumerate(last)],
    )
    left += [email for email, _receipt in last]
    return [p for client in clients for p in client.problems], left, time.monotonic() - began


def at_once(work, calls):
    threads = [threading.Thread(target=work, args=arguments) for arguments in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wanted(chance, sessions):
    """Half of them want the first session, so that there are queues and something to sell twice."""
    return chance.choices(sessions, weights=[5, 2, 2, 1])[0]


def single(name, email, session):
    return {"name": name, "email": email, "organisation": "Provbolaget", "pass_A": session}


def sign_up_group(client, path, people, sessions, chance):
    fields = {
        "contact_name": people[0][0],
        "contact_email": f"kontakt-{people[0][1]}",
        "organisation": "Provbolaget",
        "mode": chance.choice(["ryms", "alla"]),
        "kollega-TOTAL_FORMS": len(people),
        "kollega-INITIAL_FORMS": len(people),
    }
    for number, (name, email) in enumerate(people):
        fields |= {f"kollega-{number}-name": name, f"kollega-{number}-email": email}
        fields |= {f"kollega-{number}-pass_A": wanted(chance, sessions)}
    client.sign_up(f"{path}grupp/", fields)


def counted(environment):
    found = json.loads(run_python(environment, COUNT))
    found["seats"] = dict(found["seats"])
    return found


def oversold(found):
    """(event seats sold too many, [session seats sold too many]) by counting the rows themselves."""
    seated = [p for p in found["people"] if p[1] in ("anmald", "erbjuden")]
    granted = Counter(
        pk for _e, _s, _q, _k, choices in found["people"] for pk, is_granted in choices if is_granted
    )
    capacity = found["seats"][None][0]
    return max(0, len(seated) - capacity), {pk: n - SEATS for pk, n in granted.items() if n > SEATS}


def test_a_hundred_clients_at_once(arena):
    environment, path, sessions = arena("fair", RACE_PAUSE="0.003")
    with server("tests.racing:application", int(environment["PORT"]), environment, threads=16):
        problems, left, seconds = storm(int(environment["PORT"]), path, sessions)
    found = counted(environment)
    by_state = Counter(state for _email, state, *_rest in found["people"])
    letters = Counter(
        about for _to, kind, about in found["letters"] if kind in ("events.confirmed", "events.waiting")
    )
    granted = Counter(pk for *_r, choices in found["people"] for pk, is_granted in choices if is_granted)
    waiting = Counter(pk for *_r, choices in found["people"] for pk, is_granted in choices if not is_granted)
    print(
        f"{PEOPLE} personer på {seconds:.1f} s med {connection.vendor}: {dict(by_state)}, pass {dict(granted)}, "
        f"{found['commits']} gånger låst"
    )

    assert problems == []  # no "database is locked", no 500, no refusal
    assert oversold(found) == (0, {})
    assert sorted(email for email, *_rest in found["people"]) == sorted(
        f"d{n}@example.se" for n in range(PEOPLE)
    )
    assert by_state == {"anmald": PEOPLE - len(left), "avanmald": len(left)}
    assert set(letters.values()) == {1}
    assert len(letters) == PEOPLE
    assert Counter(kind for _to, kind, _about in found["letters"])["events.cancelled"] == len(left)
    assert len(left) > 10
    assert found["commits"] < PEOPLE / 2  # most came in together with others
    assert found["seats"][None][1:] == [PEOPLE - len(left), 0]
    for pk in sessions:
        assert found["seats"][pk][1:] == [granted[pk], waiting[pk]]
        assert granted[pk] == SEATS or waiting[pk] == 0  # nobody waits beside an empty chair


def test_more_people_than_seats(arena):
    """The event itself is full, and its queue moves while others come and leave."""
    environment, path, sessions = arena("full", capacity=SEATED, RACE_PAUSE="0.003")
    with server("tests.racing:application", int(environment["PORT"]), environment, threads=16):
        problems, left, _seconds = storm(int(environment["PORT"]), path, sessions)
    found = counted(environment)
    by_state = Counter(state for _email, state, *_rest in found["people"])
    letters = Counter(kind for _to, kind, _about in found["letters"])
    print(f"{SEATED} platser till {PEOPLE} med {connection.vendor}: {dict(by_state)}, {dict(letters)}")

    assert problems == []
    assert oversold(found) == (0, {})
    assert sum(by_state.values()) == PEOPLE
    assert by_state["avanmald"] == len(left)
    assert by_state["ko"] > 0
    assert found["seats"][None] == [SEATED, by_state["anmald"], by_state["ko"]]
    assert SEATED - by_state["anmald"] < GROUP  # only a group that does not fit can wait beside empty chairs
    assert letters["events.promoted"] > 0
    assert letters["events.confirmed"] + letters["events.waiting"] == PEOPLE


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite har ett lås för hela databasen")
def test_without_the_lock_the_same_storm_goes_wrong(arena):
    environment, path, sessions = arena("unfair", RACE_PAUSE="0.01", RACE_LOCK="off")
    with server("tests.racing:application", int(environment["PORT"]), environment, threads=16):
        storm(int(environment["PORT"]), path, sessions)
    found = counted(environment)
    granted = Counter(pk for *_r, choices in found["people"] for pk, is_granted in choices if is_granted)

    print(f"utan lås: {oversold(found)} för många")
    assert oversold(found)[1] != {}
    assert any(found["seats"][pk][1] != granted[pk] for pk in sessions)
