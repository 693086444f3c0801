"""A Django with one view and no middleware that inserts one row under a row lock: what sign-ups are measured against."""

import os

import django
import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

database = environ.Env.db_url_config(os.environ["DATABASE_URL"])
settings.configure(
    SECRET_KEY="nothing to keep",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    DATABASES={"default": {**database, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.db import connection, models, transaction  # noqa: E402


class Room(models.Model):  # noqa: DJ008
    class Meta:
        app_label = "bare"


class Seat(models.Model):  # noqa: DJ008
    room = models.ForeignKey(Room, models.CASCADE)
    name = models.CharField(max_length=120)

    class Meta:
        app_label = "bare"


def insert(request):
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=1)
        Seat.objects.create(room=room, name=request.POST["name"])
    return HttpResponse(b"ok", headers={"Content-Length": "2"})


def prepare():
    """The tables, made by whichever worker is first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1)")
        if Room._meta.db_table not in connection.introspection.table_names():
            with connection.schema_editor() as editor:
                editor.create_model(Room)
                editor.create_model(Seat)
            Room.objects.create(pk=1)
    connection.close()


prepare()
urlpatterns = [path("", insert)]
application = get_wsgi_application()
