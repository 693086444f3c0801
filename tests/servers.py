"""Real server processes with a database of their own, for what one process cannot show."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def environment_for(name, folder, **more):
    """What a server or a command needs to know to work with a migrated database of its own."""
    if connection.vendor == "sqlite":
        shutil.copy(_migrated(), f"{folder}/{name}.sqlite3")
        return {**_environment(f"sqlite:///{folder}/{name}.sqlite3"), **more}
    return {**_environment(_create(f"{name}_{os.getpid()}", template=_migrated())), **more}


@cache
def _migrated():
    """The file or the name of a database to copy: to migrate takes longer than most of what is tried in one."""
    if connection.vendor == "sqlite":
        folder = tempfile.mkdtemp(prefix="tillit-migrated-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        database = f"{folder}/migrated.sqlite3"
        address = f"sqlite:///{database}"
    else:
        database = f"migrated_{os.getpid()}"
        address = _create(database)
    run(_environment(address), "migrate", "-v0")
    return database


def _create(name, template="template1"):
    """The address of a new database in the PostgreSQL that the suite runs on."""
    host = settings.DATABASES["default"]["OPTIONS"]["host"]
    with psycopg.connect(host=host, user="tillit", dbname="postgres", autocommit=True) as server_itself:
        server_itself.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"postgres://tillit@/{name}?host={host}"


def _environment(address):
    port = free_port()
    own = {"DATABASE_URL": address, "TILLIT_SECRET_KEY": "x" * 60}
    own |= {"TILLIT_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "tests.settings_of_servers"}


def run(environment, *arguments):
    """A command of manage.py; returns what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_python(environment, code):
    """Python with Django set up, in a process of its own; returns what it printed."""
    return run(environment, "shell", "-v0", "-c", code)


@contextmanager
def server(application, port, environment=None, workers=2, threads=8):
    """The production server, for as long as it is needed; yields its port."""
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += [
        "--workers",
        str(workers),
        "--threads",
        str(threads),
        "--worker-class",
        "gthread",
        "--reuse-port",
        "--preload",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port, process):
    for _ in range(200):
        if process.poll() is not None:
            sys.exit("servern startade inte")
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("servern svarade inte på 20 sekunder")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
