"""The site with a pause between counting seats and taking one, so that requests really meet.

With RACE_LOCK=off the seats are read without a lock: the negative control, in which the race test has to fail.
"""

import os
import time

from django.core.wsgi import get_wsgi_application
from django.db.models import F

application = get_wsgi_application()

from events.models.seats import SeatsQuerySet  # noqa: E402

PAUSE = float(os.environ.get("RACE_PAUSE", "0"))
has_lock = os.environ.get("RACE_LOCK") != "off"
locked = SeatsQuerySet.locked


def slowly(self, event_id):
    rows = locked(self, event_id) if has_lock else without_lock(self, event_id)
    time.sleep(PAUSE)
    return rows


def without_lock(self, event_id):
    return list(self.filter(event_id=event_id).order_by(F("session_id").asc(nulls_first=True)))


SeatsQuerySet.locked = slowly
