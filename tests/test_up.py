"""The starter that runs before anything is installed."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

UP = Path(__file__).resolve().parent.parent / "up"


def run(*arguments):
    return subprocess.run(
        [sys.executable, UP, *arguments], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"}
    )


def test_help_names_every_command():
    done = run("--help")

    assert done.returncode == 0
    for command in ("./up test", "./up bench", "./up manage", "./up install", "./up lock"):
        assert command in done.stdout


def test_port_that_is_taken_is_said_before_anything_is_done(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(CommandError, match=f"Porten {port} är upptagen"):
            call_command("up")


def test_unknown_command_is_explained():
    done = run("tset")

    assert done.returncode == 1
    assert "Okänt kommando: tset" in done.stderr
    assert "./up test" in done.stderr
