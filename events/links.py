"""The secret addresses of somebody who has lost them, sent to the address they belong to and nowhere else."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from events import letters, limits
from events.models import Group, Registration


@transaction.atomic
def send_links(email: str, language: str) -> None:
    """A letter with every page that belongs to the address; nothing for one we do not know or have just written to."""
    ahead = {"event__ends_at__gte": timezone.now(), "erased_at": None, "email": email}
    registrations = list(Registration.objects.active().filter(**ahead))
    groups = list(Group.objects.filter(**ahead))
    if (registrations or groups) and limits.may_have_links(email):
        letters.queue_links(email, language, f"links-{uuid4()}", registrations, groups)
