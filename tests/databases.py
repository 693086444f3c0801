"""The whole database as text, for asking whether anything has changed and whether anything is left; rows for many tests."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import translation


@contextmanager
def shared_by_the_module(django_db_blocker):
    """What is written here is there for all tests of a file, and gone after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("sv"):
        yield
        transaction.set_rollback(True)


def every_table():
    """{table: its rows as text, in order}, with every column of every table."""
    content = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            content[table] = sorted(repr(row) for row in cursor.fetchall())
    return content


def places_of(text):
    """The tables where the text stands in some column, whatever its case."""
    wanted = text.casefold()
    return [table for table, rows in every_table().items() if any(wanted in row.casefold() for row in rows)]
