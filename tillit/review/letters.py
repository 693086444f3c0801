"""Letters about drafts: one waits for review, one came back or was approved, somebody has commented."""

from uuid import uuid4

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from tillit.editorial.permissions import may_work_with
from tillit.links import absolute
from tillit.outbox.letters import Letter, from_template, writes
from tillit.outbox.models import Message
from tillit.people.models import User
from tillit.text import one_line, unlinked

# What the library would send by itself, at once and partly in English.
LIBRARYS_OWN = [
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
]


def listen():
    """The library tells by signals what becomes of a draft in review; it has no call to stand in."""
    for signal, sender, uid in LIBRARYS_OWN:
        signal.disconnect(sender=sender, dispatch_uid=uid)
    task_submitted.connect(when_sent_for_review, sender=TaskState, dispatch_uid="tillit_sent_for_review")
    workflow_rejected.connect(when_sent_back, sender=WorkflowState, dispatch_uid="tillit_sent_back")
    workflow_approved.connect(when_approved, sender=WorkflowState, dispatch_uid="tillit_approved")


def when_sent_for_review(instance, user=None, **_kwargs):
    page = instance.workflow_state.content_object
    reviewers = User.objects.filter(is_active=True, groups__in=instance.task.specific.groups.all()).distinct()
    for reviewer in reviewers:
        if reviewer != user and may_work_with(reviewer, page):
            _write(reviewer, "review.waiting", page, sender=str(user or ""))


def when_sent_back(instance, user=None, **_kwargs):
    _tell_requester(instance, user, "review.sent_back")


def when_approved(instance, user=None, **_kwargs):
    _tell_requester(instance, user, "review.approved")


def _tell_requester(state, user, kind):
    person, last = state.requested_by, state.task_states.order_by("-pk").first()
    if person and person.is_active and person != user:
        _write(
            person,
            kind,
            state.content_object,
            sender=str(user or ""),
            text=last.get_comment() if last else "",
        )


def tell_of_comment(comment, page):
    """To the owner and to whoever wrote the draft last, but never to the one who commented."""
    wrote = page.latest_revision.user_id if page.latest_revision else None
    people = User.objects.filter(Q(pk=page.owner_id) | Q(pk=wrote), is_active=True).exclude(
        pk=comment.author_id
    )
    for person in people:
        _write(person, "review.comment", page, sender=comment.author_name, text=comment.text)


def _write(person, kind, page, **content):
    content |= {"title": str(page), "page": [page._meta.app_label, page._meta.model_name, page.pk]}
    Message.objects.create(
        key=f"{kind}:{uuid4()}", kind=kind, about=f"user:{person.pk}", to=person.email, content=content
    )


@writes("review.waiting", "review.sent_back", "review.approved", "review.comment")
def letter(message: Message) -> Letter:
    told = message.content
    app, model, pk = told["page"]
    page = apps.get_model(app, model).objects.filter(pk=pk).first()
    context = {
        "title": unlinked(one_line(told["title"])),
        "sender": unlinked(one_line(told["sender"])),
        "text": [unlinked(line) for line in told.get("text", "").splitlines() if line.strip()],
        "link": absolute(reverse("review_page", args=[app, model, pk])),
        "public": absolute(page.get_absolute_url()) if page and page.is_published else "",
    }
    return from_template(f"review/mail/{message.kind.partition('.')[2]}.txt", context)
