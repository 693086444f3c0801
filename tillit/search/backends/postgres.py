"""A narrow table of its own: `head` has title and lead, `whole` everything and lies beside the rows it ranks."""

from collections import Counter
from dataclasses import replace

from django.db import connection
from django.utils import timezone

from tillit.search.asked import Alternative, Asked, Found, Group

LOCK = 7_145_401  # a number for the turn to write the index, the same in every process
LAST_PLACE = 16_383
# Stands after a term that is only part of a compound. A weight would do, but to see it each vector is unpacked.
PART = "~"
LANGUAGE_BITS = {"sv": 1, "en": 2, "fi": 4}
# Parts of compounds, body, lead, title: the order ts_rank wants.
WEIGHTS = {"head": "{0.3, 0, 0.5, 1.0}", "whole": "{0.05, 0.12, 0.5, 1.0}"}
NEWEST = "dated DESC NULLS LAST, entry_id DESC"
# So many hits are ranked by all that they say; when there are more, by title and lead.
RANKED_BY_WHOLE = 3000


class PostgresBackend:
    def take_turn(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def add(self, indexed):
        rows = [
            (
                entry.pk,
                entry.section,
                sum(LANGUAGE_BITS[language] for language in entry.shown_in),
                entry.until,
                entry.dated,
                [f"section={entry.section}", *entry.marks],
                _vector(found.fields, {"title": "A", "lead": "B"}, ["head_parts"]),
                _vector(found.fields, {"title": "A", "lead": "B", "body": "C"}, ["head_parts", "parts"]),
            )
            for entry, found in indexed
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_index (entry_id, section, shown, until, dated, marks, head, whole)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s::tsvector, %s::tsvector)",
                rows,
            )

    def remove(self, pks):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index WHERE entry_id = ANY(%s)", [pks])

    def best(self, asked: Asked, most: int) -> Found:
        """The few by all that they say; of many, those whose title and lead say it."""
        condition, values = self._condition(asked)
        some = _rows(
            f"SELECT entry_id FROM search_index {condition} LIMIT %s", [*values, RANKED_BY_WHOLE + 1]
        )
        if not some:
            return Found()
        if len(some) > RANKED_BY_WHOLE:
            return Found(self._of_many(asked, most))
        entries = tuple(pk for (pk,) in some)
        return Found(self._ranked(replace(asked, entries=entries), most, "whole"), entries)

    def _of_many(self, asked, most):
        """What has none of the words in its title or lead comes last, so it is ranked only where the rest is too few."""
        if not asked.excluded and (len(asked.groups) == 1 or asked.is_any):
            fits = self._ranked(asked, most, "head", within="head")
            if len(fits) == most:
                return fits
        return self._ranked(asked, most, "head")

    def _ranked(self, asked, most, vector, within="whole"):
        condition, values = self._condition(asked, within)
        fit, weights = _fit(asked, vector)
        ranked = f"SELECT entry_id, {fit} AS fit FROM search_index {condition} ORDER BY fit DESC, {NEWEST} LIMIT %s"
        return dict(_rows(ranked, [*weights, *values, most]))

    def count(self, asked: Asked) -> int:
        condition, values = self._condition(asked)
        return _rows(f"SELECT count(*) FROM search_index {condition}", values)[0][0]

    def titled(self, asked: Asked, most: int) -> list[int]:
        """The newest entries that fit, for suggestions: nothing is ranked."""
        condition, values = self._condition(asked)
        newest = f"SELECT entry_id FROM search_index {condition} ORDER BY {NEWEST} LIMIT %s"
        return [row[0] for row in _rows(newest, [*values, most])]

    def marks(self, asked: Asked) -> Counter:
        """How many of what is asked for have each mark."""
        condition, values = self._condition(asked)
        each = f"SELECT unnest(marks) AS mark FROM search_index {condition}"
        return Counter(dict(_rows(f"SELECT mark, count(*) FROM ({each}) AS each GROUP BY mark", values)))

    def _condition(self, asked, within="whole"):
        conditions = ["shown & %s > 0", "(until IS NULL OR until > %s)"]
        values = [LANGUAGE_BITS[asked.language], asked.now or timezone.now()]
        if query := _query(asked):
            column = "head" if _is_prefix(asked) else within
            conditions.append(f"{column} @@ %s::tsquery")
            values.append(query)
        if asked.sections:
            conditions.append("section = ANY(%s)")
            values.append(list(asked.sections))
        if asked.entries:  # looked up by their numbers, and only then seen to fit
            conditions.append("entry_id = ANY(%s)")
            values.append(list(asked.entries))
        if asked.marks:
            conditions.append("marks @> %s")
            values.append(list(asked.marks))
        return f"WHERE {' AND '.join(conditions)}", values


def _rows(question, values):
    """By the index, however common the words are.

    PostgreSQL takes `@@` to cost next to nothing, and would sooner unpack the vector of every row.
    """
    by_index = "SET LOCAL enable_seqscan = off; {}; SET LOCAL enable_seqscan TO DEFAULT"
    with connection.cursor() as cursor:
        cursor.execute(by_index.format(question), values)
        cursor.nextset()
        return cursor.fetchall()


def _vector(fields, weights, parts):
    """The vector in PostgreSQL's own spelling, with places that nothing has to work out anew.

    Between two fields there is a gap, so that no phrase begins in one and ends in the next.
    """
    places: dict[str, list[str]] = {}
    place = 0
    for name, weight in weights.items():
        for term in fields[name]:
            place += 1
            places.setdefault(term, []).append(f"{min(place, LAST_PLACE)}{weight}")
        place += 1
    for name in parts:
        for term in fields[name]:
            places.setdefault(f"{term}{PART}", []).append(str(LAST_PLACE))
    return " ".join(f"'{term}':{','.join(found)}" for term, found in places.items())


def _query(asked: Asked) -> str:
    joint = " | " if asked.is_any else " & "
    wanted = joint.join(_group(group) for group in asked.groups)
    unwanted = " & ".join(f"!{_alternative(one)}" for one in asked.excluded)
    return " & ".join(f"({side})" for side in (wanted, unwanted) if side)


def _group(group: Group) -> str:
    return f"({' | '.join(_alternative(one) for one in group.alternatives)})"


def _alternative(one: Alternative) -> str:
    if one.is_prefix:
        *whole, last = one.terms
        return _phrase([*(f"'{term}':A" for term in whole), f"'{last}':*A"])
    if one.is_exact or len(one.terms) > 1:
        return _phrase(f"'{term}'" for term in one.terms)
    return f"('{one.terms[0]}' | '{one.terms[0]}{PART}')"


def _phrase(lexemes):
    return f"({' <-> '.join(lexemes)})"


def _is_prefix(asked):
    return any(one.is_prefix for group in asked.groups for one in group.alternatives)


def _fit(asked, vector):
    """How well a row fits: each group by its rank, weighed by how much it tells."""
    parts = [f"%s * ts_rank('{WEIGHTS[vector]}', {vector}, %s::tsquery, 1)" for _ in asked.groups]
    values = [value for group in asked.groups for value in (group.weight, _group(group))]
    return " + ".join(parts) or "0", values
