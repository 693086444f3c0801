"""Complete sign-ups over HTTP, page, post and receipt, beside a bare Django view that inserts one row under the same lock.

Twenty clients in two processes ask the two servers in turn, round after round, on the same PostgreSQL.
"""

import multiprocessing
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

from tests.servers import ROOT, free_port, server

PROCESSES, CLIENTS = 2, 10  # twenty clients
ROUNDS = 5
FULL = 10_000

MAKE = """
from tests.factories import make_event
from tillit.people.models import Organisation
organisation = Organisation.objects.get(name="Gislaveds kommun")
event = make_event(title_sv="Mätning {number}", capacity=100_000, organisation=organisation)
print(event.pk, event.sign_up_url)
"""
FILL = """
from events.models import Event, Registration, Seats, Entry
event = Event.objects.get(title_sv="Mätning {number}")
Registration.objects.bulk_create(
    [Registration(event=event, name=f"Person {{n}}", email=f"p{{n}}@example.se", state="anmald", letters=1,
                  token_hash=f"mätt{{n}}", receipt_hash=f"mätt{{n}}") for n in range({size})], batch_size=1000)
Seats.objects.filter(event=event, session=None).update(taken={size})
"""


def measure(site, environment, seconds):
    """Print sign-ups a second into an empty event and into a full one, and how long 400 people take."""
    print("\nanmälningar: sida, formulär och kvitto; naken vy: en anmälningsrad under samma lås; 20 klienter")
    print(f"{'anmälda före':>13} {'hela/s':>8} {'naken/s':>8} {'andel':>6} {'p99 ms':>7}")
    with server("tests.bare_insert:application", free_port(), environment) as bare:
        for number, before in enumerate([0, FULL]):
            pk, path = _shell(environment, MAKE.format(number=number)).split()
            if before:
                _shell(environment, FILL.format(number=number, size=before))
            whole, naked, slow = [], [], []
            for round_ in range(ROUNDS):
                done, p99 = load(sign_up, site, path, seconds, f"{number}-{round_}")
                whole.append(done)
                slow.append(p99)
                naked.append(load(insert, bare, f"/{pk}/", seconds, "")[0])
            ratio = statistics.median(w / n for w, n in zip(whole, naked, strict=True))
            w, n, p = map(statistics.median, (whole, naked, slow))
            print(f"{before:>13} {w:>8.0f} {n:>8.0f} {ratio:>6.2f} {p:>7.1f}", flush=True)
    _pk, path = _shell(environment, MAKE.format(number="400")).split()
    print(f"400 personer anmälda på {rush(site, path, 400):.2f} s")


def _shell(environment, code):
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


# Clients ------------------------------------------------------------------------------------------


def load(action, port, path, seconds, name):
    """(actions a second, 99th percentile in ms) of all clients together."""
    jobs = [(action, port, path, seconds, f"{name}-{process}") for process in range(PROCESSES)]
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        times = sorted(t for result in pool.starmap(clients, jobs) for t in result)
    return len(times) / seconds, times[int(len(times) * 0.99)] * 1000


def clients(action, port, path, seconds, name):
    times, end = [], time.perf_counter() + seconds
    threads = [
        threading.Thread(target=again, args=(action, port, path, end, f"{name}-{n}", times))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def again(action, port, path, end, name, times):
    connection, number = Connection(port), 0
    while (began := time.perf_counter()) < end:
        action(connection, path, f"{name}-{number}")
        times.append(time.perf_counter() - began)
        number += 1


def rush(port, path, people):
    """Seconds until that many have signed up, twenty at a time."""
    names, lock, began = [f"rush-{n}" for n in range(people)], threading.Lock(), time.perf_counter()

    def work():
        connection = Connection(port)
        while True:
            with lock:
                if not names:
                    return
                name = names.pop()
            sign_up(connection, path, name)

    threads = [threading.Thread(target=work) for _ in range(PROCESSES * CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def sign_up(connection, path, name):
    _status, _address, page = connection.ask("GET", path)
    key = re.search(rb'name="form_key" value="(\w+)"', page)[1].decode()
    fields = {
        "name": "Ada Prov",
        "email": f"{name}@example.se",
        "organisation": "Gislaveds kommun",
        "form_key": key,
    }
    status, receipt, page = connection.ask("POST", path, urlencode(fields))
    assert status == 302, page.decode()[-3000:]
    status, _address, page = connection.ask("GET", receipt)
    assert status == 200
    assert b"Du har en plats" in page


def insert(connection, path, name):
    status, _address, _page = connection.ask("POST", path, "name=Ada+Prov")
    assert status == 200


class Connection:
    """One kept connection that reads each answer to its end."""

    def __init__(self, port):
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port))

    def ask(self, method, path, body=""):
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: {len(body)}\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        request = (head + body).encode()
        try:
            self.socket.sendall(request)
            return self._answer()
        except ConnectionError:
            self.socket = socket.create_connection(("127.0.0.1", self.port))
            self.socket.sendall(request)
            return self._answer()

    def _answer(self):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        address = re.search(rb"(?i)\r\nlocation: ([^\r]+)", head)
        while len(body) < int(headers[b"content-length"]):
            body += self._more()
        if headers.get(b"connection") == b"close":
            self.socket.close()
            self.socket = socket.create_connection(("127.0.0.1", self.port))
        return int(head.split(b" ", 2)[1]), address[1].decode() if address else "", body

    def _more(self):
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError("closed by the server")
        return data


def environment_of_bench():
    return {**os.environ, "TILLIT_SIGNUPS_PER_NETWORK": "0"}
