"""The four roles of the staff, what each may do, and the review that a text goes through."""

from django.db import migrations

WRITER, REVIEWER, ORGANISER, ADMINISTRATOR = "Skribent", "Granskare", "Arrangör", "Administratör"

CONTENT = [("articles", "article")]
WORDS = [("articles", "topic"), ("articles", "principle"), ("articles", "term")]
PEOPLE = [("people", "organisation"), ("people", "person"), ("people", "role")]
FILES = [("editorial", "picture"), ("editorial", "attachment")]

# Role: (models, what may be done with them)
MODEL_PERMISSIONS = {
    WRITER: [(CONTENT, "add change view"), ([("people", "person"), ("people", "role")], "add change view"), (WORDS, "view")],
    REVIEWER: [
        (CONTENT, "add change view publish lock unlock"),
        (PEOPLE, "add change view"),
        (WORDS, "add change view"),
    ],
    ORGANISER: [([("people", "person"), ("people", "role")], "add change view")],
    ADMINISTRATOR: [
        (CONTENT + WORDS + PEOPLE, "add change delete view"),
        (CONTENT, "publish lock unlock"),
        ([("people", "user")], "add change delete view"),
        ([("auth", "group")], "view"),
        ([("tillit", "accessibilityreport")], "view delete"),
        ([("wagtailcore", "workflow"), ("wagtailcore", "task")], "add change"),
    ],
}
FILE_PERMISSIONS = {
    WRITER: "add choose",
    REVIEWER: "add change choose",
    ORGANISER: "add choose",
    ADMINISTRATOR: "add change choose delete",
}


def make_roles(apps, schema_editor):
    models = {name: apps.get_model(name) for name in ("auth.Group", "auth.Permission", "contenttypes.ContentType")}
    Group = models["auth.Group"]
    # The library's own roles are in English and about pages, which this hub does not have.
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    for role, grants in MODEL_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.add(_permission(models, "wagtailadmin", "admin", "access", "access_admin"))
        for targets, actions in grants:
            for app, model in targets:
                for action in actions.split():
                    group.permissions.add(_permission(models, app, model, action))
        _grant_files(apps, models, group, FILE_PERMISSIONS[role].split())
    _make_review(apps, models)


def _permission(models, app, model, action, codename=None):
    kind, _ = models["contenttypes.ContentType"].objects.get_or_create(app_label=app, model=model)
    permission, _ = models["auth.Permission"].objects.get_or_create(
        content_type=kind, codename=codename or f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
    )
    return permission


def _grant_files(apps, models, group, actions):
    root = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    grants = apps.get_model("wagtailcore.GroupCollectionPermission").objects
    for app, model in FILES:
        for action in actions:
            grants.get_or_create(group=group, collection=root, permission=_permission(models, app, model, action))


def _make_review(apps, models):
    Workflow, Task = apps.get_model("wagtailcore.Workflow"), apps.get_model("wagtailcore.GroupApprovalTask")
    kind = models["contenttypes.ContentType"].objects
    Workflow.objects.all().delete()
    apps.get_model("wagtailcore.Task").objects.all().delete()
    task_kind, _ = kind.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = Task.objects.create(name="Granskning", content_type=task_kind, active=True)
    task.groups.set(models["auth.Group"].objects.filter(name=REVIEWER))
    workflow = Workflow.objects.create(name="Granskning", active=True)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    article, _ = kind.get_or_create(app_label="articles", model="article")
    apps.get_model("wagtailcore.WorkflowContentType").objects.create(workflow=workflow, content_type=article)


def remove_roles(apps, schema_editor):
    apps.get_model("wagtailcore.Workflow").objects.filter(name="Granskning").delete()
    apps.get_model("wagtailcore.Task").objects.filter(name="Granskning").delete()
    apps.get_model("auth.Group").objects.filter(name__in=MODEL_PERMISSIONS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("tillit", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
