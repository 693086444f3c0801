"""Organisations and vocabularies belong to the whole hub: a reviewer of one organisation sees, but does not change them."""

from django.db import migrations

REVIEWER = "Granskare"
SHARED = [
    ("people", "organisation"),
    ("articles", "topic"),
    ("articles", "principle"),
    ("articles", "term"),
]


def _permissions(apps):
    for app, model in SHARED:
        for action in ("add", "change"):
            yield from apps.get_model("auth.Permission").objects.filter(
                content_type__app_label=app, codename=f"{action}_{model}"
            )


def leave_to_administrators(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name=REVIEWER):
        group.permissions.remove(*_permissions(apps))


def give_back(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name=REVIEWER):
        group.permissions.add(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_roles"), ("people", "0002_whose_pages")]

    operations = [migrations.RunPython(leave_to_administrators, give_back)]
