"""At most three letters a day ask an address for a yes: anybody can write anybody's address."""

import hashlib
import hmac
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from tillit.outbox.models import Message
from tillit.sealed import derived_key

ASKING = "following.confirm"  # the kind of letter
LETTERS_PER_ADDRESS = 3
A_DAY = timedelta(days=1)


def has_had_enough(email: str) -> bool:
    return _of_today(to=email).count() + cache.get(_key(email), 0) >= LETTERS_PER_ADDRESS


def forget(email: str, about: str) -> None:
    """The letters about something go when somebody stops; that there were some today stays, without her address."""
    if gone := _of_today(to=email, about=about).count():
        cache.set(_key(email), cache.get(_key(email), 0) + gone, A_DAY.total_seconds())


def nameless(email: str) -> str:
    """The same for the same address; nobody without the site's secret can try out whose it is."""
    return hmac.new(derived_key("following"), email.encode(), hashlib.sha256).hexdigest()[:32]


def _key(email):
    return f"asked-{nameless(email)}"


def _of_today(**values):
    return Message.objects.filter(kind=ASKING, created_at__gt=timezone.now() - A_DAY, **values)
