"""The one who carries the letters. Killed at any moment it loses none; a letter that goes twice has one Message-ID."""

import logging
import random
import smtplib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from tillit.outbox.letters import NothingToTell, as_email
from tillit.outbox.models import Message

log = logging.getLogger(__name__)

AT_A_TIME = 10
MOST_ATTEMPTS = 12  # the last one about 7 hours after the first
LONGEST_WAIT = timedelta(hours=2)


def carry(wanted: Callable[[], bool] = lambda: True) -> tuple[int, int]:
    """Send all that is due; returns (sent, not sent). Stops between two letters when no longer `wanted`."""
    sent = failed = 0
    while wanted() and (batch := _claim()):
        with Mailbag() as bag:
            for number, message in enumerate(batch):
                if not wanted() or _is_late(message):
                    _hand_back(batch[number:])  # asked to stop, or too slow: another may have them by now
                    break
                arrived = _attempt(bag, message)
                sent, failed = sent + (arrived is True), failed + (arrived is False)
    return sent, failed


def carry_forever(wanted: Callable[[], bool]) -> None:
    while wanted():
        try:
            carry(wanted)
        except Exception:
            log.exception("Breven kunde inte läsas; nytt försök om en sekund.")
        close_old_connections()
        time.sleep(settings.OUTBOX_PAUSE)


def _claim() -> list[Message]:
    """Take the letters that have waited longest. A lease that runs out gives them to the next worker."""
    with transaction.atomic():
        batch = list(
            Message.objects.due().select_for_update(skip_locked=True).order_by("due", "pk")[:AT_A_TIME]
        )
        until = timezone.now() + timedelta(seconds=settings.OUTBOX_LEASE)
        for message in batch:
            message.leased_until = until
            message.attempts += 1
        Message.objects.bulk_update(batch, ["leased_until", "attempts"])
    return batch


def _is_late(message: Message) -> bool:
    return message.leased_until is None or message.leased_until <= timezone.now()


def _hand_back(messages: list[Message]) -> None:
    for message in messages:
        _store(message, leased_until=None, attempts=message.attempts - 1)


def _store(message: Message, **values: object) -> None:
    """Write down what became of a letter, as long as it is still in our hands."""
    Message.objects.filter(pk=message.pk, leased_until=message.leased_until).update(**values)


def _attempt(bag: "Mailbag", message: Message) -> bool | None:
    """Send one letter and say whether it went, in a transaction of its own; None when there was nothing to send."""
    try:
        state = bag.send(message)
    except NothingToTell:
        Message.objects.filter(pk=message.pk, leased_until=message.leased_until).delete()
        return None
    except Exception as error:
        if not isinstance(error, smtplib.SMTPException | OSError):
            log.exception("Brevet %s kunde inte skrivas.", message.pk)
        _write_down_problem(message, error)
        return False
    _store(message, state=state, finished_at=timezone.now(), problem="", leased_until=None)
    return True


def _write_down_problem(message: Message, error: Exception) -> None:
    values: dict[str, object] = {"problem": told(error), "leased_until": None}
    if is_permanent(error) or message.attempts >= MOST_ATTEMPTS:
        values |= {
            "state": Message.State.FAILED,
            "finished_at": timezone.now(),
            "is_refused": is_refusal(error),
        }
    else:
        values["due"] = timezone.now() + wait_after(message.attempts)
    _store(message, **values)


def wait_after(attempts: int) -> timedelta:
    """20 s, 40 s, 80 s … 2 h, each a little more or less, so that letters do not come back all at once."""
    wait = min(timedelta(seconds=settings.OUTBOX_FIRST_WAIT) * 2 ** (attempts - 1), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)


def is_permanent(error: Exception) -> bool:
    """True when trying again cannot help: this letter or its receiver is refused (5xx), or it cannot be written.

    What is the server's own trouble, or the database's, passes.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return not isinstance(error, smtplib.SMTPException | OSError | DatabaseError)


def is_refusal(error: Exception) -> bool:
    """True when the receiving server will not have this letter, or has no such receiver."""
    return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and is_permanent(error)


def told(error: Exception) -> str:
    """What the receiving server said, or what went wrong before it could say anything."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _answer(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:300]


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {text}"[:300]


class Mailbag:
    """One connection for several letters; a new one after anything has gone wrong on it."""

    def __init__(self) -> None:
        self.connection: smtplib.SMTP | None = None

    def __enter__(self) -> "Mailbag":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._close()

    def send(self, message: Message) -> Message.State:
        email = as_email(message)
        if not settings.SENDS_MAIL:
            return Message.State.SHOWN
        try:
            self._open().send_message(email, to_addrs=[message.to])
        except Exception:
            self._close()
            raise
        return Message.State.SENT

    def _open(self) -> smtplib.SMTP:
        if self.connection is None:
            backend = EmailBackend(timeout=settings.EMAIL_TIMEOUT)
            backend.open()
            self.connection = cast("smtplib.SMTP", backend.connection)
        return self.connection

    def _close(self) -> None:
        if self.connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.connection.quit()
            self.connection.close()
            self.connection = None
