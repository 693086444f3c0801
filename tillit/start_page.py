"""The start page of the back office: what is mine to do today."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Revision, TaskState

from articles.models import Article, ReaderAnswer, ReviewRequest
from events.back_office.registrations import SEE
from events.models import Event
from tillit.editorial.permissions import workable_by
from tillit.search.models import Missed

AT_MOST = 8  # of each kind; the lists have the rest
AT_ONCE = 500  # waiting or scheduled texts that are looked through for those
LATE = timedelta(minutes=2)  # what should have been published by now and was not


class Today(Component):
    order = 0
    template_name = "tillit/admin/today.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {
            "can_write": user.has_perm("articles.add_article"),
            "can_see_registrations": user.has_perm(SEE),
            "to_review": to_review(user),
            "asked": asked(user),
            "drafts": drafts(user),
            "scheduled": scheduled(user),
            "stale": stale(user),
            "answers": answers(user),
            "missed": Missed.objects.all()[:AT_MOST] if user.has_perm("articles.add_article") else [],
            "upcoming": workable_by(Event.objects.upcoming(), user)[:AT_MOST] if user.has_perm(SEE) else [],
        }


def to_review(user):
    """[(page, who sent it)]: texts that wait for somebody in the user's role, among those she works with."""
    states = TaskState.objects.reviewable_by(user).select_related("workflow_state__requested_by")
    flows = [state.workflow_state for state in states.order_by("-started_at")[:AT_ONCE]]
    pages = _own_pages(user, flows)
    return [_Line(pages[key], flow.requested_by) for flow in flows if (key := _key(flow)) in pages][:AT_MOST]


def _key(row):
    """Which page a row of the library's belongs to."""
    return row.base_content_type_id, int(row.object_id)


def _own_pages(user, rows):
    """{key: page} of the pages that `rows` belong to, as far as the user works with them; two queries in all."""
    keys, found = set(map(_key, rows)), {}
    for model, kind in ContentType.objects.get_for_models(Article, Event).items():
        pks = [pk for of, pk in keys if of == kind.pk]
        own = workable_by(model.objects.filter(pk__in=pks), user) if pks else model.objects.none()
        found |= {(kind.pk, page.pk): page for page in own.select_related("latest_revision")}
    return found


class _Line:
    """A page in a list, with the address of its form."""

    def __init__(self, page, note=None, moment=None):
        self.page, self.note, self.moment = page, note, moment
        # What the draft is called, without reading it: one that is broken must not hide the others.
        self.title = page.latest_revision.object_str if page.latest_revision else str(page)
        self.url = reverse(page.snippet_viewset.get_url_name("edit"), args=[page.pk])
        self.kind = page._meta.verbose_name


def asked(user):
    """Pages that the user has been asked about by letter and has not answered for."""
    own = Q(owner=user) | Q(article__owner=user)
    requests = ReviewRequest.objects.unanswered().filter(own).select_related("article__latest_revision")
    return [_Line(request.article, moment=request.asked_at) for request in requests[:AT_MOST]]


def drafts(user):
    """What the user has begun or answers for and readers do not see yet, the last touched first."""
    found = []
    for model in (Article, Event):
        mine = model.objects.filter(
            Q(owner=user) | Q(latest_revision__user=user), has_unpublished_changes=True
        )
        never = model.objects.filter(
            Q(owner=user) | Q(latest_revision__user=user), live=False, first_published_at=None
        )
        rows = (mine | never).exclude(latest_revision=None).select_related("latest_revision")
        found += [
            _Line(page, moment=page.latest_revision.created_at)
            for page in rows.order_by("-latest_revision__created_at")[:AT_MOST]
        ]
    return sorted(found, key=lambda line: line.moment, reverse=True)[:AT_MOST]


def scheduled(user):
    """[(page, when)]: what is published by itself, the soonest first. What should have been and was not is late."""
    kinds = ContentType.objects.get_for_models(Article, Event)
    revisions = Revision.objects.filter(
        approved_go_live_at__isnull=False, base_content_type__in=kinds.values()
    )
    soonest, now = revisions.order_by("approved_go_live_at").defer("content")[:AT_ONCE], timezone.now()
    pages = _own_pages(user, soonest)
    return [
        _Line(pages[key], now - revision.approved_go_live_at > LATE, revision.approved_go_live_at)
        for revision in soonest
        if (key := _key(revision)) in pages
    ][:AT_MOST]


def stale(user):
    due = Article.objects.published().unarchived().filter(review_due_on__lte=timezone.localdate())
    rows = workable_by(due, user).select_related("latest_revision").order_by("review_due_on")
    return [_Line(page, moment=page.review_due_on) for page in rows[:AT_MOST]]


def answers(user):
    return ReaderAnswer.objects.filter(article__in=workable_by(Article.objects.all(), user)).select_related(
        "article"
    )[:AT_MOST]
