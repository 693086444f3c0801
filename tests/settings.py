"""The product's own settings, with what makes tests quick and repeatable."""

import os

os.environ["TILLIT_SECRET_KEY"] = "only-for-tests-and-therefore-no-secret-at-all-0123456789"
os.environ["TILLIT_URL"] = "http://testserver"

from tillit.settings import *  # noqa: F403

SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WHITENOISE_AUTOREFRESH = True
PAGE_CACHE_TRUST = 0  # a test does not wait; tests/pagecache tries the real figure
REQUIRE_TWO_FACTOR = False  # tests/tillit/test_signing_in.py demands it
