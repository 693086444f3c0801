"""Somebody asks to follow a list: nothing is sent to an address before its owner has said yes."""

from django.db import transaction
from django.utils import timezone

from tillit.following.limit import ASKING, LETTERS_PER_ADDRESS, has_had_enough, nameless
from tillit.following.models import Subscription
from tillit.outbox.models import Message


@transaction.atomic
def ask_to_follow(email: str, what: str, query: str, language: str, rhythm: str) -> None:
    """Write the letter with the link that says yes. Whether the address follows already shows only in the letter.

    Where no more letters go that day nothing is kept either: its owner would have no link to take it away with.
    """
    if has_had_enough(email):
        return
    now, wanted = timezone.now(), {"email": email, "what": what, "query": query, "language": language}
    subscription, is_new = Subscription.objects.get_or_create(**wanted, defaults={"rhythm": rhythm})
    if not is_new:  # asked for anew: what was chosen last holds, and the days to say yes in begin again
        waiting = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None)
        waiting.update(rhythm=rhythm, created_at=now)
    if not _write(subscription, f"{ASKING}:{nameless(email)}:{now:%Y%m%d}") and is_new:
        subscription.delete()


def _write(subscription, day) -> bool:
    """Whether there was room for one more letter. Each letter of the day has a number, so that there are no more of them however many ask at the same moment."""
    for number in range(LETTERS_PER_ADDRESS):
        letter = {
            "kind": ASKING,
            "about": subscription.about,
            "to": subscription.email,
            "language": subscription.language,
        }
        _letter, is_new = Message.objects.get_or_create(key=f"{day}:{number}", defaults=letter)
        if is_new:
            return True
    return False
