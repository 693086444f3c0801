from django.db import migrations

from tillit.search.operations import RunOnPostgres

# In PostgreSQL each bundle has a column: four short lists are counted in one reading, without taking an array apart.
KEYS = {
    "of_kind": "section",
    "of_place": "organisation|lan",
    "of_topics": "tema",
    "of_principles": "princip",
}
NUMBERS = ", ".join(
    f"{column} = (SELECT min(id) FROM search_bundle WHERE id = ANY(bundles) AND marks ~ '^({keys})=')"
    for column, keys in KEYS.items()
)
POSTGRES = [
    *(f"ALTER TABLE search_index ADD COLUMN {column} integer" for column in KEYS),
    f"UPDATE search_index SET {NUMBERS}",
    "ALTER TABLE search_index DROP COLUMN bundles",
]
BEFORE = [
    "ALTER TABLE search_index ADD COLUMN bundles integer[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE search_index ALTER bundles SET STORAGE MAIN",
    f"UPDATE search_index SET bundles = array_remove(ARRAY[{', '.join(KEYS)}], NULL)",
    *(f"ALTER TABLE search_index DROP COLUMN {column}" for column in KEYS),
]


class Migration(migrations.Migration):
    dependencies = [("search", "0003_marks_are_terms")]

    operations = [RunOnPostgres(POSTGRES, BEFORE)]
