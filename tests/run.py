"""`./up test`: the suite on SQLite and then on a real PostgreSQL, each named with its version.

./up test                 both databases
./up test --sqlite        SQLite alone, while you work
./up test --browser       the browser tests too
./up test --no-race       leave out the tests of many clients at once, which take some minutes
./up test -k slug -x      what else is given goes to pytest
"""

import os
import re
import sqlite3
import subprocess
import sys

from tests import postgres


def main(arguments):
    switches = {a for a in arguments if a in ("--sqlite", "--browser", "--no-race")}
    only_sqlite, browser = "--sqlite" in switches, "--browser" in switches
    # Whoever chooses tests of her own gets those, wherever they belong.
    rest = [a for a in arguments if a not in switches]
    races = "--no-race" not in switches and not only_sqlite and not rest
    reports, worst = [], 0
    in_memory = {"DATABASE_URL": "sqlite:///:memory:"}
    worst |= run_database(f"SQLite {sqlite3.sqlite_version}", in_memory, rest, reports, races)
    if not only_sqlite:
        try:
            with postgres.running() as (url, version):
                worst |= run_database(f"PostgreSQL {version}", {"DATABASE_URL": url}, rest, reports, races)
        except RuntimeError as error:
            reports.append(f"PostgreSQL: KÖRDES INTE – {error}")
            worst = 1
    if browser:
        in_browser = ["-m", "browser", "-p", "no:xdist", *rest]
        worst |= run_suite("Chromium", in_memory, in_browser, reports)
    print("\n" + "\n".join(reports))
    sys.exit(worst)


def run_database(name, environment, arguments, reports, races):
    """The suite on two cores; then what needs both of them for itself."""
    worst = run_suite(name, environment, arguments, reports)
    if races:
        only_races = ["-m", "race", "-p", "no:xdist", "-s"]
        worst |= run_suite(f"{name}, många samtidigt", environment, only_races, reports)
    return worst


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
