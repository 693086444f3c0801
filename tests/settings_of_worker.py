"""The product's settings for a worker in tests: the same, but with seconds where production has minutes."""

from tests.settings_of_servers import *  # noqa: F403

OUTBOX_LEASE = 2
OUTBOX_PAUSE = 0.05
OUTBOX_FIRST_WAIT = 0.2
EMAIL_TIMEOUT = 1
