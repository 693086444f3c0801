"""The worker killed at ten random moments while 300 letters go out to a difficult server."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.db import connection

from tests.outbox.mailserver import MailServer
from tests.servers import ROOT, environment_for, run_python

pytestmark = pytest.mark.race

LETTERS, KILLS = 300, 10
MAKE = f"""
from django.db import transaction
from events import allocation
from events.models import Group
from tests.factories import make_event, make_person
event = make_event(capacity=1000)
kinds = ["busy", "gone", "full", "slow", "mute"]
names = [f"{{kinds[n % 50] if n % 50 < len(kinds) else 'anna'}}{{n}}" for n in range({LETTERS})]
for start in range(0, {LETTERS}, 50):
    people = [make_person(name, email=f"{{name}}@example.se") for name in names[start:start + 50]]
    for person in people:
        allocation.sign_up(event, person)
try:
    with transaction.atomic():
        allocation.sign_up(event, make_person("Ångrad", email="angrad@example.se"))
        raise KeyError
except KeyError:
    pass
"""
STATES = """
import json
from tillit.outbox.models import Message
print(json.dumps([[m.to, m.state, m.problem, m.attempts] for m in Message.objects.all()]))
"""


@pytest.fixture
def environment(tmp_path):
    own = environment_for(f"outbox_{tmp_path.name[5:20]}", tmp_path, TILLIT_SIGNUPS_PER_NETWORK="0")
    return {**own, "DJANGO_SETTINGS_MODULE": "tests.settings_of_worker"}


def worker(environment):
    return subprocess.Popen([sys.executable, "manage.py", "outbox"], cwd=ROOT, env=environment)


def states(environment):
    return json.loads(run_python(environment, STATES))


def test_no_letter_is_lost_and_each_that_failed_is_seen(environment):
    run_python(environment, MAKE)
    chance = random.Random(connection.vendor)
    with MailServer() as mail:
        environment["EMAIL_URL"] = mail.url
        for _ in range(KILLS):
            process = worker(environment)
            # Somewhere from its first second to the middle of a batch.
            before = len(mail.letters)
            moment = time.monotonic() + 15
            enough = before + chance.randint(0, 25)
            while len(mail.letters) < enough and time.monotonic() < moment:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.05))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        process = worker(environment)
        end = time.monotonic() + 90
        while any(state == "ko" for _to, state, *_rest in states(environment)) and time.monotonic() < end:
            time.sleep(0.5)
        process.terminate()
        assert process.wait(10) == 0  # SIGTERM ends it in order
        arrived = [(address, message_id) for address, message_id, _letter in mail.letters]

    outcome = {to: (state, problem) for to, state, problem, _attempts in states(environment)}
    addresses = Counter(address for address, _id in arrived)
    ids = {address: {i for a, i in arrived if a == address} for address in addresses}
    refused = {to for to in outcome if to.startswith(("gone", "full"))}
    doubles = sum(number - 1 for number in addresses.values())
    print(f"{len(arrived)} framme, {doubles} dubbla, {len(refused)} misslyckade, {connection.vendor}")

    assert len(outcome) == LETTERS
    assert "angrad@example.se" not in outcome  # what was rolled back was never written
    assert set(addresses) == set(outcome) - refused  # none lost, none to whom it was refused
    assert {to for to, (state, _p) in outcome.items() if state == "misslyckat"} == refused
    assert all(problem[:3] in ("550", "552") for to, (_s, problem) in outcome.items() if to in refused)
    assert {state for to, (state, _p) in outcome.items() if to not in refused} == {"skickat"}
    assert all(len(own) == 1 for own in ids.values())  # a double is the same letter
    assert doubles <= KILLS + sum(to.startswith("slow") for to in outcome)


def test_two_workers_share_the_letters_and_a_lease_brings_back_what_was_left(environment):
    """Without leases both would carry the same letters, and what a killed one held would lie for ever."""
    run_python(environment, MAKE.replace("busy", "anna").replace("slow", "bo").replace("mute", "cia"))
    with MailServer() as mail:
        environment["EMAIL_URL"] = mail.url
        workers = [worker(environment) for _ in range(2)]
        wait_until(lambda: len(mail.letters) > 20)
        stopped, going = workers
        os.kill(stopped.pid, signal.SIGKILL)
        stopped.wait()
        wait_until(lambda: not any(state == "ko" for _to, state, *_rest in states(environment)))
        going.terminate()
        assert going.wait(10) == 0
        arrived = Counter(address for address, _id, _letter in mail.letters)

    refused = {to for to, state, *_rest in states(environment) if state == "misslyckat"}
    assert set(arrived) == {to for to, *_rest in states(environment)} - refused
    assert sum(arrived.values()) - len(arrived) <= 1  # the one that the killed worker had in its hand


def wait_until(is_so):
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
