from django.db import migrations

from tillit.search.operations import RunOnPostgres

# What makes many hits quick to count and to order, filled by `reindex`; SQLite has what it needs.
POSTGRES = [
    "ALTER TABLE search_index ADD COLUMN dated date, ADD COLUMN bundles integer[] NOT NULL DEFAULT '{}', DROP COLUMN head",
    "ALTER TABLE search_index ALTER bundles SET STORAGE MAIN",
    "CREATE TABLE search_bundle (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, marks text NOT NULL UNIQUE)",
    """CREATE TABLE search_head (
        entry_id bigint PRIMARY KEY, section text NOT NULL, shown smallint NOT NULL, until timestamptz, dated date,
        marks text[] NOT NULL, head tsvector NOT NULL
    )""",
    "ALTER TABLE search_head ALTER head SET STORAGE MAIN, ALTER marks SET STORAGE MAIN",
    "CREATE INDEX search_head_head ON search_head USING gin (head)",
]
BEFORE = [
    "ALTER TABLE search_index DROP COLUMN dated, DROP COLUMN bundles, ADD COLUMN head tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE search_index ALTER head SET STORAGE MAIN",
    "CREATE INDEX search_index_head ON search_index USING gin (head)",
    "DROP TABLE search_bundle",
    "DROP TABLE search_head",
]


class Migration(migrations.Migration):
    dependencies = [("search", "0001_the_index")]

    operations = [RunOnPostgres(POSTGRES, BEFORE)]
