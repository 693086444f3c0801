"""The morning's letters written by two at once, killed and begun again: each follower is told of each page once.

The negative control does the same without the transaction: then somebody is never told.
"""

import json
import random
import subprocess
import sys
import time

import pytest
from django.db import connection

from tests.servers import ROOT, environment_for, run_python

pytestmark = pytest.mark.race

FOLLOWERS, PAGES, KILLS = 150, 3, 6
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from tests.factories import make_article
from tillit.following.models import Subscription
before = timezone.now() - timedelta(days=1)
Subscription.objects.bulk_create(
    Subscription(email=f"person{{n}}@example.se", what="berattelser", language="sv", rhythm="dag",
                 confirmed_at=before, told_until=before, due=before)
    for n in range({FOLLOWERS})
)
for n in range({PAGES}):
    make_article(title_sv=f"Sida {{n}}")
"""
# The command, with a pause where half of it is written.
TELL = """
import time
from django.db.models import QuerySet
from tillit.following import telling
create = telling.Message.objects.create
def slowly(**values):
    time.sleep(0.02)
    return create(**values)
telling.Message.objects.create = slowly
if {without_transaction}:
    QuerySet.select_for_update = lambda self, **options: self
    telling._tell = telling._tell.__wrapped__
print("begins", flush=True)
telling.tell_all()
"""
TOLD = """
import json
from collections import Counter
from tillit.outbox.models import Message
pairs = Counter((m.to, page) for m in Message.objects.filter(kind="following.new") for page in m.content["pages"])
print(json.dumps(sorted(Counter(pairs.values()).items())))
"""


def told_after_kills(environment, *, without_transaction):
    """[(times, pairs of follower and page told that many times)]"""
    run_python(environment, MAKE)
    code = TELL.format(without_transaction=without_transaction)
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]

    def begin():
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    chance = random.Random(connection.vendor)
    for _ in range(KILLS):
        two = [begin(), begin()]
        for process in two:
            process.stdout.readline()
        time.sleep(chance.uniform(0.02, 0.5))
        for process in two:
            process.kill()
            process.communicate()
    for process in [begin(), begin()]:
        process.communicate()
        assert process.returncode == 0
    return json.loads(run_python(environment, TOLD))


def test_each_follower_is_told_of_each_page_once(tmp_path):
    told = told_after_kills(environment_for("following", tmp_path), without_transaction=False)

    assert told == [[1, FOLLOWERS * PAGES]]


def test_without_the_transaction_somebody_is_never_told(tmp_path):
    told = told_after_kills(environment_for("nottelling", tmp_path), without_transaction=True)

    assert told != [[1, FOLLOWERS * PAGES]]
