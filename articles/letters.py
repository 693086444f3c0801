"""Letters to those who answer for pages. What they tell is looked up when they are sent."""

from django.urls import reverse

from articles.models import ReviewRequest
from articles.upkeep import token_of
from tillit.links import absolute
from tillit.outbox.letters import Letter, NothingToTell, from_template, writes
from tillit.outbox.models import Message
from tillit.text import one_line, unlinked


@writes("articles.still_true", "articles.nobody_answered")
def review_letter(message: Message) -> Letter:
    """Only as long as nobody has answered."""
    request = (
        ReviewRequest.objects.filter(pk=message.about.partition(":")[2]).select_related("article").first()
    )
    if request is None or request.answered_at or not request.article.is_published or request.article.archived:
        raise NothingToTell
    article = request.article
    answers = article.reader_answers.filter(created_at__gte=article.last_published_at)
    context = {
        "title": unlinked(one_line(article.title_sv)),
        "page": absolute(article.get_absolute_url()),
        "link": absolute(reverse("review", args=[token_of(request)])),
        "vouched": article.reviewed_on or article.updated_on or article.published_on,
        "owner": request.owner,
        "helped": answers.filter(helped=True).count(),
        "did_not": answers.filter(helped=False).count(),
    }
    return from_template(f"articles/mail/{message.kind.partition('.')[2]}.txt", context)
