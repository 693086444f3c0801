import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from tillit.search import swedish

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tillit.settings")

application = get_wsgi_application()
# Both before the first visitor has to wait for it, and once for all processes (--preload).
swedish.term("mötet")  # reads the dictionary
resolve("/")  # reads the whole site map, back office and all
