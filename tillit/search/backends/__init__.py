"""Where the terms lie and are matched: FTS5 in SQLite, `tsvector` with GIN in PostgreSQL. Both get the same terms."""

from django.db import connection

from tillit.search.backends.postgres import PostgresBackend
from tillit.search.backends.sqlite import SqliteBackend

BACKENDS = {"sqlite": SqliteBackend, "postgresql": PostgresBackend}


def backend():
    return BACKENDS[connection.vendor]()
