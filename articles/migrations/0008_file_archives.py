"""The archives of pictures and files, open to the roles as they were meant to be.

The library asks for permission on its own models of a picture and a file, whatever models a site puts in their place.
"""

from django.db import migrations

FILES = [("wagtailimages", "image"), ("wagtaildocs", "document")]
GRANTS = {
    "Skribent": "add choose",
    "Granskare": "add choose",  # and what she has added herself; the archive belongs to all organisations
    "Arrangör": "add choose",
    "Administratör": "add change choose delete",
}


def _permission(apps, app, model, action):
    kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app, model=model)
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
    )
    return permission


def open_archives(apps, schema_editor):
    root = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    grants = apps.get_model("wagtailcore.GroupCollectionPermission").objects
    for group in apps.get_model("auth.Group").objects.filter(name__in=GRANTS):
        for app, model in FILES:
            for action in GRANTS[group.name].split():
                grants.get_or_create(group=group, collection=root, permission=_permission(apps, app, model, action))
    grants.filter(permission__content_type__app_label="editorial").delete()


def close_archives(apps, schema_editor):
    apps.get_model("wagtailcore.GroupCollectionPermission").objects.filter(
        group__name__in=GRANTS, permission__content_type__app_label__in=["wagtailimages", "wagtaildocs"]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_translations"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(open_archives, close_archives)]
