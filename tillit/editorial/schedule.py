"""Publishing on time: each due item by itself, so that one that fails never stops the others."""

import logging

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from tillit.editorial.models import Editorial

log = logging.getLogger(__name__)


def publish_due():
    """Publish approved revisions whose time has come and withdraw what has expired.

    Returns (published, withdrawn, failed). A page past its expiry is hidden from readers already
    (`EditorialQuerySet.published`); here its state is brought up to date.
    """
    now = timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    expired = [
        row for model in editorial_models() for row in model.objects.filter(live=True, expire_at__lte=now)
    ]
    published = [_attempt(revision.publish, log_action="wagtail.publish.scheduled") for revision in due]
    withdrawn = [
        _attempt(row.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled") for row in expired
    ]
    return sum(published), sum(withdrawn), len(published) + len(withdrawn) - sum(published) - sum(withdrawn)


def editorial_models():
    return [model for model in apps.get_models() if issubclass(model, Editorial)]


def _attempt(action, **kwargs):
    try:
        with transaction.atomic():
            action(**kwargs)
    except Exception:
        log.exception("Schemalagd ändring misslyckades: %r", getattr(action, "__self__", action))
        return False
    return True
