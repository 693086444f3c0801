"""Ten years of news, interrupted with kill -9 in the middle and begun again: no double, none lost."""

import json
import signal
import subprocess
import sys
import time

import pytest

from tests.servers import ROOT, environment_for, run, run_python

pytestmark = pytest.mark.race

LINES = 240
SEE = """
import json
from articles.models import Article, ImportedDocument
from wagtail.models import Revision
titles = list(Article.objects.order_by("title_sv").values_list("title_sv", flat=True))
print(json.dumps([titles, ImportedDocument.objects.count(), Revision.objects.count()]))
"""


@pytest.fixture
def environment(tmp_path):
    return environment_for(f"intake_{tmp_path.name[5:20]}", tmp_path)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "nyheter.jsonl"
    lines = [
        {"id": n, "title": f"Nyhet {n:03}", "organisation": "Gislaveds kommun", "date": "2016-05-01",
         "text": f"Nyhet {n:03}\n\nEn ingress.\n\n– Det går bra, säger kommundirektören Eva Ek."}
        for n in range(LINES)
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


def seen(environment):
    return json.loads(run_python(environment, SEE))


def test_interrupted_import_goes_on_where_it_was(environment, file):
    run(environment, "migrate", "-v0")
    run(environment, "load_registry")
    command = [sys.executable, "manage.py", "import_articles", str(file)]
    here = 0
    for wanted in (20, 90, 160):
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        while here < wanted:
            assert process.poll() is None, "Hämtningen tog slut innan den hann avbrytas."
            time.sleep(0.3)
            here = len(seen(environment)[0])
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert here < LINES

    run(environment, "import_articles", str(file))

    titles, records, revisions = seen(environment)
    assert titles == [f"Nyhet {n:03}" for n in range(LINES)]
    assert (records, revisions) == (LINES, LINES)
