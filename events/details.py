"""What participants change about themselves, apart from their seats."""

from django.db import transaction
from django.utils import timezone

from events.models import Entry, Registration, SensitiveAnswer
from events.refusals import NoLongerPossible


@transaction.atomic
def change_details(registration: Registration, *, diet=None, access=None, **values: str) -> None:
    """Store what is given. Needs that are emptied are gone from the database, not just empty.

    Raises NoLongerPossible for who has left meanwhile: nothing more is kept about her. Locks the registration
    before what belongs to it, as the allocator does.
    """
    if not Registration.objects.select_for_update().get(pk=registration.pk).is_active:
        raise NoLongerPossible
    for field, value in values.items():
        setattr(registration, field, value)
    registration.changed_at = timezone.now()
    if diet is not None or access is not None:
        if diet or access:
            SensitiveAnswer.objects.update_or_create(
                registration=registration, defaults={"diet": diet or "", "access": access or ""}
            )
        else:
            SensitiveAnswer.objects.filter(registration=registration).delete()
    has_needs = SensitiveAnswer.objects.filter(registration=registration).exists()
    registration.has_answers = has_needs or registration.answers.exists()
    registration.save(update_fields=[*values, "changed_at", "has_answers"])
    Entry.objects.create(
        event_id=registration.event_id, registration=registration, action="ändrade uppgifter"
    )
