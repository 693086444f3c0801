import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tillit.settings")

application = get_wsgi_application()
resolve("/")  # reads the whole site map, back office and all, before the first visitor has to wait for it
