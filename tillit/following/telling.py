"""The letters of the morning: for each subscription one, with what has come since the last.

The letter, what it has told and when the next one is due are written in one transaction that holds the
subscription's row: run twice, killed half-way or run by two at once, each page is told of once.
"""

import logging
import time
from collections.abc import Callable

from django.db import close_old_connections, transaction
from django.utils import timezone, translation

from tillit.following.models import LETTER, OVERLAP, Subscription, Told, next_letter
from tillit.outbox.models import Message

log = logging.getLogger(__name__)

PAUSE = 60  # seconds between two looks
MOST_NAMED = 200  # pages that a letter knows by number; a whole archive may be published in a day


def tell_all() -> int:
    """Write every letter that is due; returns how many were written. One that fails stops no other."""
    due = Subscription.objects.due().order_by("due", "pk").values_list("pk", flat=True)
    return sum(_attempt(pk) for pk in list(due))


def tell_while(wanted: Callable[[], bool]) -> None:
    while wanted():
        try:
            tell_all()
        except Exception:
            log.exception("Prenumerationerna kunde inte läsas; nytt försök om en minut.")
        close_old_connections()
        for _second in range(PAUSE):
            if wanted():
                time.sleep(1)


def _attempt(pk):
    try:
        return _tell(pk)
    except Exception:
        log.exception("Brevet till prenumerationen %s kunde inte skrivas; nytt försök i morgon.", pk)
        tomorrow = next_letter(Subscription.Rhythm.DAILY, timezone.now())
        Subscription.objects.due().filter(pk=pk).update(due=tomorrow)
        return False


@transaction.atomic
def _tell(pk):
    """Whether a letter was written. Somebody else has the row, or has had it: then there is nothing to do."""
    subscription = Subscription.objects.due().filter(pk=pk).select_for_update(skip_locked=True).first()
    if subscription is None:
        return False
    if subscription.is_refused:
        subscription.stop()
        return False
    now = timezone.now()
    untold, uncounted = _untold(subscription)
    new = [*untold, *_new_pages(subscription)]
    if new:
        told = [Told(subscription=subscription, page=page, told_at=now) for page in new]
        Told.objects.bulk_create(told, ignore_conflicts=True)
        Message.objects.create(
            key=f"{LETTER}:{subscription.pk}:{now.isoformat()}",
            kind=LETTER,
            about=subscription.about,
            to=subscription.email,
            language=subscription.language,
            content={"pages": new[:MOST_NAMED], "more": len(new[MOST_NAMED:]) + uncounted},
        )
    subscription.told_until, subscription.due = now, next_letter(subscription.rhythm, now)
    subscription.save(update_fields=["told_until", "due"])
    return bool(new)


def _untold(subscription):
    """(pages that letters were to tell of that never went, through no fault of hers; how many more they only counted)"""
    lost = list(subscription.letters.failed_by_us())
    subscription.letters.filter(pk__in=[message.pk for message in lost]).delete()
    pages = dict.fromkeys(page for message in lost for page in message.content["pages"])
    return list(pages), sum(message.content["more"] for message in lost)


def _new_pages(subscription):
    """Numbers of the pages that have come and been told in no letter, the oldest first."""
    began, since = subscription.confirmed_at, subscription.told_until - OVERLAP
    told = set(subscription.told.values_list("page", flat=True))
    with translation.override(subscription.language):
        return [pk for pk in subscription.pages.new_since(began, since) if pk not in told]
