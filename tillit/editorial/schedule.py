"""Publishing on time: each due item by itself, so that one that fails never stops the others."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from tillit.editorial.models import Editorial

log = logging.getLogger(__name__)


FIRST_PATIENCE = timedelta(seconds=30)  # doubled at each failure


class Schedule:
    """What is due, tried once each; what fails is left alone for a while before the next try."""

    def __init__(self, tell: Callable | None = None):
        """`tell` is called with the revision or page that failed, each time it does."""
        self.tell = tell
        self.patience = {}  # (model, pk) → (when to try again, how long to wait the time after)

    def run(self):
        """Publish what is due, then withdraw what has expired: a page may be replaced the minute it expires.

        Returns (published, withdrawn, failed). A page past its expiry is hidden from readers already
        (`EditorialQuerySet.published`); here its state is brought up to date.
        """
        now = timezone.now()
        due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
        published = [
            self._attempt(revision, revision.publish, log_action="wagtail.publish.scheduled")
            for revision in due
            if self._is_time(revision, now)
        ]
        withdrawn = [
            self._attempt(row, row.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
            for model in editorial_models()
            for row in model.objects.filter(live=True, expire_at__lte=now)
            if self._is_time(row, now)
        ]
        done = sum(published) + sum(withdrawn)
        return sum(published), sum(withdrawn), len(published) + len(withdrawn) - done

    def _is_time(self, row, now):
        again, _wait = self.patience.get((type(row), row.pk), (now, None))
        return again <= now

    def _attempt(self, row, action, **kwargs):
        try:
            with transaction.atomic():
                action(**kwargs)
        except Exception:
            key = (type(row), row.pk)
            _again, wait = self.patience.get(key, (None, FIRST_PATIENCE))
            self.patience[key] = timezone.now() + wait, wait * 2
            log.exception("Schemalagd ändring misslyckades: %r. Nytt försök om %s.", row, wait)
            self._tell_of(row)
            return False
        return True

    def _tell_of(self, row):
        try:
            if self.tell:
                self.tell(row)
        except Exception:
            log.exception("Det gick inte att berätta om %r.", row)


def editorial_models():
    return [model for model in apps.get_models() if issubclass(model, Editorial)]
