"""How often the form may be sent: by one address, and from one network. No puzzle for people to solve."""

import hashlib
import hmac
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Registration
from tillit.outbox.models import Message
from tillit.sealed import derived_key

NETWORK_WINDOW = timedelta(minutes=10)
ADDRESS_WINDOW = timedelta(hours=1)
PER_ADDRESS = 10  # registrations in the window, whatever became of them
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


def refusal(email: str, network: str, people: int = 1) -> str:
    """Why no more registrations are taken right now, or nothing."""
    now = timezone.now()
    from_network = Q(network=network, created_at__gt=now - NETWORK_WINDOW) & ~Q(network="")
    from_address = Q(email=email, created_at__gt=now - ADDRESS_WINDOW)
    recent = (
        Registration.objects.filter(from_network | from_address).order_by().values_list("email", flat=True)
    )
    emails = list(recent[: settings.SIGNUPS_PER_NETWORK + PER_ADDRESS])
    if emails.count(email) >= PER_ADDRESS:
        return _("Den adressen har anmälts många gånger på kort tid. Vänta en timme och försök igen.")
    if len(emails) + people > settings.SIGNUPS_PER_NETWORK:
        return _(
            "Just nu kommer det ovanligt många anmälningar från ert nät. Inget har sparats. "
            "Vänta tio minuter och skicka igen; det du skrivit står kvar."
        )
    return ""


def may_have_links(email: str) -> bool:
    since = timezone.now() - ADDRESS_WINDOW
    letters = Message.objects.filter(about="links", to=email, created_at__gt=since)
    return letters.count() < LINKS_PER_ADDRESS
