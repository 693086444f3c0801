"""What the letters to followers say. A letter is written when it goes: what has been taken down meanwhile is not in it."""

from django.urls import reverse

from articles import feeds as article_feeds
from events import feeds as event_feeds
from tillit.following.limit import ASKING
from tillit.following.models import LETTER, Subscription
from tillit.links import absolute
from tillit.outbox.letters import Letter, NothingToTell, from_template, writes
from tillit.outbox.models import Message
from tillit.text import one_line, shortened, unlinked

MOST = 20  # pages in a letter; the list has the rest
LONGEST = 120  # of what is quoted: somebody else may have written it
SUMMARIES = {"berattelser": article_feeds.summary, "evenemang": event_feeds.summary}


@writes(ASKING)
def confirm(message: Message) -> Letter:
    subscription = _of(message)
    context = {
        "chosen": unlinked(shortened(subscription.pages.title, LONGEST)),
        "what": subscription.get_what_display(),
        "is_confirmed": subscription.confirmed_at is not None,
        "link": subscription.link(),
    }
    return from_template("following/mail/confirm.txt", context)


@writes(LETTER)
def new_pages(message: Message) -> Letter:
    subscription = _of(message)
    pages = subscription.pages
    published = pages.model._default_manager.published()
    live = set(published.filter(pk__in=message.content["pages"]).values_list("pk", flat=True))
    if not live:
        raise NothingToTell
    told = [pk for pk in message.content["pages"] if pk in live]
    cards = published.as_cards().in_bulk(told[:MOST])
    shown = [cards[pk] for pk in told[:MOST] if pk in cards]
    count = len(told) + message.content["more"]
    summary = SUMMARIES[subscription.what]
    address = f"{reverse(pages.address_of_list)}?{pages.query_string}".rstrip("?")
    context = {
        "pages": [_told(page, summary) for page in shown],
        "count": count,
        "more": count - len(shown),
        "chosen": unlinked(shortened(pages.title, LONGEST)),
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


def _told(page, summary):
    text = unlinked(one_line(summary(page)))
    return unlinked(one_line(page.text.title)), text, absolute(page.get_absolute_url())
