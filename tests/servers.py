"""Real server processes with a database of their own, for what one process cannot show."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def own_database(name, folder):
    """The address of an empty database of the kind the suite runs on, which other processes can reach."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder}/{name}.sqlite3"
    host = settings.DATABASES["default"]["OPTIONS"]["host"]
    name = f"{name}_{os.getpid()}"
    with psycopg.connect(host=host, user="tillit", dbname="postgres", autocommit=True) as server_itself:
        server_itself.execute(f'CREATE DATABASE "{name}"')
    return f"postgres://tillit@/{name}?host={host}"


def environment_for(name, folder, **more):
    """What a server or a command needs to know to work with a database of its own."""
    port = free_port()
    own = {"DATABASE_URL": own_database(name, folder), "TILLIT_SECRET_KEY": "x" * 60}
    own |= {"TILLIT_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "tests.settings_of_servers", **more}


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
