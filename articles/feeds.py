from datetime import datetime, time

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.filters import PARAMETERS, ArticleList
from tillit.links import absolute
from tillit.pagecache.middleware import same_for_everyone

ENTRIES = 50


class MultilingualAtom(Atom1Feed):
    """Each entry says which language it is in: a Swedish one may stand in an English feed."""

    def item_attributes(self, item):
        return {**super().item_attributes(item), "xml:lang": item["language"]}


@same_for_everyone(*PARAMETERS)
def article_feed(request):
    """The newest articles of any choice in the list, as Atom."""
    articles = ArticleList(request.GET)
    chosen = ", ".join(str(label) for label, _address in articles.pills)
    feed = MultilingualAtom(
        title=f"Tillit: {chosen}" if chosen else "Tillit",
        description=_("Berättelser och nyheter om tillitsbaserad styrning"),
        link=absolute(f"{reverse('articles:list')}?{articles.query_string}".rstrip("?")),
        feed_url=absolute(request.get_full_path()),
        language=get_language(),
    )
    for article in articles.articles().newest_first().as_cards()[:ENTRIES]:
        _add(feed, article)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _add(feed, article):
    text, age = article.text, article.age_notice
    lead = text.lead or ""
    if article.archived:
        lead = f"{_('Arkiverad: ses inte längre över.')} {lead}"
    elif age:
        lead = f"{age.sentence} {lead}"
    feed.add_item(
        title=text.title,
        link=absolute(article.get_absolute_url()),
        unique_id=absolute(article.permanent_url),
        description=escape(lead),  # a summary is read as HTML
        pubdate=_moment(article.published_on or article.updated_on),
        updateddate=_moment(article.updated_on or article.published_on or article.sort_date),
        language=text.language,
        categories=[topic.text.name for topic in article.topics.all()],
        author_name=article.organisation.name if article.organisation else article.publisher or None,
    )


def _moment(day):
    """Noon: the same day wherever the reader is."""
    return day and timezone.make_aware(datetime.combine(day, time(12)))
