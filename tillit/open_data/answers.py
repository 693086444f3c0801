"""From rows to what the API answers with."""

from django.utils import translation

from articles.models.case import CASE_FIELDS
from tillit.links import absolute


def story(article) -> dict:
    age = article.age_notice
    return {
        "id": article.pk,
        "permanent_url": absolute(article.permanent_url),
        "kind": article.kind,
        "organisation": named(article.organisation) if article.organisation else None,
        "publisher": article.publisher,
        "topics": [named(topic) for topic in article.topics.all()],
        **{field: _of_case(article, field) for field in ("stage", "evidence")},
        **{field: getattr(article, field) for field in ("happened_on", "happened_year", "published_on", "updated_on", "reviewed_on")},
        "is_archived": bool(article.archived),
        "age": age.sentence if age else "",
        "texts": {language: _text(article, language) for language in article.languages},
    }  # fmt: skip


def whole_story(article) -> dict:
    texts = {
        language: _text(article, language)
        | {"text": _body(article, language), "case": _case(article, language)}
        for language in article.languages
    }
    return story(article) | {
        "state": _of_case(article, "state"),
        "principles": [named(link.principle) for link in article.principle_links.all()],
        "key_figures": [
            {"source": figure.source, "measured_on": figure.measured_on,
             "texts": {language: _figure(figure, language) for language in figure.languages}}
            for figure in article.key_figures.all()
        ],
        "sources": [{"title": s.title, "author": s.author, "url": s.url} for s in article.sources.all()],
        "texts": texts,
    }  # fmt: skip


def event(row) -> dict:
    fields = ("kind", "starts_at", "ends_at", "place", "address", "is_online", "is_cancelled")
    return {
        "id": row.pk,
        **{field: getattr(row, field) for field in fields},
        "organiser": named(row.organisation),
        "days": [{"starts_at": day.starts_at, "ends_at": day.ends_at} for day in row.days.all()],
        "calendar_url": absolute(f"{row.get_absolute_url().rstrip('/')}.ics"),
        "texts": {
            language: _text(row, language) | {"fee": getattr(row, f"fee_{language}") or ""}
            for language in row.languages
        },
    }


def organisation(row) -> dict:
    fields = ("slug", "code", "kind", "name", "short_name", "county_code", "county", "population", "population_year",
              "skr_group", "minority_languages", "website_domain", "stories")  # fmt: skip
    return {
        **{field: getattr(row, field) for field in fields},
        "former_names": [former.name for former in row.former_names.all()],
        "url": absolute(row.get_absolute_url()),
    }


def named(row) -> dict:
    return {
        "slug": row.slug,
        "name": getattr(row, "name_sv", None) or row.name,
        "url": absolute(row.get_absolute_url()),
    }


def _text(page, language):
    with translation.override(language):
        url = page.url_in(language)
    fields = {field: getattr(page, f"{field}_{language}") or "" for field in ("title", "lead")}
    is_made = bool(page.translations.get(language, {}).get("machine"))
    return fields | {"url": absolute(url), "is_machine_translated": is_made}


def _figure(figure, language):
    return {name: getattr(figure, f"{name}_{language}") or "" for name in ("measure", "before", "after")}


def _body(article, language):
    body = getattr(article, f"body_{language}")
    return "\n\n".join(body.stream_block.get_searchable_content(body)) if body else ""


def _of_case(article, field):
    return (getattr(article, field) or None) if article.kind == article.Kind.CASE else None


def _case(article, language):
    """The answered questions, as the page shows them: a story that is no case any more keeps them to itself."""
    if article.kind != article.Kind.CASE:
        return {}
    told = {field: getattr(article, f"{field}_{language}") for field in CASE_FIELDS}
    return {field: text for field, text in told.items() if text}
