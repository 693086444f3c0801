"""What the letters to followers say. A letter is written when it goes: what has been taken down meanwhile is not in it."""

from django.db.models import QuerySet
from django.urls import reverse

from articles import feeds as article_feeds
from events import feeds as event_feeds
from tillit.following.models import Subscription
from tillit.links import absolute
from tillit.outbox.letters import Letter, NothingToTell, from_template, writes
from tillit.outbox.models import Message
from tillit.text import one_line, unlinked

MOST = 20  # pages in a letter; the list has the rest
SUMMARIES = {"berattelser": article_feeds.summary, "evenemang": event_feeds.summary}


@writes("following.confirm")
def confirm(message: Message) -> Letter:
    subscription = _of(message)
    context = {
        "chosen": unlinked(subscription.pages.title),
        "what": subscription.get_what_display().lower(),
        "is_confirmed": subscription.confirmed_at is not None,
        "link": subscription.link(),
    }
    return from_template("following/mail/confirm.txt", context)


@writes("following.new")
def new_pages(message: Message) -> Letter:
    subscription = _of(message)
    pages = subscription.pages
    shown = _in_order(pages.model._default_manager.published().as_cards(), message.content["pages"])
    if not shown:
        raise NothingToTell
    summary = SUMMARIES[subscription.what]
    address = f"{reverse(pages.address_of_list)}?{pages.query_string}".rstrip("?")
    context = {
        "pages": [_told(page, summary) for page in shown[:MOST]],
        "count": len(shown),
        "more": len(shown) - MOST if len(shown) > MOST else 0,
        "chosen": unlinked(pages.title),
        "first": unlinked(one_line(shown[0].text.title)),
        "list": absolute(address),
        "link": subscription.link(),
    }
    return from_template("following/mail/new.txt", context, unsubscribe=subscription.link("stop"))


def _of(message):
    subscription = Subscription.objects.filter(pk=int(message.about.partition(":")[2])).first()
    if subscription is None:
        raise NothingToTell
    return subscription


def _in_order(rows: QuerySet, pks):
    found = rows.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _told(page, summary):
    text = unlinked(one_line(summary(page)))
    return unlinked(one_line(page.text.title)), text, absolute(page.get_absolute_url())
