from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation

from articles import comparison
from articles.alike import alike
from articles.by_stage import stories_by_stage
from articles.filters import PARAMETERS, ArticleList
from articles.models import Article, Principle, Term, Topic
from articles.organisations import with_stories
from articles.pages import ArticlePage
from articles.related import related_to
from articles.saved import SavedList
from tillit.editorial.gone import page_gone
from tillit.editorial.languages import language_choices
from tillit.editorial.models import FormerWord, PageGone
from tillit.pagecache.middleware import same_for_everyone
from tillit.people.models import Organisation
from tillit.text import swedish_order


@same_for_everyone(*PARAMETERS)
def article_list(request):
    return render(request, "articles/list.html", {"articles": ArticleList(request.GET)})


@same_for_everyone()
def article_detail(request, slug):
    language = translation.get_language()
    article = _article_at(language, slug)
    if article is None:
        return _moved(request, language, slug)
    context = {
        "article": article,
        "page": ArticlePage(article, language),
        "related": related_to(article),
        "page_languages": language_choices(article, language),
    }
    return render(request, "articles/detail.html", context)


@same_for_everyone()
def slide(request, slug, number):
    """One slide by itself: the present mode, with an address for each."""
    language = translation.get_language()
    article = _article_at(language, slug)
    if article is None:
        return _moved(request, language, slug, rest=f"bild/{number}/")
    slides = ArticlePage(article, language).slides
    if not 1 <= number <= len(slides):
        raise Http404
    choices = language_choices(article, language, lambda code: f"{article.url_in(code)}bild/{number}/")
    context = {"article": article, "slide": slides[number - 1], "page_languages": choices}
    return render(request, "articles/slide.html", context)


@same_for_everyone(*comparison.PARAMETERS)
def compare(request):
    return render(request, "articles/compare.html", {"comparison": comparison.Comparison(request.GET)})


@same_for_everyone("b")
def saved(request):
    return render(request, "articles/saved.html", {"saved": SavedList(request.GET)})


def permanent(request, pk):
    try:
        return redirect(Article.objects.published_or_gone(pk))
    except PageGone as gone:
        return page_gone(request, gone)


@same_for_everyone("sida")
def topic_detail(request, slug):
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        return _merged(Topic, slug)
    articles = ArticleList({"tema": topic.slug, "sida": request.GET.get("sida")})
    return render(request, "articles/topic.html", {"topic": topic, "articles": articles})


@same_for_everyone()
def principle_detail(request, slug):
    principle = Principle.objects.filter(slug=slug).first()
    if principle is None:
        return _merged(Principle, slug)
    context = {
        "principle": principle,
        "steps": stories_by_stage(principle),
        "query": urlencode({"princip": principle.slug}),
    }
    return render(request, "articles/principle.html", context)


@same_for_everyone()
def glossary(request):
    terms = sorted(Term.objects.all(), key=lambda term: swedish_order(term.text.name))
    former = FormerWord.objects.slugs_of(Term)
    return render(
        request, "articles/glossary.html", {"terms": [(term, former.get(term.pk, [])) for term in terms]}
    )


@same_for_everyone()
def organisation_list(request):
    organisations = with_stories(Organisation.objects.order_by("order", "pk"))
    registry = organisations.in_registry().order_by("county_code", "-kind", "order")
    context = {"with_stories": organisations.filter(stories__gt=0), "registry": registry}
    return render(request, "organisations/list.html", context)


@same_for_everyone("sida")
def organisation_detail(request, slug):
    organisation = Organisation.objects.prefetch_related("former_names").filter(slug=slug).first()
    if organisation is None or not organisation.is_public:
        return _merged(Organisation, slug)
    articles = ArticleList({"organisation": organisation.slug, "sida": request.GET.get("sida")})
    resembling = alike(organisation)
    context = {
        "organisation": organisation,
        "articles": articles,
        "events": organisation.events.upcoming(),
        "alike": {
            "near": [one for one in resembling if one.is_near],
            "telling": [one for one in resembling if not one.is_near],
        },
    }
    return render(request, "organisations/detail.html", context)


def _merged(model, slug):
    """On to what the word or organisation at the address has been merged with; 404 where it never was."""
    goal = FormerWord.objects.now(model, slug)
    # One that nothing public tells of has no page.
    if goal is None or not getattr(goal, "is_public", True):
        raise Http404
    # Not for good: the address may be given to something new, which need not be public yet.
    return redirect(goal)


def _article_at(language, slug):
    return Article.objects.published().as_pages().filter(**{f"slug_{language}": slug}).first()


def _moved(request, language, slug, rest=""):
    """Where a page that stood at the address is now; 410 when it is nowhere, 404 when it never was."""
    try:
        article = Article.objects.formerly_at(language, slug)
    except PageGone as gone:
        return page_gone(request, gone)
    if article:
        return redirect(article.url_in(language) + rest, permanent=True)
    # The Swedish address under another language leads to the translation, or where there is none to Swedish.
    return redirect(get_object_or_404(Article.objects.published(), slug_sv=slug).url_in(language) + rest)
