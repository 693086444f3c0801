"""Hostile targets, each refused with a sentence, and nothing sent to the forbidden place."""

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles.importing.fetching import Refused, fetch, is_public

BOMB = gzip.compress(bytes(100 * 1024 * 1024), 9)  # a hundred kilobytes that become a hundred megabytes


class Site(BaseHTTPRequestHandler):
    """A web site on loopback that does what its address says; `asked` counts who came."""

    protocol_version = "HTTP/1.1"
    asked: list = []

    def do_GET(self):
        Site.asked.append((self.path, self.headers["Host"]))
        getattr(self, f"do_{self.path.strip('/').partition('?')[0]}", self.do_page)()

    def _begin(self, status=200, **headers):
        self.send_response(status)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Connection": "close",
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()

    def do_page(self):
        self._begin()
        self.wfile.write("<h1>Åäö</h1>".encode())

    def do_gzip(self):
        self._begin(Content_Encoding="gzip")
        self.wfile.write(gzip.compress(b"<h1>Packad</h1>"))

    def do_large(self):
        self._begin(Content_Length=str(10**9))
        while True:
            self.wfile.write(b"x" * 65536)

    def do_bomb(self):
        self._begin(Content_Encoding="gzip")
        self.wfile.write(BOMB)

    def do_drip(self):
        self._begin()
        while True:
            self.wfile.write(b"x")
            time.sleep(0.05)

    def do_dripping_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-A: b\r\n")
            time.sleep(0.05)

    def do_silence(self):
        time.sleep(3)

    def do_inside(self):
        self._begin(302, Location="http://169.254.169.254/latest/meta-data/")

    def do_inside_by_name(self):
        self._begin(302, Location="http://inne.example/latest/meta-data/")

    def do_file(self):
        self._begin(302, Location="file:///etc/passwd")

    def do_elsewhere(self):
        self._begin(302, Location="http://annan.example:80/")

    def do_round(self):
        self._begin(302, Location="/round")

    def do_step(self):
        self._begin(301, Location="/page")

    def do_pdf(self):
        self._begin(Content_Type="application/pdf")

    def do_brotli(self):
        self._begin(Content_Encoding="br")

    def do_missing(self):
        self._begin(404)

    def do_nonsense(self):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")

    def log_message(self, *args):
        pass


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """Those who were cut off are not worth a word."""


@pytest.fixture
def site():
    server = QuietServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Site.asked = []
    yield server.server_port
    server.shutdown()
    server.server_close()


def leads_to(*addresses):
    """A name server that answers with these, one after the other."""
    answers = list(addresses)

    def resolve(host, port, **_options):
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    return resolve


def on_loopback(site, path, **options):
    """As if the site stood on a public address."""
    chosen = {
        "domains": ["ekby.example"],
        "reaches": lambda _ip: True,
        "resolve": leads_to("127.0.0.1"),
        "ports": (80, site),
    }
    return fetch(f"http://www.ekby.example:{site}/{path}", **{**chosen, **options})


def test_page_is_fetched_by_its_name(site):
    page = on_loopback(site, "page?a=1")

    assert page.body.decode(page.charset) == "<h1>Åäö</h1>"
    assert Site.asked[0][0] == "/page?a=1"
    assert Site.asked[0][1].startswith("www.ekby.example")


def test_packed_page_is_unpacked_and_a_step_is_followed(site):
    assert on_loopback(site, "gzip").body == b"<h1>Packad</h1>"
    assert on_loopback(site, "step").url.endswith("/page")


FORBIDDEN = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd12:3456::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_name_that_leads_inside_is_refused(address):
    with pytest.raises(Refused, match="internt nät"):
        fetch("http://www.ekby.example/", domains=None, resolve=leads_to(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.6.139", "2001:67c:2e8::1", "2a00:1450:400f::1"])
def test_open_internet_is_reached(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
     "localhost", "localhost.", "①②⑦.0.0.1", "127.0.0.1.nip.io@127.0.0.1", "[fe80::1]", "0.0.0.0", "169.254.169.254"],
)  # fmt: skip
def test_loopback_is_not_reached_however_it_is_written(site, host):
    with pytest.raises(Refused) as refusal:
        fetch(f"http://{host}:{site}/page", domains=None, ports=(80, site))

    assert str(refusal.value).endswith(".")
    assert Site.asked == []


def test_name_that_changes_between_two_questions_is_asked_for_once(site):
    """The first answer is public and checked; the second, which would be loopback, is never asked for."""
    asked = []

    def resolve(host, port, **options):
        asked.append(host)
        return leads_to("203.0.113.9" if len(asked) == 1 else "127.0.0.1")(host, port)

    with pytest.raises(Refused):
        fetch(f"http://www.ekby.example:{site}/page", domains=None, reaches=lambda ip: ip == "203.0.113.9", resolve=resolve,
              ports=(site,), seconds=1)  # fmt: skip

    assert len(asked) == 1
    assert Site.asked == []


def test_one_forbidden_address_among_several_refuses_all():
    def resolve(host, port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in ("8.8.8.8", "10.0.0.1")]

    with pytest.raises(Refused, match="internt nät"):
        fetch("http://www.ekby.example/", domains=None, resolve=resolve)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("file:///etc/passwd", "https://"),
        ("gopher://www.ekby.example/", "https://"),
        ("ftp://www.ekby.example/", "https://"),
        ("javascript:alert(1)", "https://"),
        ("www.ekby.example/sida", "https://"),
        ("", "https://"),
        ("http://", "saknar en webbplats"),
        ("http://intranat/", "saknar en webbplats"),
        ("http://user:pass@www.ekby.example/", "lösenord"),
        ("http://www.ekby.example:22/", "portnummer"),
        ("http://www.ekby.example:99999/", "går inte att läsa"),
        ("http://[ond/", "går inte att läsa"),
        ("http://www.ekby.example/\r\nX: y", "tecken"),
        ("http://www.ekby.example\\@ond.example/", "tecken"),
        ("http://ond.example/", "egen webbplats"),
        ("http://ekby.example.ond.example/", "egen webbplats"),
        ("http://ondekby.example/", "egen webbplats"),
    ],
)
def test_bad_addresses_are_refused_before_anything_is_looked_up(url, sentence):
    def resolve(*_arguments, **_options):
        raise AssertionError("Namnet slogs upp.")

    with pytest.raises(Refused, match=sentence):
        fetch(url, domains=["ekby.example"], resolve=resolve)


def test_name_that_does_not_exist_is_said():
    def resolve(*_arguments, **_options):
        raise socket.gaierror

    with pytest.raises(Refused, match="finns inte"):
        fetch("http://www.ekby.example/", domains=None, resolve=resolve)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("inside", "webbplats med namn"),
        ("file", "https://"),
        ("elsewhere", "egen webbplats"),
        ("round", "för många gånger"),
        ("large", "större än 5 MB"),
        ("bomb", "större än 5 MB"),
        ("drip", "för lång tid"),
        ("dripping_headers", "för lång tid"),
        ("silence", "för lång tid"),
        ("pdf", "fil av annat slag"),
        ("brotli", "inte som den ska"),
        ("missing", "inte finns"),
        ("nonsense", "inte som den ska"),
    ],
)
def test_hostile_answers_are_refused(site, path, sentence):
    began = time.monotonic()

    with pytest.raises(Refused, match=sentence):
        on_loopback(site, path, seconds=1.5)

    assert time.monotonic() - began < 4


def test_redirect_inside_is_refused_also_where_any_site_may_be_fetched(site):
    def reaches(ip):
        return ip == "127.0.0.1"  # the site's own, which stands for a public one here

    def resolve(host, port, **_options):
        return leads_to("169.254.169.254" if host == "inne.example" else "127.0.0.1")(host, port)

    with pytest.raises(Refused, match="internt nät"):
        on_loopback(site, "inside_by_name", domains=None, reaches=reaches, resolve=resolve)

    assert len(Site.asked) == 1


def test_page_without_a_certificate_to_trust_is_refused(site):
    with pytest.raises(Refused):
        on_loopback(site, "page").url and fetch(
            f"https://www.ekby.example:{site}/page", domains=None, reaches=lambda _ip: True,
            resolve=leads_to("127.0.0.1"), ports=(site,), seconds=2)  # fmt: skip
