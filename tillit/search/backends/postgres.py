"""Three tables. In `search_index` hits are found and counted: its rows are narrow, and `whole`, all that they say, lies
beside them. In `search_head` are the titles and leads that many hits are ordered by. `search_bundle` tells which marks
the numbers in `bundles` stand for; one that no row has any more counts nothing.
"""

from collections import Counter
from collections.abc import Collection
from heapq import nlargest
from operator import itemgetter

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone

from tillit.search.asked import Alternative, Asked, Found, Group

LOCK = 7_145_401  # a number for the turn to write the index, the same in every process
LAST_PLACE = 16_383
# Stands after a term that is only part of a compound. A weight would do, but to see it each vector is unpacked.
PART = "~"
TITLE = "^"  # before a term of the title, so that the index itself tells which titles have it
MARK = "="  # before a mark, which is found as words are
LONGEST = 200  # characters of a term or a mark; what somebody has made up may be longer than PostgreSQL takes
LANGUAGE_BITS = {"sv": 1, "en": 2, "fi": 4}
# Parts of compounds, body, lead, title: the order ts_rank wants.
WEIGHTS = {"head": "{0.3, 0, 0.5, 1.0}", "whole": "{0.05, 0.12, 0.5, 1.0}"}
TABLES = {"head": "search_head", "whole": "search_index"}
NEWEST = "dated DESC NULLS LAST, entry_id DESC"
# So many hits are ranked by all that they say; when there are more, by title and lead.
RANKED_BY_WHOLE = 1500
# Marks that are counted as one, by the column that has their number: there are not many combinations of them.
BUNDLES = {
    "of_kind": ("section", "genre", "slag", "ar", "sprak", "skede", "evidens"),
    "of_place": ("organisation", "lan"),
    "of_topics": ("tema",),
    "of_principles": ("princip",),
}
# Fields and the weights of their places.
HEAD = {"title": "A", "lead": "B"}
WHOLE = {**HEAD, "body": "C"}


class PostgresBackend:
    def take_turn(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def add(self, indexed):
        numbers = _numbers(
            {bundle for entry, _found in indexed for bundle in _bundles(entry).values() if bundle}
        )
        rows = [
            {
                "entry": entry.pk,
                "section": entry.section,
                "shown": sum(LANGUAGE_BITS[language] for language in entry.shown_in),
                "until": entry.until,
                "dated": entry.dated,
                **{column: numbers.get(bundle) for column, bundle in _bundles(entry).items()},
                "head": f"{_vector(found.fields, HEAD, ['head_parts'])} {_titled(found.fields)} {_marked(entry)}",
                "whole": f"{_vector(found.fields, WHOLE, ['head_parts', 'parts'])} {_marked(entry)}",
            }
            for entry, found in indexed
        ]
        columns, values = ", ".join(BUNDLES), ", ".join(f"%({column})s" for column in BUNDLES)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO search_index (entry_id, section, shown, until, dated, {columns}, whole) VALUES"
                f" (%(entry)s, %(section)s, %(shown)s, %(until)s, %(dated)s, {values}, %(whole)s::tsvector)",
                rows,
            )
            cursor.executemany(
                "INSERT INTO search_head (entry_id, section, shown, until, dated, head) VALUES"
                " (%(entry)s, %(section)s, %(shown)s, %(until)s, %(dated)s, %(head)s::tsvector)",
                rows,
            )

    def remove(self, pks):
        with connection.cursor() as cursor:
            for table in TABLES.values():
                cursor.execute(f"DELETE FROM {table} WHERE entry_id = ANY(%s)", [pks])

    def best(self, asked: Asked, most: int) -> Found:
        """Those whose title says it, where they are enough; the few by all that they say; of many by title and lead."""
        if fits := self._titles_say_it(asked, most):
            return Found(fits)
        condition, values = self._condition(asked)
        some = _rows(
            f"SELECT entry_id FROM search_index {condition} LIMIT %s", [*values, RANKED_BY_WHOLE + 1]
        )
        if not some:
            return Found()
        if len(some) > RANKED_BY_WHOLE:
            return Found(self._of_many(asked, most))
        entries = tuple(pk for (pk,) in some)
        return Found(self._ranked("whole", asked, most, self._condition(_just(entries, asked))), entries)

    def _titles_say_it(self, asked, most):
        """As many as are wanted, with all the words in the title, or at least with one there and the others in the lead."""
        # Of any of the words, a rare one in a lead tells more than a common one in a title.
        if asked.may_lack or asked.excluded:
            return {}
        for within in ["title", "title and lead"][: len(asked.groups)]:
            fits = self._ranked("head", asked, most, self._condition(asked, within))
            if len(fits) == most:
                return fits
        return {}

    def _of_many(self, asked, most):
        """Those whose title and lead say it, then those that say some of it there; of the rest the newest."""
        fits = {}
        for condition in self._less_and_less(asked) if asked.groups else []:
            fits |= self._ranked("head", asked, most, condition)
            if len(fits) >= most:
                break
        else:
            fits = self._newest(asked, most) | fits
        return dict(nlargest(most, fits.items(), key=itemgetter(1)))

    def _less_and_less(self, asked):
        """Conditions for the head: enough of the words, any in the title, any in title or lead. Each takes longer."""
        wanted = [_wanted(asked, "head")]
        if not asked.excluded:  # else what must not be there may stand in the text
            yield self._condition(asked, "head")
            wanted = []
        if len(asked.groups) > 1:
            # Where some may be lacking, a rare word in a lead tells more than a common one in a title.
            places = ("head",) if asked.may_lack else ("title", "head")
            wanted += [" | ".join(_group(group, within) for group in asked.groups) for within in places]
        fitting, values = self._fitting(asked)
        for some in wanted:
            yield f"WHERE head @@ %s::tsquery AND entry_id IN ({fitting})", [some, *values]

    def _newest(self, asked, most):
        fitting, values = self._fitting(asked)
        newest = (
            f"SELECT entry_id, 0 FROM search_head WHERE entry_id IN ({fitting}) ORDER BY {NEWEST} LIMIT %s"
        )
        return dict(_rows(newest, [*values, most]))

    def _fitting(self, asked):
        """The numbers of all that fit, found by themselves: joined to anything, the vector of every row would be unpacked."""
        condition, values = self._condition(asked)
        fitting = f"SELECT entry_id FROM search_index {condition}"
        return f"WITH fitting AS MATERIALIZED ({fitting}) SELECT entry_id FROM fitting", values

    def _ranked(self, vector, asked, most, condition):
        (where, values), (fit, weights) = condition, _fit(asked, vector)
        ranked = f"SELECT entry_id, {fit} AS fit FROM {TABLES[vector]} {where} ORDER BY fit DESC, {NEWEST} LIMIT %s"
        return dict(_rows(ranked, [*weights, *values, most]))

    def count(self, asked: Asked) -> int:
        condition, values = self._condition(asked)
        return _rows(f"SELECT count(*) FROM search_index {condition}", values)[0][0]

    def entries(self, asked: Asked) -> list[int]:
        """All that fit, in no order."""
        condition, values = self._condition(asked)
        return [row[0] for row in _rows(f"SELECT entry_id FROM search_index {condition}", values)]

    @staticmethod
    def among(entries: Collection[int]) -> RawSQL:
        """A question for just these entries, which may be many."""
        return RawSQL("SELECT unnest(%s::bigint[])", [list(entries)])

    def titled(self, asked: Asked, most: int) -> list[int]:
        """The newest entries that fit, for suggestions: nothing is ranked."""
        condition, values = self._condition(asked, "title")
        newest = f"SELECT entry_id FROM search_head {condition} ORDER BY {NEWEST} LIMIT %s"
        return [row[0] for row in _rows(newest, [*values, most])]

    def marks(self, asked: Asked) -> Counter:
        """How many of what is asked for have each mark; entries that it names have been found."""
        condition, values = self._condition(_just(asked.entries, asked) if asked.entries else asked)
        columns, each = ", ".join(BUNDLES), ", ".join(f"({column})" for column in BUNDLES)
        counted = (
            f"SELECT coalesce({columns}) AS bundle, count(*) AS times FROM search_index {condition}"
            f" GROUP BY GROUPING SETS ({each})"
        )
        counts: Counter = Counter()
        for marks, times in _rows(
            f"SELECT marks, times FROM ({counted}) AS counted JOIN search_bundle ON id = bundle", values
        ):
            counts.update(dict.fromkeys(marks.split(), times))
        return counts

    def _condition(self, asked, within="whole"):
        conditions = ["shown & %s > 0", "(until IS NULL OR until > %s)"]
        values = [LANGUAGE_BITS[asked.language], asked.now or timezone.now()]
        if query := _query(asked, within):
            column = "whole" if within == "whole" else "head"
            conditions.append(f"{column} @@ %s::tsquery")
            values.append(query)
        if asked.sections:
            conditions.append("section = ANY(%s)")
            values.append(list(asked.sections))
        if asked.entries:  # looked up by their numbers, and only then seen to fit
            conditions.append("entry_id = ANY(%s)")
            values.append(list(asked.entries))
        return f"WHERE {' AND '.join(conditions)}", values


def _just(entries, asked) -> Asked:
    """These, which are known to have the words: to look once more takes longer than all the rest."""
    return Asked(entries=entries, language=asked.language, now=asked.now)


def _rows(question, values):
    """By the index, however common the words are.

    PostgreSQL takes `@@` to cost next to nothing, and would sooner unpack the vector of every row; and of common
    words it believes that few rows have both, and would look up each by itself.
    """
    off, on = (
        f"SET LOCAL enable_seqscan {to}; SET LOCAL enable_nestloop {to}" for to in ("= off", "TO DEFAULT")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{off}; {question}; {on}", values)
        for _setting in range(2):
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


def _titled(fields):
    return " ".join(f"'{TITLE}{term}'" for term in dict.fromkeys(fields["title"]))


def _marked(entry):
    return " ".join(_quoted(f"{MARK}{mark}") for mark in _marks(entry))


def _marks(entry):
    return [f"section={entry.section}", *entry.marks]


def _bundles(entry):
    """The marks as they are counted."""
    marks = _marks(entry)
    return {
        column: " ".join(mark for mark in marks if mark.partition("=")[0] in names)
        for column, names in BUNDLES.items()
    }


def _numbers(bundles) -> dict[str, int]:
    """The numbers they are counted by; nobody else gives any, for whoever writes has the turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT marks, id FROM search_bundle WHERE marks = ANY(%s)", [list(bundles)])
        known = dict(cursor.fetchall())
        new = sorted(bundles - known.keys())
        cursor.execute(
            "INSERT INTO search_bundle (marks) SELECT unnest(%s::text[]) RETURNING marks, id", [new]
        )
        return known | dict(cursor.fetchall())


def _query(asked: Asked, within="whole") -> str:
    wanted = _wanted(asked, within)
    unwanted = " & ".join(f"!{_alternative(one)}" for one in asked.excluded)
    marks = " & ".join(_quoted(f"{MARK}{mark}") for mark in asked.marks)
    return " & ".join(f"({side})" for side in (wanted, unwanted, marks) if side)


def _wanted(asked, within):
    if within == "title and lead":
        return f"({' | '.join(_group(group, 'title') for group in asked.groups)}) & {_wanted(asked, 'head')}"
    enough = (" & ".join(_group(group, within) for group in groups) for groups in asked.enough)
    return " | ".join(f"({groups})" for groups in enough)


def _group(group: Group, within="whole") -> str:
    return f"({' | '.join(_alternative(one, within) for one in group.alternatives)})"


def _alternative(one: Alternative, within="whole") -> str:
    if len(one.terms) > 1:  # a phrase; where in title and lead it stands is not asked
        return f"({' <-> '.join(map(_quoted, one.terms))})"
    term = one.terms[0]
    if within == "title":
        return _quoted(f"{TITLE}{term}") + (":*" if one.is_prefix else "")
    return _quoted(term) if one.is_exact else f"({_quoted(term)} | {_quoted(f'{term}{PART}')})"


def _quoted(lexeme):
    """As it stands: a term has no other sign than letters, but a mark may be what somebody wrote in an address."""
    return "'" + lexeme[:LONGEST].replace("\\", "\\\\").replace("'", "''") + "'"


def _fit(asked, vector):
    """How well a row fits: each group by its rank, weighed by how much it tells."""
    parts = [f"%s * ts_rank('{WEIGHTS[vector]}', {vector}, %s::tsquery, 1)" for _ in asked.groups]
    values = [value for group in asked.groups for value in (group.weight, _group(group))]
    return " + ".join(parts) or "0", values
