"""The product's database and models, and nothing else of it: no middleware, one address."""

from tillit.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "tests.bare_insert"
