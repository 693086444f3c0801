from django.db import migrations

# Among hits that fit as well the newest come first; SQLite looks the day up where it stands already.
POSTGRES = [
    "ALTER TABLE search_index ADD COLUMN dated date",
    "UPDATE search_index SET dated = entry.dated FROM search_searchentry AS entry WHERE entry.id = entry_id",
]


def add_dates(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRES:
            schema_editor.execute(statement, params=None)


def drop_dates(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_index DROP COLUMN dated", params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_the_index")]

    operations = [migrations.RunPython(add_dates, drop_dates)]
