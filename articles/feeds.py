"""Any choice in the list and any search, to follow elsewhere: as Atom, as JSON Feed, as a table for a spreadsheet."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.filters import FOLLOWED, ArticleList
from tillit.editorial.feeds import Entry, Feed, as_atom, as_json_feed, as_table
from tillit.links import absolute
from tillit.pagecache.middleware import same_for_everyone

ENTRIES = 50
ROWS = 5000  # of a table; who wants more asks the open interface page by page


@same_for_everyone(*FOLLOWED)
def article_feed(request):
    return as_atom(_feed(request))


@same_for_everyone(*FOLLOWED)
def json_feed(request):
    return as_json_feed(_feed(request))


@same_for_everyone(*FOLLOWED)
def table(request):
    heads = [_("Rubrik"), _("Ingress"), _("Genre"), _("Organisation"), _("Teman"), _("Ägde rum"), _("Publicerad"),
             _("Uppdaterad"), _("Granskad"), _("Språk"), _("Adress")]  # fmt: skip
    rows = [_row(article) for article in ArticleList(request.GET).rows().newest_first().as_rows()[:ROWS]]
    return as_table(heads, rows, _("berattelser"))


def _feed(request):
    articles = ArticleList(request.GET)
    return Feed(
        title=f"Tillit: {articles.title}" if articles.title else "Tillit",
        description=_("Berättelser och nyheter om tillitsbaserad styrning"),
        home=absolute(f"{reverse('articles:list')}?{articles.query_string}".rstrip("?")),
        own=absolute(request.get_full_path()),
        entries=[_entry(article) for article in _newest(articles, ENTRIES)],
    )


def _newest(articles, most):
    return articles.rows().newest_first().as_cards()[:most]


def _entry(article):
    return Entry(
        identity=absolute(article.permanent_url),
        url=absolute(article.get_absolute_url()),
        title=article.text.title,
        summary=summary(article),
        language=article.text.language,
        author=_author(article),
        published=_moment(article.published_on or article.updated_on),
        updated=_moment(article.updated_on),
        dated=article.first_published_at,
        tags=[topic.text.name for topic in article.topics.all()],
    )


def _row(article):
    text = article.text
    happened = article.happened_on or article.happened_year
    dates = [happened, article.published_on, article.updated_on, article.reviewed_on]
    return [
        text.title, summary(article), article.get_kind_display(), _author(article),
        ", ".join(topic.text.name for topic in article.topics.all()), *(str(day or "") for day in dates),
        text.language, absolute(article.get_absolute_url()),
    ]  # fmt: skip


def summary(article):
    """The lead, after what a reader should know of its age."""
    return f"{article.notice} {article.text.lead or ''}".strip()


def _author(article):
    return article.organisation.name if article.organisation else article.publisher


def _moment(day):
    """Noon: the same day wherever the reader is."""
    return day and timezone.make_aware(datetime.combine(day, time(12)))
