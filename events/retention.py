"""What is kept about participants goes when it was said to go; what was counted stays."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.models import Answer, Entry, Event, Registration, SensitiveAnswer
from events.models.registration import hash_of, new_seed
from tillit.outbox.models import Message

log = logging.getLogger(__name__)

NETWORK_KEPT = timedelta(days=1)
BLANK = {"name": "", "email": "", "form_key": None}
BLANK_PERSON = BLANK | {
    "organisation_text": "",
    "role": "",
    "invoice_reference": "",
    "network": "",
    "calendar": {},
}


def erase() -> tuple[dict[str, int], int]:
    """Erase all that is due today; returns how many of each, and for how many events it failed: each by itself."""
    today = timezone.localdate()
    over = Event.objects.filter(ends_at__lt=timezone.now()).order_by("pk")
    counts, failed = {"känsliga svar": 0, "anmälningar": 0}, 0
    for event in over:
        try:
            if timezone.localdate(event.ends_at) < today:
                counts["känsliga svar"] += _erase_needs(event)
            if event.erased_on <= today:
                counts["anmälningar"] += _erase_people(event)
        except Exception:
            log.exception("Uppgifterna om deltagarna i evenemang %s kunde inte tas bort.", event.pk)
            failed += 1
    counts["brev"], _rows = Message.objects.outlived().delete()
    old = Registration.objects.exclude(network="").filter(created_at__lt=timezone.now() - NETWORK_KEPT)
    counts["nätverk"] = old.update(network="")
    return counts, failed


def _erase_needs(event):
    number, _rows = SensitiveAnswer.objects.filter(registration__event=event).delete()
    return number


@transaction.atomic
def _erase_people(event):
    """States, organisations of the registry and sessions stay: they are the figures. The rest goes."""
    people = list(event.registrations.kept().order_by("pk"))
    groups = list(event.groups.filter(erased_at=None))
    _erase_letters(people, groups)
    Answer.objects.filter(registration__in=people).delete()
    for person in people:
        known = f"o{person.organisation_id}" if person.organisation_id else ""
        _blank(person, BLANK_PERSON | {"organisation_key": known})
    for group in groups:
        _blank(group, BLANK)
    if people:
        Entry.objects.create(event=event, action="personuppgifter borttagna", details={"antal": len(people)})
    return len(people)


def _erase_letters(people, groups):
    about = [f"registration:{person.uid}" for person in people] + [f"group:{group.pk}" for group in groups]
    Message.objects.filter(about__in=about).delete()
    addresses = {row.email for row in (*people, *groups)}
    Message.objects.filter(about="links", to__in=addresses).delete()


def _blank(row, values):
    """Empty the row and give it a secret address that nobody has ever been sent."""
    seed = new_seed()
    keys = {"token_hash": hash_of(f"erased {seed}"), "receipt_hash": hash_of(f"erased receipt {seed}")}
    values = values | keys | {"erased_at": timezone.now(), "token_seed": seed}
    type(row).objects.filter(pk=row.pk).update(**values)
