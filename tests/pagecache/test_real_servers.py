"""The promise of a second, kept by two real server processes while a third process publishes."""

import http.client
import subprocess
import sys
import time

import pytest

from tests.servers import ROOT, environment_for, run_python, server

pytestmark = pytest.mark.race

PROMISE = 1.0  # seconds

MAKE = """
from articles.models import Article
a = Article(title_sv="Provet", lead_sv="Gammal ingress.")
a.full_clean(); a.save(); a.save_revision().publish()
"""
CHANGE = """
import time
from articles.models import Article
a = Article.objects.get(title_sv="Provet")
{change}
print(time.time())
"""
PUBLISH = 'a.lead_sv = "Ny ingress."; a.save_revision().publish()'
UNPUBLISH = "a.unpublish()"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    return environment_for("servers", tmp_path_factory.mktemp("servers"))


def ask(port, path):
    """(when it was asked, status, text) over a connection of its own, so that either process may answer."""
    asked = time.time()
    request = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    request.request("GET", path)
    answer = request.getresponse()
    text = answer.read().decode()
    request.close()
    return asked, answer.status, text


@pytest.mark.parametrize(("change", "is_new"), [(PUBLISH, "Ny ingress."), (UNPUBLISH, "har tagits bort")])
def test_nothing_older_than_a_second_is_ever_shown(environment, change, is_new):
    if "Provet" not in run_python(environment, "from articles.models import *; print(Article.objects.all())"):
        run_python(environment, MAKE)
    port = int(environment["PORT"])
    with server("tillit.wsgi:application", port, environment):
        kept = [ask(port, "/artiklar/provet/") for _ in range(30)]
        assert {status for _asked, status, _text in kept} == {200}

        changing = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", CHANGE.format(change=change)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        answers = []
        while changing.poll() is None:
            answers.append(ask(port, "/artiklar/provet/"))
            time.sleep(0.01)
        committed = float(changing.communicate()[0])
        while time.time() < committed + 2 * PROMISE:
            answers.append(ask(port, "/artiklar/provet/"))
            time.sleep(0.01)

    late = [asked - committed for asked, _status, text in answers if is_new not in text and asked > committed]
    assert max(late, default=0) < PROMISE
    assert all(is_new in text for asked, _status, text in answers if asked > committed + PROMISE)
    assert is_new in answers[-1][2]
