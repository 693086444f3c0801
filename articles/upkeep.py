"""Asking owners whether their pages still hold, and taking their answers."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, ReviewRequest
from articles.publishing import review_due
from tillit.editorial.models import TakeDown
from tillit.outbox.models import Message
from tillit.people.models import User

PATIENCE = timedelta(days=21)  # until the organisation is asked, when the owner does not answer
TIME_TO_UPDATE = timedelta(days=30)
LINK_HOLDS = timedelta(
    days=120
)  # who has the letter answers without signing in, so it does not hold for ever
SALT = "articles.upkeep"


def ask_owners() -> int:
    """A letter for each page whose day has come; returns how many."""
    # A letter so old that its link has ended is asked anew.
    ReviewRequest.objects.unanswered().filter(asked_at__lt=timezone.now() - LINK_HOLDS).delete()
    due = Article.objects.published().unarchived().filter(review_due_on__lte=timezone.localdate())
    waiting = ReviewRequest.objects.unanswered().values("article")
    asked = [ask(article) for article in due.exclude(pk__in=waiting).select_related("owner", "organisation")]
    return sum(asked)


@transaction.atomic
def ask(article: Article) -> bool:
    request, is_new = ReviewRequest.objects.get_or_create(
        article=article, answered_at=None, defaults={"owner": article.owner}
    )
    if is_new:
        owner = article.owner
        receivers = [owner.email] if owner and owner.is_active else editors_of(article)
        _write(request, "articles.still_true", receivers)
    return is_new


def escalate() -> int:
    """The organisation is asked where the owner has not answered; returns how many pages."""
    late = ReviewRequest.objects.unanswered().filter(
        article__in=Article.objects.published().unarchived(),
        escalated_at=None,
        asked_at__lte=timezone.now() - PATIENCE,
    )
    count = 0
    for pk in late.values_list("pk", flat=True):
        with transaction.atomic():
            request = late.select_for_update(of=("self",)).filter(pk=pk).first()
            if request:
                request.escalated_at = timezone.now()
                request.save(update_fields=["escalated_at"])
                _write(request, "articles.nobody_answered", editors_of(request.article))
                count += 1
    return count


def editors_of(page):
    """The organisation's own address; else its reviewers; else those who look after the whole hub."""
    organisation = page.organisation
    if organisation and organisation.editors_email:
        return [organisation.editors_email]
    staff = User.objects.filter(is_active=True)
    reviewers = staff.filter(Q(groups__name="Granskare"), organisation=organisation)
    found = reviewers if organisation and reviewers.exists() else staff.filter(groups__name="Administratör")
    return sorted(set(found.values_list("email", flat=True)))


def _write(request, kind, receivers):
    Message.objects.bulk_create(
        Message(key=f"{kind}:{request.pk}:{number}", kind=kind, about=f"review:{request.pk}", to=receiver)
        for number, receiver in enumerate(receivers)
    )


def token_of(request: ReviewRequest) -> str:
    return signing.dumps(request.pk, salt=SALT)


def request_of(token: str) -> ReviewRequest | None:
    """The question behind a link; None where there is none any more."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_HOLDS)
    except signing.BadSignature:
        return None
    return ReviewRequest.objects.select_related("article__organisation").filter(pk=pk).first()


@transaction.atomic
def answer(request: ReviewRequest, given: str, *, reason: str = "") -> bool:
    """Take the answer, once; False when the question had been answered already."""
    request = ReviewRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.answered_at:
        return False
    article, today = request.article, timezone.localdate()
    request.answer, request.answered_at = given, timezone.now()
    request.save(update_fields=["answer", "answered_at"])
    if given == ReviewRequest.Answer.CURRENT:
        vouch(article, reviewed_on=today, review_due_on=review_due(article.kind, today))
    elif given == ReviewRequest.Answer.UPDATE:
        vouch(article, review_due_on=today + TIME_TO_UPDATE)
    elif article.is_published:
        article.take_down(TakeDown.Kind.ARCHIVED, reason_sv=reason)
    return True


def vouch(article, **days):
    """Set days on the public page and on the draft that waits, and publish nothing of what the draft changes."""
    Article.objects.filter(pk=article.pk).update(**days)
    for revision in article.revisions.filter(pk__in=[article.live_revision_id, article.latest_revision_id]):
        revision.content |= {field: day.isoformat() for field, day in days.items()}
        revision.save(update_fields=["content"])
