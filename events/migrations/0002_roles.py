"""What each role may do with events and with the people who sign up, and review of events."""

from django.db import migrations

WRITER, REVIEWER, ORGANISER, ADMINISTRATOR = "Skribent", "Granskare", "Arrangör", "Administratör"
CONTENT = ["event", "series"]
GRANTS = {
    WRITER: [("event", "add change view"), ("series", "view")],
    REVIEWER: [("event", "add change view publish lock unlock"), ("series", "add change view")],
    ORGANISER: [
        ("event", "add change view publish lock unlock"),
        ("series", "add change view"),
        ("registration", "view change"),
    ],
    ADMINISTRATOR: [
        ("event", "add change delete view publish lock unlock"),
        ("series", "add change delete view"),
        ("registration", "view change"),
    ],
}


def grant(apps, schema_editor):
    Group, Permission = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    ContentType = apps.get_model("contenttypes.ContentType")
    for role, grants in GRANTS.items():
        group = Group.objects.get(name=role)
        for model, actions in grants:
            kind, _ = ContentType.objects.get_or_create(app_label="events", model=model)
            for action in actions.split():
                codename = f"{action}_{model}"
                permission, _ = Permission.objects.get_or_create(
                    content_type=kind, codename=codename, defaults={"name": f"Can {action} {model}"}
                )
                group.permissions.add(permission)
    event, _ = ContentType.objects.get_or_create(app_label="events", model="event")
    workflow = apps.get_model("wagtailcore.Workflow").objects.filter(name="Granskning").first()
    if workflow:
        apps.get_model("wagtailcore.WorkflowContentType").objects.get_or_create(content_type=event, defaults={"workflow": workflow})


def revoke(apps, schema_editor):
    permissions = apps.get_model("auth.Permission").objects.filter(content_type__app_label="events")
    for group in apps.get_model("auth.Group").objects.filter(name__in=GRANTS):
        group.permissions.remove(*permissions)
    apps.get_model("wagtailcore.WorkflowContentType").objects.filter(
        content_type__app_label="events", content_type__model="event"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("articles", "0002_roles")]

    operations = [migrations.RunPython(grant, revoke)]
