"""The promise of a second, kept by two real server processes while a third process publishes."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.bench import free_port, server

ROOT = Path(__file__).resolve().parent.parent.parent
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
    """A database of its own, of the kind the suite runs on, that other processes can reach."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('servers')}/db.sqlite3"
    else:
        name = f"servers_{os.getpid()}"
        host = settings.DATABASES["default"]["OPTIONS"]["host"]
        with psycopg.connect(host=host, user="tillit", dbname="postgres", autocommit=True) as server_itself:
            server_itself.execute(f'CREATE DATABASE "{name}"')
        url = f"postgres://tillit@/{name}?host={host}"
    port = free_port()
    own = {"DATABASE_URL": url, "TILLIT_SECRET_KEY": "x" * 60, "TILLIT_URL": f"http://127.0.0.1:{port}"}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "tests.settings_of_servers", "PORT": str(port)}


def run(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


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
def test_nothing_older_than_a_second_is_ever_shown(environment, monkeypatch, change, is_new):
    run(environment, "migrate", "-v0")
    if "Provet" not in run(
        environment, "shell", "-v0", "-c", "from articles.models import *; print(Article.objects.all())"
    ):
        run(environment, "shell", "-v0", "-c", MAKE)
    port = int(environment["PORT"])
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with server("tillit.wsgi:application", port):
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
