"""`./up test`: the suite on SQLite and then on a real PostgreSQL, each named with its version.

./up test                 both databases
./up test --sqlite        SQLite alone, while you work
./up test --browser       the browser tests too
./up test -k slug -x      what else is given goes to pytest
"""

import os
import re
import sqlite3
import subprocess
import sys

from tests import postgres


def main(arguments):
    only_sqlite, browser = "--sqlite" in arguments, "--browser" in arguments
    rest = [a for a in arguments if a not in ("--sqlite", "--browser")]
    reports, worst = [], 0
    worst |= run_suite(
        f"SQLite {sqlite3.sqlite_version}", {"DATABASE_URL": "sqlite:///:memory:"}, rest, reports
    )
    if not only_sqlite:
        try:
            with postgres.running() as (url, version):
                worst |= run_suite(f"PostgreSQL {version}", {"DATABASE_URL": url}, rest, reports)
        except RuntimeError as error:
            reports.append(f"PostgreSQL: KÖRDES INTE – {error}")
            worst = 1
    if browser:
        worst |= run_suite(
            "Chromium",
            {"DATABASE_URL": "sqlite:///:memory:"},
            ["-m", "browser", "-p", "no:xdist", *rest],
            reports,
        )
    print("\n" + "\n".join(reports))
    sys.exit(worst)


def run_suite(name, environment, arguments, reports):
    print(f"\n── {name} " + "─" * max(0, 70 - len(name)), flush=True)
    workers = [] if {"-p", "-n"} & set(arguments) else ["-n", "2"]
    command = [sys.executable, "-m", "pytest", "-q", *workers, *arguments]
    run = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
    lines = []
    for line in run.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    code = run.wait()
    counts = next(
        (line for line in reversed(lines) if re.search(r"\d+ (passed|failed|error)", line)), "inga tester"
    )
    reports.append(f"{name}: {counts.strip(' =' + chr(10))}")
    # Nothing to run is no success: a choice that matches no test is a mistake.
    return int(code != 0)


if __name__ == "__main__":
    main(sys.argv[1:])
