"""The starter that runs before anything is installed."""

import subprocess
import sys
from pathlib import Path

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


def test_unknown_command_is_explained():
    done = run("tset")

    assert done.returncode == 1
    assert "Okänt kommando: tset" in done.stderr
    assert "./up test" in done.stderr
