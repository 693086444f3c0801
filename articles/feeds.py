"""Any choice in the list and any search, to follow elsewhere: as Atom, as JSON Feed, as a table for a spreadsheet."""

from datetime import datetime, time

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.filters import PARAMETERS, ArticleList
from tillit.exports import as_csv
from tillit.links import absolute
from tillit.pagecache.middleware import same_for_everyone

ENTRIES = 50
ROWS = 5000  # of a table, which is opened once and not asked for every hour
FOLLOWED = ["q", *PARAMETERS]


class MultilingualAtom(Atom1Feed):
    """Each entry says which language it is in: a Swedish one may stand in an English feed."""

    def item_attributes(self, item):
        return {**super().item_attributes(item), "xml:lang": item["language"]}


@same_for_everyone(*FOLLOWED)
def article_feed(request):
    articles = ArticleList(request.GET)
    feed = MultilingualAtom(
        title=_title(articles),
        description=_("Berättelser och nyheter om tillitsbaserad styrning"),
        link=_home(articles),
        feed_url=absolute(request.get_full_path()),
        language=get_language(),
    )
    for article in _newest(articles, ENTRIES):
        feed.add_item(
            title=article.text.title,
            link=absolute(article.get_absolute_url()),
            unique_id=absolute(article.permanent_url),
            description=escape(_summary(article)),  # a summary is read as HTML
            pubdate=_moment(article.published_on or article.updated_on),
            updateddate=_moment(article.updated_on or article.published_on or article.sort_date),
            language=article.text.language,
            categories=[topic.text.name for topic in article.topics.all()],
            author_name=_author(article) or None,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@same_for_everyone(*FOLLOWED)
def json_feed(request):
    articles = ArticleList(request.GET)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(articles),
        "home_page_url": _home(articles),
        "feed_url": absolute(request.get_full_path()),
        "language": get_language(),
        "items": [_json_item(article) for article in _newest(articles, ENTRIES)],
    }
    return HttpResponse(JsonResponse(feed).content, content_type="application/feed+json")


@same_for_everyone(*FOLLOWED)
def table(request):
    heads = [_("Rubrik"), _("Ingress"), _("Genre"), _("Organisation"), _("Teman"), _("Ägde rum"), _("Publicerad"),
             _("Uppdaterad"), _("Granskad"), _("Språk"), _("Adress")]  # fmt: skip
    rows = [_row(article) for article in _newest(ArticleList(request.GET), ROWS)]
    name = f'attachment; filename="{_("berattelser")}.csv"'
    return HttpResponse(
        as_csv([heads, *rows]), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


def _newest(articles, most):
    return articles.articles().newest_first().as_cards()[:most]


def _title(articles):
    chosen = [f"”{articles.text}”"] if articles.text else []
    chosen += [str(label) for label, _address in articles.pills]
    return f"Tillit: {', '.join(chosen)}" if chosen else "Tillit"


def _home(articles):
    return absolute(f"{reverse('articles:list')}?{articles.query_string}".rstrip("?"))


def _json_item(article):
    item = {
        "id": absolute(article.permanent_url),
        "url": absolute(article.get_absolute_url()),
        "title": article.text.title,
        "content_text": _summary(article) or article.text.title,
        "summary": _summary(article),
        "language": article.text.language,
        "tags": [topic.text.name for topic in article.topics.all()],
        "authors": [{"name": _author(article)}] if _author(article) else [],
        "date_published": _moment(article.published_on or article.updated_on),
        "date_modified": _moment(article.updated_on),
    }
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in item.items()
        if value
    }


def _row(article):
    text = article.text
    happened = article.happened_on or article.happened_year
    dates = [happened, article.published_on, article.updated_on, article.reviewed_on]
    return [
        text.title, _summary(article), article.get_kind_display(), _author(article),
        ", ".join(topic.text.name for topic in article.topics.all()), *(str(day or "") for day in dates),
        text.language, absolute(article.get_absolute_url()),
    ]  # fmt: skip


def _summary(article):
    """The lead, after what a reader should know of its age."""
    if article.archived:
        return f"{_('Arkiverad: ses inte längre över.')} {article.text.lead or ''}".strip()
    age = article.age_notice
    return f"{age.sentence} {article.text.lead or ''}".strip() if age else article.text.lead or ""


def _author(article):
    return article.organisation.name if article.organisation else article.publisher


def _moment(day):
    """Noon: the same day wherever the reader is."""
    return day and timezone.make_aware(datetime.combine(day, time(12)))
