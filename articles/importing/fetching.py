"""Fetching a page that somebody gives the address of, and nothing that she could not see from outside.

The name is looked up once, every answer has to be a public address, and the connection goes to the very
address that was checked: a name that leads somewhere else the next moment leads nowhere. Each step of a
redirect is checked in the same way. Size and time are limited, whatever the server does.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

LARGEST = 5 * 1024 * 1024  # bytes, packed as well as unpacked
SECONDS = 20.0  # for all of it, redirects included
REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
CHUNK = 64 * 1024
KINDS = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "application/atom+xml",
         "application/rss+xml")  # fmt: skip
# Ways to write an IPv4 address within an IPv6 one: what they hide is not looked for, they are refused.
_EMBEDDING = [
    ipaddress.ip_network(n)
    for n in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]


_RELAY = ipaddress.ip_network("192.88.99.0/24")  # once led from one kind of address to the other


class Refused(Exception):
    """The address is not fetched; the message says why, in Swedish, to the one who gave it."""


@dataclass(frozen=True)
class Fetched:
    url: str  # where it was in the end
    kind: str
    body: bytes
    charset: str | None


def is_public(address: str) -> bool:
    """Whether the address is one on the open internet, and no way round to another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6 and (ip.is_site_local or any(ip in network for network in _EMBEDDING)):
        return False
    if ip.version == 4 and ip in _RELAY:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def fetch(
    url: str,
    *,
    domains: Collection[str] | None,
    reaches: Callable[[str], bool] = is_public,
    resolve: Callable = socket.getaddrinfo,
    ports: Collection[int] = tuple(PORTS.values()),
    seconds: float = SECONDS,
) -> Fetched:
    """The page at `url`, on one of `domains` or below (None: anywhere). Raises Refused, with the reason."""
    deadline = time.monotonic() + seconds
    for _step in range(REDIRECTS + 1):
        parts = check_address(url, domains, ports)
        address = _address_of(parts, reaches, resolve)
        answer = _ask(parts, address, deadline)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(url, answer)
    raise Refused("Sidan skickar vidare för många gånger.")


def check_address(
    url: str, domains: Collection[str] | None, ports: Collection[int] = tuple(PORTS.values())
) -> SplitResult:
    """The parts of an address that may be asked for; Refused where it may not."""
    if any(ord(character) < 33 or character == "\\" for character in url):
        raise Refused("Adressen innehåller tecken som inte hör hemma där.")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise Refused("Adressen går inte att läsa. Kontrollera att den är hel.") from error
    if parts.scheme not in PORTS:
        raise Refused("Bara adresser som börjar med https:// eller http:// kan hämtas.")
    if parts.username is not None or parts.password is not None:
        raise Refused("Adressen får inte innehålla något lösenord.")
    if not host or "." not in host or _is_number(host):
        raise Refused("Adressen saknar en webbplats med namn.")
    if port not in ports:
        raise Refused("Adressen har ett portnummer som inte hämtas.")
    if domains is not None and not any(host == d or host.endswith(f".{d}") for d in domains):
        raise Refused("Adressen hör inte till er egen webbplats.")
    return parts._replace(netloc=host if port in PORTS.values() else f"{host}:{port}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _address_of(parts: SplitResult, reaches: Callable[[str], bool], resolve: Callable) -> tuple[str, int]:
    """The checked address to connect to: one that is not public refuses all."""
    port = parts.port or PORTS[parts.scheme]
    try:
        found = resolve(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("Webbplatsen finns inte, eller svarar inte på sitt namn.") from error
    addresses = [sockaddr[0] for *_rest, sockaddr in found]
    if not addresses or not all(map(reaches, addresses)):
        raise Refused("Adressen leder till ett internt nät och hämtas inte.")
    return addresses[0], port


def _ask(parts: SplitResult, address: tuple[str, int], deadline: float) -> "Fetched | str":
    """What the server answers: the page, or where it sends us."""
    _check_time(deadline)
    left = max(deadline - time.monotonic(), 0.01)
    connection = _Connection(parts, address, timeout=min(left, 10))
    # A server that drips byte by byte would keep each single wait short: the line is cut when time is out.
    cut = threading.Timer(left, connection.cut)
    cut.start()
    try:
        headers = {
            "User-Agent": "Tillit",
            "Accept": "text/html, application/xml;q=0.9",
            "Accept-Encoding": "gzip",
        }
        path = parts.path or "/"
        connection.request("GET", f"{path}?{parts.query}" if parts.query else path, headers=headers)
        response = connection.getresponse()
        _check_time(deadline)  # a line that was cut looks like one that ended
        goal = response.getheader("Location")
        if response.status in (301, 302, 303, 307, 308) and goal:
            return goal
        if response.status != 200:
            raise Refused(
                f"Webbplatsen svarade att sidan inte finns eller inte får läsas ({response.status})."
            )
        return _read(parts, response, deadline)
    except ssl.SSLError as error:
        raise Refused("Webbplatsens certifikat går inte att lita på.") from error
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        late = time.monotonic() >= deadline
        raise Refused("Det tog för lång tid." if late else "Webbplatsen svarade inte som den ska.") from error
    finally:
        cut.cancel()
        connection.close()


def _check_time(deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise Refused("Det tog för lång tid.")


class _Connection(http.client.HTTPConnection):
    """To the address that was checked, by the name that was asked for."""

    def __init__(self, parts: SplitResult, address: tuple[str, int], timeout: float) -> None:
        super().__init__(parts.netloc.partition(":")[0], address[1], timeout=timeout)
        self.address, self.is_secret = address, parts.scheme == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection(self.address, self.timeout)
        if self.is_secret:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        sock = self.sock
        if sock:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                sock.close()


def _read(parts: SplitResult, response: http.client.HTTPResponse, deadline: float) -> Fetched:
    kind = response.headers.get_content_type()
    if kind not in KINDS:
        raise Refused("Adressen leder inte till en webbsida utan till en fil av annat slag.")
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        raise Refused("Webbplatsen svarade inte som den ska.")
    unpack = zlib.decompressobj(31) if coding == "gzip" else None
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += unpack.decompress(chunk, LARGEST + 1 - len(body)) if unpack else chunk
        if len(body) > LARGEST:
            raise Refused(f"Sidan är större än {LARGEST // 1024 // 1024} MB.")
        _check_time(deadline)
    _check_time(deadline)
    return Fetched(parts.geturl(), kind, bytes(body), response.headers.get_content_charset())
