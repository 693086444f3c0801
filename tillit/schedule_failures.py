"""Telling the one who answers for a page that it could not be published on time."""

import logging

from wagtail.models import Revision

from tillit.links import absolute
from tillit.outbox.letters import Letter, from_template, writes
from tillit.outbox.models import Message
from tillit.text import one_line, unlinked

log = logging.getLogger(__name__)


def tell_of_failure(row) -> None:
    """One letter for each revision or page that failed, to its owner or to whoever wrote it."""
    page = row.content_object if isinstance(row, Revision) else row
    person = page.owner or (row.user if isinstance(row, Revision) else None)
    if person is None or not person.is_active:
        return
    number = row.pk if isinstance(row, Revision) else f"{page.pk}-{page.expire_at:%Y%m%d%H%M}"
    key = f"schedule.failed:{page._meta.label_lower}:{number}"
    content = {
        "title": str(page),
        "path": f"/redaktion/snippets/{page._meta.label_lower.replace('.', '/')}/edit/{page.pk}/",
    }
    Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": "schedule.failed",
            "to": person.email,
            "content": content,
            "about": f"user:{person.pk}",
        },
    )


@writes("schedule.failed")
def failure_letter(message: Message) -> Letter:
    title = unlinked(one_line(message.content["title"]))
    return from_template(
        "tillit/mail/schedule_failed.txt", {"title": title, "link": absolute(message.content["path"])}
    )
