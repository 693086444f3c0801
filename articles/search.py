"""What articles and their vocabularies are found by."""

import re
from collections.abc import Iterator

from django.utils.translation import override

from articles.pages import ArticlePage
from tillit.editorial.documents import people_in, shown_in
from tillit.search.documents import Document
from tillit.search.indexing import reference

_SOU = re.compile(r"\bSOU\s+\d{4}:\d+", re.IGNORECASE)


def article_documents(article) -> Iterator[Document]:
    """The article in each of its languages, and each of its slides."""
    if not article.is_published:
        return
    for language in article.languages:
        with override(language):
            page = ArticlePage(article, language)
            yield _whole(article, page, language)
            for slide in page.slides:
                yield _slide(article, page, slide, language)


def _whole(article, page, language):
    roles = [*article.authors.all(), *page.speakers]
    sources = list(article.sources.all())
    texts = [page.body_text, *(str(role) for role in roles)]
    texts += [
        str(article.organisation or ""),
        article.publisher or "",
        *(topic.text.name for topic in article.topics.all()),
    ]
    texts += [", ".join(filter(None, [source.title, source.author])) for source in sources]
    texts += [
        ": ".join(filter(None, [link.principle.text.name, link.text.reason]))
        for link in article.principle_links.all()
    ]
    texts += [figure.text.measure for figure in article.key_figures.all()]
    title, slug = getattr(article, f"title_{language}"), getattr(article, f"slug_{language}")
    named = " ".join([title, page.lead, *(source.title for source in sources)])
    return Document(
        section="articles",
        language=language,
        title=title,
        lead=page.lead,
        body="\n".join(filter(None, texts)),
        shown_in=shown_in(article, language),
        names=[title, slug, f"adress a {article.pk}", *_SOU.findall(named)],
        marks=_marks(article),
        about=[*_about(article), *people_in(roles), *map(reference, page.attachments)],
        dated=article.sort_date,
        until=article.expire_at,
    )


def _slide(article, page, slide, language):
    return Document(
        section="slides",
        language=language,
        title=slide.title,
        body=slide.text,
        shown_in=shown_in(article, language),
        part=slide.number,
        dated=article.sort_date,
        until=article.expire_at,
    )


def _marks(article) -> Iterator[str]:
    """The values of `articles.filters.FACETS`: a search is narrowed and counted by the same as the list."""
    yield f"genre={article.kind}"
    yield from (f"tema={topic.slug}" for topic in article.topics.all())
    yield from (f"princip={link.principle.slug}" for link in article.principle_links.all())
    if article.organisation:
        yield f"organisation={article.organisation.slug}"
        if article.organisation.county_code:
            yield f"lan={article.organisation.county_code}"
    if article.stage:
        yield f"skede={article.stage}"
    if article.evidence:
        yield f"evidens={article.evidence}"
    if article.sort_date:
        yield f"ar={article.sort_date.year}"
    yield from (f"sprak={code}" for code in article.languages)


def _about(article) -> Iterator[str]:
    if article.organisation:
        yield reference(article.organisation)
    yield from map(reference, article.topics.all())
    yield from (reference(link.principle) for link in article.principle_links.all())


def word_documents(word, section: str, description: str, names=()) -> Iterator[Document]:
    """A theme, a principle or a word of the glossary, in each of its languages."""
    for language in word.languages:
        name = getattr(word, f"name_{language}")
        yield Document(
            section=section,
            language=language,
            title=name,
            lead=getattr(word, f"{description}_{language}") or "",
            shown_in=shown_in(word, language),
            names=[name, word.slug, *(filter(None, names))],
        )
