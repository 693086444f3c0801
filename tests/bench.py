"""`./up bench`: how fast the public pages are, each beside a bare Django view of as many bytes.

Everything is real: the production server with two workers, PostgreSQL, 1,000 and then 20,000 articles.
Page and bare view are asked in turn, round after round, by the same clients; the ratio is the median.

    ./up bench                everything
    ./up bench 1000           one size
    ./up bench --seconds 1    shorter rounds
    ./up bench anmalan        only sign-ups, beside a bare view that inserts a row
    ./up bench sok            only the search, beside django.contrib.postgres.search; takes about an hour
"""

import argparse
import http.client
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from tests import bench_search, bench_signups, postgres
from tests.servers import ROOT, free_port, server

CLIENTS = 2  # processes, one for each core
CONNECTIONS = 4  # for each client
ROUNDS = 5


def main():
    parser = argparse.ArgumentParser(prog="./up bench")
    parser.add_argument("what", nargs="*", default=["1000", "20000", "anmalan", "sok"])
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args()
    sizes = [int(what) for what in options.what if what.isdecimal()]
    if sizes or "anmalan" in options.what:
        with new_hub() as port:
            if sizes:
                measure_pages(sizes, port, options.seconds)
            if "anmalan" in options.what:
                environment = bench_signups.environment_of_bench()
                with server("tillit.wsgi:application", port, environment) as site:
                    bench_signups.measure(site, environment, options.seconds)
    if "sok" in options.what:
        with new_hub():  # with texts of its own: those of the pages have thirty words
            bench_search.measure()


@contextmanager
def new_hub():
    """A database with the sample content, and the port where a server may stand before it."""
    with postgres.running() as (url, version):
        port = free_port()
        os.environ |= {
            "DATABASE_URL": url,
            "TILLIT_SECRET_KEY": "measured-and-thrown-away-" + "0123456789" * 4,
            "TILLIT_URL": f"http://127.0.0.1:{port}",
        }
        manage("migrate", "-v0")
        manage("collectstatic", "--noinput", "-v0")
        manage("load_sample")
        print(f"PostgreSQL {version}")
        yield port


def measure_pages(sizes, port, seconds):
    print(f"\nsidor: gunicorn 2 × 8, {CLIENTS} × {CONNECTIONS} anslutningar, svar per sekund")
    heads = f"{'artiklar':>9} {'sida':<12} {'kB':>6} {'sidan':>8} {'naken':>8} {'andel':>6} {'p99 ms':>7}"
    print(f"{heads} {'första ms':>10}")
    with server("tests.bare:application", free_port()) as bare:
        for size in sizes:
            fill(size)
            with server("tillit.wsgi:application", port) as site:
                for name, path in pages().items():
                    measure(size, name, site, path, bare, seconds)


def measure(size, name, site, path, bare, seconds):
    first, length = first_answer(site, path)
    pages, bares, slowest = [], [], []
    for _ in range(ROUNDS):
        rate, p99 = load(site, path, seconds)
        pages.append(rate)
        slowest.append(p99)
        bares.append(load(bare, f"/{length}/", seconds)[0])
    ratio = statistics.median(p / b for p, b in zip(pages, bares, strict=True))
    page, naked, p99 = map(statistics.median, (pages, bares, slowest))
    row = f"{size:>9} {name:<12} {length / 1000:>6.1f} {page:>8.0f} {naked:>8.0f} {ratio:>6.2f} {p99:>7.1f} {first:>10.0f}"
    print(row, flush=True)


def first_answer(port, path):
    """(milliseconds until a page nobody has asked for before is there, its bytes)"""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (path, response.status)
    return (time.perf_counter() - began) * 1000, len(body)


# Load ---------------------------------------------------------------------------------------------


def load(port, path, seconds):
    """(answers per second, 99th percentile in ms) from all clients together."""
    with multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
        results = pool.starmap(client, [(port, path, seconds)] * CLIENTS)
    times = sorted(t for result in results for t in result)
    return len(times) / seconds, times[int(len(times) * 0.99)] * 1000


def client(port, path, seconds):
    times = []
    threads = [threading.Thread(target=ask, args=(port, path, seconds, times)) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def ask(port, path, seconds, times):
    """Ask again and again over one connection; the answer is read to its last byte."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    connection, end = socket.create_connection(("127.0.0.1", port)), time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        try:
            connection.sendall(request)
            closing = read_answer(connection)
        except (ConnectionError, ValueError):
            closing = True
        else:
            times.append(time.perf_counter() - began)
        if closing:
            connection.close()
            connection = socket.create_connection(("127.0.0.1", port))


def read_answer(connection):
    """Read one answer; True when the server will close the connection after it."""
    buffer = b""
    while b"\r\n\r\n" not in buffer:
        buffer += received(connection)
    head, rest = buffer.split(b"\r\n\r\n", 1)
    lower = head.lower()
    if not head.startswith(b"HTTP/1.1 200"):
        raise AssertionError(head[:200])
    length = int(lower.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    missing = length - len(rest)
    while missing > 0:
        missing -= len(received(connection))
    return b"connection: close" in lower


def received(connection):
    data = connection.recv(262_144)
    if not data:
        raise ConnectionError("closed by the server")
    return data


def manage(*arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


# Content ------------------------------------------------------------------------------------------


def fill(size):
    """Bring the database to `size` published articles, in a process of its own."""
    subprocess.run([sys.executable, "-m", "tests.bench_content", str(size)], cwd=ROOT, check=True)


def pages():
    address = subprocess.run(
        [sys.executable, "-m", "tests.bench_content", "address"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return {"start": "/", "lista": "/artiklar/", "artikel": address.stdout.strip()}


if __name__ == "__main__":
    main()
