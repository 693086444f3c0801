"""Telling those who answer for a page that it could not be published on time."""

import logging

from wagtail.models import Revision

from articles.upkeep import editors_of
from tillit.links import absolute
from tillit.outbox.letters import Letter, from_template, writes
from tillit.outbox.models import Message
from tillit.text import one_line, unlinked

log = logging.getLogger(__name__)


def tell_of_failure(row) -> None:
    """One letter for each revision or page that failed: to its owner or whoever wrote it, else to the organisation."""
    page = row.content_object if isinstance(row, Revision) else row
    number = row.pk if isinstance(row, Revision) else f"{page.pk}-{page.expire_at:%Y%m%d%H%M}"
    content = {
        "title": str(page),
        "path": f"/redaktion/snippets/{page._meta.label_lower.replace('.', '/')}/edit/{page.pk}/",
    }
    writer = row.user if isinstance(row, Revision) else None
    person = next((one for one in (page.owner, writer) if one and one.is_active), None)
    about = f"user:{person.pk}" if person else ""
    for place, receiver in enumerate([person.email] if person else editors_of(page)):
        Message.objects.get_or_create(
            key=f"schedule.failed:{page._meta.label_lower}:{number}:{place}",
            defaults={"kind": "schedule.failed", "to": receiver, "content": content, "about": about},
        )


@writes("schedule.failed")
def failure_letter(message: Message) -> Letter:
    title = unlinked(one_line(message.content["title"]))
    return from_template(
        "tillit/mail/schedule_failed.txt", {"title": title, "link": absolute(message.content["path"])}
    )
