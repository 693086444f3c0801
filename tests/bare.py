"""A Django with one view and no middleware: what the pages' speed is measured against."""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="nothing to keep", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[]
)
django.setup()


def as_many_bytes(request, size):
    return HttpResponse(b"x" * size, headers={"Content-Length": str(size)})


urlpatterns = [path("<int:size>/", as_many_bytes)]
application = get_wsgi_application()
