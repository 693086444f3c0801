"""Somebody who follows a list, through the pages and her letters."""

from articles.models import Article
from tillit.following.models import Subscription
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message


def ask(client, query="", what="berattelser", email="ada@example.se", rhythm="dag", **values):
    return client.post(f"/folj/{what}/{query}", {"email": email, "rhythm": rhythm, **values})


def follow(client, query="", **values):
    """A subscription that has been asked for and said yes to through the pages."""
    ask(client, query, **values)
    subscription = Subscription.objects.latest("pk")
    client.post(subscription.link("say_yes"))
    subscription.refresh_from_db()
    return subscription


def letters():
    return [message for message in Message.objects.order_by("pk") if message.kind == "following.new"]


def told():
    """The titles each letter tells of."""
    return [
        [title for title in Article.objects.values_list("title_sv", flat=True) if title in letter_of(m).text]
        for m in letters()
    ]
