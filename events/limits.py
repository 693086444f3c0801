"""How often the form may be sent: by one address, and from one network. No puzzle for people to solve."""

import hashlib
import hmac
import threading
import time
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Registration
from tillit.outbox.models import Message
from tillit.sealed import derived_key

NETWORK_WINDOW = timedelta(minutes=10)
ADDRESS_WINDOW = timedelta(hours=1)
PER_ADDRESS = 10  # registrations in the window, whatever became of them
LETTERS_PER_PERSON = 12  # in the window, from changes of her own
KNOWN_PER_NETWORK = 20  # addresses that a network is told are signed up already
LINKS_PER_NETWORK = 30  # that are asked for in the window of the network; and letters to follow something
LINKS_PER_ADDRESS = 3  # letters with links in the window


def network_of(request) -> str:
    """A name for the network the request came from, from which the network cannot be read."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Behind a proxy: the address that the proxy itself has added, last.
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    network = ip_network(f"{ip}/{32 if ip.version == 4 else 56}", strict=False)
    return hmac.new(derived_key("network"), str(network).encode(), hashlib.sha256).hexdigest()[:32]


class Recent:
    """What this process has seen of late. As long as that is little, the database is not asked."""

    def __init__(self):
        self.lock, self.times = threading.Lock(), {}

    def count(self, name, window):
        """How many times the name has come within the window, this time included."""
        now = time.monotonic()
        with self.lock:
            if len(self.times) > MOST_REMEMBERED:
                self.times.clear()
            seen = [when for when in self.times.get(name, ()) if now - when < window.total_seconds()]
            self.times[name] = [*seen[-FEW:], now]
            return len(self.times[name])


FEW, MOST_REMEMBERED = 5, 50_000
recent = Recent()


def _is_rare(emails, network):
    """Less than what could come near a limit, even if as many had come to each of many processes."""
    by_address = max(recent.count(email, ADDRESS_WINDOW) for email in emails)
    by_network = recent.count(network, NETWORK_WINDOW) if settings.SIGNUPS_PER_NETWORK else 0
    return by_address <= 1 and by_network <= FEW and len(emails) <= FEW


def refusal(emails: list[str], network: str) -> str:
    """Why registrations of these addresses are not taken right now, or nothing."""
    if _is_rare(emails, network):
        return ""
    now, most = timezone.now(), settings.SIGNUPS_PER_NETWORK
    recent = Q(email__in=emails, created_at__gt=now - ADDRESS_WINDOW)
    if network and most:
        recent |= Q(network=network, created_at__gt=now - NETWORK_WINDOW)
    rows = Registration.objects.filter(recent).order_by().values_list("email", "network")
    found = list(rows[: most + PER_ADDRESS * len(emails)])
    if max(sum(address == email for address, _network in found) for email in emails) >= PER_ADDRESS:
        return _("Den adressen har anmälts många gånger på kort tid. Vänta en timme och försök igen.")
    if network and most and sum(net == network for _email, net in found) + len(emails) > most:
        return _(
            "Just nu kommer det ovanligt många anmälningar från ert nät. Inget har sparats. "
            "Vänta tio minuter och skicka igen; det du skrivit står kvar."
        )
    return ""


def refusal_to_change(registration) -> str:
    """Why the participant has to wait: each change is a letter to her, and somebody else may have her link."""
    since = timezone.now() - ADDRESS_WINDOW
    about = f"registration:{registration.uid}"
    if Message.objects.filter(about=about, created_at__gt=since).count() >= LETTERS_PER_PERSON:
        return _("Du har ändrat många gånger på kort tid. Vänta en timme och försök igen.")
    return ""


def may_name_known(network: str, number: int) -> bool:
    """Whether to say which addresses are signed up already: a few to a colleague, none to who asks for many."""
    return _counted(f"known-{network}", number) <= KNOWN_PER_NETWORK


def may_ask_for_links(network: str) -> bool:
    return _counted(f"links-{network}", 1) <= LINKS_PER_NETWORK


def may_ask_for_letters(network: str) -> bool:
    """That ask an address whether it wants to follow something."""
    return _counted(f"letters-{network}", 1) <= LINKS_PER_NETWORK


def may_say_what_is_missed(network: str) -> bool:
    """What nobody found: a reader has a few such searches, and a program must not push out what readers said."""
    return _counted(f"missed-{network}", 1) <= LINKS_PER_NETWORK


def _counted(name, number):
    """How many this process has seen in the ten minutes of the clock that it now is, these included."""
    window = NETWORK_WINDOW.total_seconds()
    name = f"{name}-{int(time.time() // window)}"
    caches["memory"].add(name, 0, window)
    return caches["memory"].incr(name, number)


def has_had_links(message: Message) -> bool:
    """Whether enough letters with links went to the address shortly before this one."""
    since = message.created_at - ADDRESS_WINDOW
    earlier = Message.objects.filter(about="links", to=message.to, pk__lt=message.pk, created_at__gt=since)
    return earlier.count() >= LINKS_PER_ADDRESS
