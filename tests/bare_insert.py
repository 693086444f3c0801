"""A bare Django view that inserts one registration under the lock that sign-ups take: what they are measured against."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings_of_bare"

from uuid import uuid4

from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpResponse
from django.urls import path

application = get_wsgi_application()

from events.models import Registration, Seats, State  # noqa: E402


def insert(request, event):
    with transaction.atomic():
        seats = Seats.objects.select_for_update().get(event=event, session=None)
        email = f"{uuid4().hex}@example.se"
        Registration.objects.create(
            event_id=seats.event_id, name=request.POST["name"], email=email, state=State.CONFIRMED
        )
    return HttpResponse(b"ok", headers={"Content-Length": "2"})


urlpatterns = [path("<int:event>/", insert)]
