from django.db import migrations

from tillit.search.operations import RunOnPostgres

# In PostgreSQL a mark becomes a term of the vectors, as it is in SQLite: the rows that are counted are narrow.
TERMS = "array_to_tsvector(ARRAY(SELECT DISTINCT left('=' || mark, 200) FROM unnest(marks) AS mark))"
POSTGRES = [
    f"UPDATE search_index SET whole = whole || {TERMS}",
    f"UPDATE search_head SET head = head || {TERMS}",
    "ALTER TABLE search_index DROP COLUMN marks",
    "ALTER TABLE search_head DROP COLUMN marks",
]
# Backwards the index has no marks until `reindex` has run.
BEFORE = [
    "ALTER TABLE search_index ADD COLUMN marks text[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE search_head ADD COLUMN marks text[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE search_head ALTER marks SET STORAGE MAIN",
    "CREATE INDEX search_index_marks ON search_index USING gin (marks)",
]


class Migration(migrations.Migration):
    dependencies = [("search", "0002_for_many_hits")]

    operations = [RunOnPostgres(POSTGRES, BEFORE)]
