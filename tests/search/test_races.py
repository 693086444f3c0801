"""Many who publish, rename and take down at once: afterwards the index says what the pages say.

The negative control does the same without the turn that writers wait for; then words are counted wrong, or two wait
for each other crosswise. SQLite has one writer at a time, so there is nothing to try there.
"""

import subprocess
import sys

import pytest
from django.db import connection

from tests.servers import ROOT, environment_for, run, run_python

pytestmark = [
    pytest.mark.race,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one lock"),
]

WRITERS, ROUNDS = 5, 12
MAKE = """
from tests.factories import make_article, make_organisation, make_topic
make_organisation(name="Gamlestads kommun", slug="ort"); make_topic("Färre mål")
"""
WRITE = """
import random
from django.db import OperationalError
from articles.models import Article, Topic
from tests.factories import make_article, republish
from tillit.people.models import Organisation
from tillit.search.backends.postgres import PostgresBackend
if {without_turn}:
    PostgresBackend.take_turn = lambda self: None
dice = random.Random({number})
failed = 0
for n in range({rounds}):
    try:
        organisation, topic = Organisation.objects.get(slug="ort"), Topic.objects.get()
        article = make_article(title_sv=f"Gemensamma ord {number} {{n}}", organisation=organisation, topics=[topic])
        republish(article, lead_sv="Dialog möte ansvar styrning " + str(dice.random()))
        if n % 3 == 0:
            Article.objects.order_by("?").first().unpublish()
        if n % 4 == 0:
            organisation = Organisation.objects.get(slug="ort")
            organisation.name = f"Namn {number} {{n}}"
            organisation.save()
    except OperationalError:
        failed += 1
print(failed)
"""
# One does something to an article and is not ready; the other saves a role that it quotes, and waits for her turn.
MEANWHILE = """
import threading, time
from django.db import connection, transaction
from articles.models import Article
from tests.factories import block, make_article, make_role
from tillit.people.models import Role
from tillit.search.models import SearchEntry
role = make_role("Asta Provström", "rektor")
quoting = [block("quote", {{"text": "Ja.", "speaker": role.pk, "attribution": ""}})]
article = make_article(title_sv="Sidan", body_sv=quoting, published={is_public})
failed = []
def save():
    try:
        mine = Role.objects.get()
        mine.title = "kommundirektör"
        mine.save()
    except Exception as error:
        failed.append(repr(error))
    connection.close()
saving = threading.Thread(target=save)
with transaction.atomic():
    {doing}
    saving.start()
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with connection.cursor() as cursor:
        for _attempt in range(100):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                break
            time.sleep(0.1)
        else:
            failed.append("nobody waited")
saving.join()
told = [entry for entry in SearchEntry.objects.all() if "rektor" in entry.body + entry.lead]
print(failed, Role.objects.get().title, len(told))
"""
# What the index holds, before and after it is made anew.
HOLDS = """
import hashlib
from tillit.search.models import SearchEntry, SearchWord
entries = sorted((e.content_type_id, e.object_id, e.language, e.title, e.lead, e.body, *e.marks) for e in SearchEntry.objects.all())
words = sorted(SearchWord.objects.values_list("language", "word", "term", "entries"))
print(hashlib.sha256(repr((entries, words)).encode()).hexdigest())
"""


def written_by_many(environment, *, without_turn):
    """(how many writes the database refused, whether the index was what it is when it is made anew)"""
    run_python(environment, MAKE)
    codes = [WRITE.format(number=n, rounds=ROUNDS, without_turn=without_turn) for n in range(WRITERS)]
    command = [sys.executable, "manage.py", "shell", "-v0", "-c"]
    writers = [
        subprocess.Popen(
            [*command, code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        for code in codes
    ]
    answers = [writer.communicate()[0] for writer in writers]
    refused = sum(
        int(answer.split()[-1]) if writer.returncode == 0 else 1
        for writer, answer in zip(writers, answers, strict=True)
    )
    before = run_python(environment, HOLDS)
    run(environment, "reindex", "--fran-borjan")
    return refused, run_python(environment, HOLDS) == before


def test_index_is_right_after_many_have_written_at_once(tmp_path):
    assert written_by_many(environment_for("indexing", tmp_path), without_turn=False) == (0, True)


def test_without_the_turn_it_goes_wrong(tmp_path):
    assert written_by_many(environment_for("crosswise", tmp_path), without_turn=True) != (0, True)


def test_reindex_that_is_killed_while_others_publish_ends_right(tmp_path):
    environment = environment_for("killed", tmp_path)
    run_python(environment, MAKE + "for n in range(120): make_article(title_sv=f'Sida {n}')\n")
    writer = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", WRITE.format(number=1, rounds=ROUNDS, without_turn=False)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE,
    )  # fmt: skip
    command = [sys.executable, "-u", "manage.py", "reindex", "--fran-borjan"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as begun:
        assert any("artiklar: 100 av" in line for line in begun.stdout)
        begun.kill()

    said = run(environment, "reindex")
    assert writer.communicate()[0].split()[-1] == b"0"
    assert "Fortsätter där det avbröts." in said
    assert "artiklar: 100 av" not in said
    before = run_python(environment, HOLDS)
    run(environment, "reindex", "--fran-borjan")
    assert run_python(environment, HOLDS) == before


def test_what_is_deleted_meanwhile_stops_nobody(tmp_path):
    environment = environment_for("deleted", tmp_path)
    code = MEANWHILE.format(is_public=True, doing="Article.objects.get().delete()")

    assert run_python(environment, code).splitlines()[-1] == "[] kommundirektör 0"


def test_what_is_renamed_while_somebody_publishes_it_is_told_by_its_new_name(tmp_path):
    environment = environment_for("renamed", tmp_path)
    code = MEANWHILE.format(is_public=False, doing="article.latest_revision.publish()")

    assert run_python(environment, code).splitlines()[-1] == "[] kommundirektör 0"
