"""A table for what all processes must count together: how often somebody has tried to sign in."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name('tillit_cache')}")


class Migration(migrations.Migration):
    dependencies = [("tillit", "0001_initial")]

    operations = [migrations.RunPython(make_table, drop_table)]
