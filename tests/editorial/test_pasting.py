"""A whole manuscript in one text: saved, its headings and quotes are blocks like any other."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from articles.models import Article
from tests.editorial.test_back_office import ADD, EDIT, form
from tillit.editorial.prose import MANUSCRIPT

MANUSCRIPT_HTML = """
<p>Vi började med att <b>lyssna</b>.</p><h2>Tre steg</h2><p></p>
<ul><li>Samtal<ul><li>Varje vecka</li></ul></li></ul><h3>Det svåra</h3>
<blockquote>– Det blev lättare.</blockquote><blockquote>”Och roligare.”</blockquote><p>Så gick det till.</p>
"""


def saved(client, writer, html):
    """The blocks of an article written with `html` in its only text, as (kind, what it says)."""
    client.force_login(writer)
    text = rich_text(html, features=["bold", "ol", "ul", *MANUSCRIPT])
    answer = client.post(reverse(ADD), form(title_sv="Manus", body_sv=streamfield([("text", text)])))
    assert answer.status_code == 302
    return blocks_of(Article.objects.get())


def blocks_of(article):
    body = article.get_latest_revision_as_object().body_sv
    return [(b.block_type, b.value["text"] if b.block_type != "text" else b.value.source) for b in body]


def test_headings_and_quotes_of_a_manuscript_become_blocks(client, writer):
    blocks = saved(client, writer, MANUSCRIPT_HTML)

    assert [kind for kind, _text in blocks] == ["text", "heading", "text", "heading", "quote", "text"]
    assert [text for kind, text in blocks if kind == "heading"] == ["Tre steg", "Det svåra"]
    assert dict(blocks)["quote"] == "Det blev lättare.\nOch roligare."
    body = Article.objects.get().get_latest_revision_as_object().body_sv
    assert [b.value["level"] for b in body if b.block_type == "heading"] == ["2", "3"]
    texts = [text for kind, text in blocks if kind == "text"]
    assert "<b>lyssna</b>" in texts[0]
    assert texts[1].count("<li") == 2
    assert not any(tag in "".join(texts) for tag in ("<h2", "<h3", "<blockquote", "<p></p>"))


def test_saved_again_nothing_more_happens(client, writer):
    once = saved(client, writer, MANUSCRIPT_HTML)
    article = Article.objects.get()
    page = client.get(reverse(EDIT, args=[article.pk]))
    fields = {
        field.html_name: field.value()
        for field in page.context["form"]
        if field.html_name.startswith(("title", "lead", "slug"))
    }
    body = article.get_latest_revision_as_object().body_sv
    again = streamfield([(b.block_type, posted(b)) for b in body])
    client.post(
        reverse(EDIT, args=[article.pk]),
        form(**{name: value or "" for name, value in fields.items()}, body_sv=again),
    )

    assert blocks_of(article) == once


def posted(block):
    if block.block_type == "text":
        return rich_text(block.value.source, features=["bold", "ol", "ul", *MANUSCRIPT])
    if block.block_type == "heading":
        return dict(block.value)
    return {"text": block.value["text"], "speaker": "", "attribution": ""}


def test_comment_stays_at_the_first_part(client, writer):
    client.force_login(writer)
    body = streamfield([("text", rich_text("<p>Först.</p><h2>Sedan</h2>", features=MANUSCRIPT))])
    body["0"]["id"] = "7d4c7a30-5d3a-4f0e-9d0c-1f6a6a1f3c11"
    client.post(reverse(ADD), form(title_sv="Manus", body_sv=body))

    first, second = Article.objects.get().get_latest_revision_as_object().body_sv
    assert first.id == "7d4c7a30-5d3a-4f0e-9d0c-1f6a6a1f3c11"
    assert second.id not in (None, first.id)


def test_sentence_in_the_guise_of_a_heading_stays_text(client, writer):
    long = "Det här är en hel mening som någon har gett rubrikens utseende " * 4

    assert saved(client, writer, f"<h2>{long}</h2>")[0][0] == "text"


@pytest.mark.parametrize("text", ["– Ja – och nej", "”Ja” sa hon, ”nej” sa han"])
def test_marks_within_a_quote_are_kept(client, writer, text):
    [(kind, said)] = saved(client, writer, f"<blockquote>{text}</blockquote>")

    assert (kind, said) == ("quote", text.removeprefix("– "))


def test_text_that_looks_like_a_tag_stays_a_text(client, writer):
    client.force_login(writer)
    block = {
        "key": "a",
        "text": "<script>alert(1)</script>",
        "type": "atomic",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    content = json.dumps({"blocks": [block], "entityMap": {}})
    client.post(reverse(ADD), form(title_sv="Manus", body_sv=streamfield([("text", content)])))

    assert "<script" not in str(blocks_of(Article.objects.get()))
