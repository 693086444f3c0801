"""Steps of migrations that only one kind of database takes."""

from django.db import migrations


class RunOnPostgres(migrations.RunSQL):
    """Statements for PostgreSQL; SQLite has what it needs."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
