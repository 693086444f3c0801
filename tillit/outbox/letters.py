"""From a row in the outbox to a letter. Each subject registers how its kinds of letters are written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tillit.links import absolute
from tillit.outbox.models import Message
from tillit.text import typed_line


class Unfolded(UnstructuredHeader):
    """A header whose value is an address: broken over lines it would be encoded, and no mail program would find it."""

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Unfolded)  # type: ignore[arg-type]
POLICY = SMTP.clone(header_factory=HEADERS)

WRITERS: dict[str, Callable[[Message], "Letter"]] = {}


class NothingToTell(Exception):
    """Raised where a letter is written: there is nothing to send, and the row is dropped."""


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    calendars: list[tuple[str, str, bytes]] = field(default_factory=list)  # (file name, method, iCalendar)
    unsubscribe: str = ""  # an address that stops such letters when something is posted to it (RFC 8058)


def writes(*kinds: str) -> Callable:
    """Register a function from `Message` to `Letter` for these kinds."""

    def register(writer: Callable[[Message], Letter]) -> Callable[[Message], Letter]:
        WRITERS.update(dict.fromkeys(kinds, writer))
        return writer

    return register


def letter_of(message: Message) -> Letter:
    with translation.override(message.language):
        return WRITERS[message.kind](message)


def from_template(name: str, context: dict, calendars: Iterable = (), unsubscribe: str = "") -> Letter:
    """The first line of the template is the subject; blank lines part paragraphs; our own links are links."""
    text: str = render_to_string(name, context)
    subject, _rest, body = text.strip().partition("\n")
    paragraphs = [block.strip() for block in body.strip().split("\n\n") if block.strip()]
    text = "\n\n".join("\n".join(line.strip() for line in block.splitlines()) for block in paragraphs) + "\n"
    html = render_to_string(
        "outbox/letter.html",
        {
            "subject": subject,
            "paragraphs": [[_line(line.strip()) for line in block.splitlines()] for block in paragraphs],
            "language": translation.get_language(),
        },
    )
    return Letter(subject=subject, text=text, html=html, calendars=list(calendars), unsubscribe=unsubscribe)


def _line(line: str) -> tuple[str, str]:
    """(text, address): a line that is one of our own addresses is a link, everything else is text."""
    is_ours = line.startswith((absolute("/"), "https://"))
    return ("", line) if is_ours and " " not in line else (line, "")


def message_id(message: Message) -> str:
    """The same at every try, so that whoever gets the letter twice can see that it is one."""
    return f"<{message.uuid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def as_email(message: Message) -> EmailMessage:
    """The letter as it goes over the wire: plain text, a plain HTML part, calendars."""
    letter = letter_of(message)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    email = EmailMessage(policy=POLICY)
    email["Subject"] = typed_line(letter.subject)
    email["From"] = Address(typed_line(message.sender) or name or "Tillit", addr_spec=address)
    email["To"] = Address(addr_spec=message.to)
    if message.reply_to:
        email["Reply-To"] = Address(addr_spec=message.reply_to)
    email["Date"] = format_datetime(timezone.localtime(message.created_at))
    email["Message-ID"] = message_id(message)
    # Out-of-office answers to a machine help nobody.
    email["Auto-Submitted"] = "auto-generated"
    email["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe:
        email["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email["Content-Language"] = message.language
    email.set_content(letter.text)
    email.add_alternative(letter.html, subtype="html")
    for filename, method, calendar in letter.calendars:
        told = {"method": method, "charset": "utf-8"}
        email.add_attachment(calendar, maintype="text", subtype="calendar", filename=filename, params=told)
    return email
