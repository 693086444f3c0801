"""Ten years of news, interrupted with kill -9 in the middle and begun again: no double, none lost, memory flat.

Some hundred lines show the rules. TILLIT_TEST_LINES=10000 runs the whole ten years and tells how long they took.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers import ROOT, environment_for, run, run_python

pytestmark = pytest.mark.race

LINES = int(os.environ.get("TILLIT_TEST_LINES", 600))
MAY_GROW = 40  # MB, from half way to the end
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
        {"id": n, "title": f"Nyhet {n:05}", "organisation": "Gislaveds kommun", "date": "2016-05-01",
         "text": f"Nyhet {n:05}\n\nEn ingress.\n\n– Det går bra, säger kommundirektören Eva Ek."}
        for n in range(LINES)
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


def seen(environment):
    return json.loads(run_python(environment, SEE))


def test_interrupted_import_goes_on_where_it_was(environment, file):
    run(environment, "load_registry")
    here, began = 0, time.monotonic()
    for wanted in (LINES // 12, LINES // 6, LINES // 4):
        process = begin(environment, file)
        while here < wanted:
            assert process.poll() is None, "Hämtningen tog slut innan den hann avbrytas."
            time.sleep(0.3)
            here = len(seen(environment)[0])
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert here < LINES

    early, late = followed(begin(environment, file), environment)
    said = file.with_suffix(".log").read_text("utf-8")

    titles, records, revisions = seen(environment)
    print(f"{LINES} texter på {time.monotonic() - began:.0f} s; {early} MB tidigt, {late} MB sent")
    assert titles == [f"Nyhet {n:05}" for n in range(LINES)]
    assert (records, revisions) == (LINES, LINES)
    assert re.search(rf"\d+ av {LINES} \(\d+ %\), \d+ i sekunden, klart om \d+ min", said)
    assert re.search(rf"{LINES} texter på \d+ s, varav \d+ redan fanns", said)
    assert late - early < MAY_GROW


def begin(environment, file):
    command = [sys.executable, "manage.py", "import_articles", str(file)]
    with file.with_suffix(".log").open("a") as said:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said)


def followed(process, environment):
    """(memory when half are here, at the end), in MB, once it is done."""
    early = late = 0
    while process.poll() is None:
        late = memory(process.pid) or late
        if not early and len(seen(environment)[0]) > LINES // 2:
            early = late
        time.sleep(0.2)
    assert process.returncode == 0
    assert early, "Den blev klar innan minnet hann mätas."
    return early, late


def memory(pid):
    """Resident megabytes; nothing once it is gone."""
    try:
        status = (Path("/proc") / str(pid) / "status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0
