"""What public pages are made of, and how every server hears that it changed.

A page that is the same for everyone is kept by each server process (see `middleware`). What makes
it old is written here, in the transaction that changes the content: a row that is only ever added,
so that two who publish at the same time never wait for each other.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone


class Change(models.Model):
    """Public content changes when this row is committed or, with `due`, when that moment comes.

    What changes at once has no time on it: the clocks of two servers need not agree.
    """

    due = models.DateTimeField(null=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ändring"
        verbose_name_plural = "ändringar"

    def __str__(self) -> str:
        return f"{self.due or self.created_at:%Y-%m-%d %H:%M:%S}"


def changed(due: datetime | None = None) -> None:
    """Make every kept page old, in the present transaction; with `due`, when that moment comes."""
    Change.objects.create(due=due)


def version() -> tuple[int, int, str, str]:
    """Differs as soon as anything that a public page shows may differ: (count, last, newest, day).

    Rows are counted as well as the last one named, because rows may be committed in another order
    than they were numbered. The time of the newest tells a database from one that was put in its place.
    The date is there because ages are told in whole days and months.
    """
    now = timezone.now()
    seen = Change.objects.filter(Q(due=None) | Q(due__lte=now)).aggregate(
        count=Count("pk"), last=Max("pk"), newest=Max("created_at")
    )
    newest = seen["newest"].isoformat() if seen["newest"] else ""
    return seen["count"], seen["last"] or 0, newest, timezone.localdate(now).isoformat()


@transaction.atomic
def forget_old_changes(before: datetime) -> int:
    """Drop rows that every process has long since seen. The row added here keeps `version` new."""
    past = Q(due=None) | Q(due__lt=before)
    deleted, _ = Change.objects.filter(past, created_at__lt=before).delete()
    changed()
    return deleted


class PublicQuerySet(models.QuerySet):
    """Writes that pass by `save` are told as well."""

    @transaction.atomic
    def update(self, **kwargs):
        changed()
        return super().update(**kwargs)

    @transaction.atomic
    def bulk_create(self, objs, *args, **kwargs):
        changed()
        return super().bulk_create(objs, *args, **kwargs)

    @transaction.atomic
    def bulk_update(self, objs, *args, **kwargs):
        changed()
        return super().bulk_update(objs, *args, **kwargs)

    @transaction.atomic
    def delete(self):
        changed()
        return super().delete()

    update.alters_data = True
    bulk_create.alters_data = True
    bulk_update.alters_data = True
    delete.alters_data = True
    delete.queryset_only = True


class Public(models.Model):
    """A row that public pages show: saving or deleting it makes the kept pages old."""

    never_told: frozenset[str] = frozenset()  # fields that nothing public tells of

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        if self.tells_of(kwargs.get("update_fields")):
            changed()
        super().save(*args, **kwargs)

    def tells_of(self, update_fields: Iterable[str] | None) -> bool:
        """Whether anything public may differ when these fields are saved; None is all of them."""
        return update_fields is None or bool(set(update_fields) - self.never_told)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        changed()
        return super().delete(*args, **kwargs)
