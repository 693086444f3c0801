"""FTS5. What a search is narrowed by are words of the table, too, in a column of their own."""

import json
from collections import Counter
from collections.abc import Collection

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone

from tillit.search.asked import Alternative, Asked, Found, Group

FIELDS = ["title", "lead", "body", "head_parts", "parts"]
WEIGHTS = "8.0, 4.0, 1.0, 2.0, 0.4, 0.0"
TEXTS = "{title lead body}"
WITH_PARTS = "{title lead body head_parts parts}"
NEWEST = "(SELECT dated FROM search_searchentry WHERE id = search_index.rowid) DESC, rowid DESC"


class SqliteBackend:
    def take_turn(self):
        """Nothing to do: a transaction that writes has the database for itself."""

    def add(self, indexed):
        rows = [
            (
                entry.pk,
                *(" ".join(found.fields[name]) for name in FIELDS),
                " ".join(_marks(entry)),
            )
            for entry, found in indexed
        ]
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_index WHERE rowid = %s", [(row[0],) for row in rows])
            cursor.executemany(
                f"INSERT INTO search_index (rowid, {', '.join(FIELDS)}, marks) VALUES (%s, %s, %s, %s, %s, %s, %s)",
                rows,
            )

    def remove(self, pks):
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_index WHERE rowid = %s", [(pk,) for pk in pks])

    def best(self, asked: Asked, most: int) -> Found:
        condition, values = self._condition(asked)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, -bm25(search_index, {WEIGHTS}) AS fit FROM search_index {condition} ORDER BY fit DESC, {NEWEST} LIMIT %s",
                [*values, most],
            )
            fits = dict(cursor.fetchall())
        return Found(fits, tuple(fits) if len(fits) < most else ())

    def count(self, asked: Asked) -> int:
        condition, values = self._condition(asked)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM search_index {condition}", values)
            return cursor.fetchone()[0]

    def entries(self, asked: Asked) -> list[int]:
        """All that fit, in no order."""
        condition, values = self._condition(asked)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM search_index {condition}", values)
            return [row[0] for row in cursor.fetchall()]

    @staticmethod
    def among(entries: Collection[int]) -> RawSQL:
        """A question for just these entries, which may be many."""
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(entries))])

    def titled(self, asked: Asked, most: int) -> list[int]:
        """The newest entries that fit, for suggestions: nothing is ranked."""
        condition, values = self._condition(asked)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid FROM search_index {condition} ORDER BY {NEWEST} LIMIT %s", [*values, most]
            )
            return [row[0] for row in cursor.fetchall()]

    def marks(self, asked: Asked) -> Counter:
        """How many of what is asked for have each mark."""
        condition, values = self._condition(asked)
        counts: Counter = Counter()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT marks, count(*) FROM search_index {condition} GROUP BY marks", values)
            for marks, count in cursor.fetchall():
                for mark in marks.split():
                    counts[mark] += count
        return counts

    def _condition(self, asked):
        over = "SELECT id FROM search_searchentry WHERE until <= %s"
        now = asked.now or timezone.now()
        only = f" AND rowid IN ({', '.join(map(str, map(int, asked.entries)))})" if asked.entries else ""
        # FTS5 does not tell NYHET from nyhet, nor a sign within a word from the end of it.
        just = " AND instr(' ' || marks || ' ', %s)" * len(asked.marks)
        values = [match(asked), now, *(f" {mark} " for mark in asked.marks)]
        return f"WHERE search_index MATCH %s AND rowid NOT IN ({over}){only}{just}", values


def _marks(entry):
    """White space parts the marks: none has any."""
    return [
        f"section={entry.section}",
        *(f"shown={language}" for language in entry.shown_in),
        *entry.marks,
    ]


def match(asked: Asked) -> str:
    """The expression FTS5 reads. Every term stands within quotation marks and has no other sign than letters."""
    wanted = [f'marks : "shown={asked.language}"']
    wanted += [f'marks : "{mark}"' for mark in asked.marks]
    if asked.sections:
        wanted.append(_any(f'marks : "section={section}"' for section in asked.sections))
    if asked.groups:
        enough = (" AND ".join(_group(group) for group in groups) for groups in asked.enough)
        wanted.append(_any(f"({groups})" for groups in enough))
    expression = " AND ".join(wanted)
    if asked.excluded:
        expression = f"({expression}) NOT {_any(_alternative(one) for one in asked.excluded)}"
    return expression


def _any(expressions):
    return f"({' OR '.join(expressions)})"


def _group(group: Group) -> str:
    return _any(_alternative(one) for one in group.alternatives)


def _alternative(one: Alternative) -> str:
    if one.is_prefix:
        return f'title : "{" ".join(one.terms)}" *'
    columns = TEXTS if one.is_exact or len(one.terms) > 1 else WITH_PARTS
    return f'{columns} : "{" ".join(one.terms)}"'
