"""Running text as it comes from a word processor: its headings and quotes become blocks of their own.

An editor who pastes a whole manuscript gets one text with everything in it. The table of contents, the
editor's advice and the speaker of a quote all live in blocks, so the text is taken apart when it is saved.
"""

import re
from itertools import groupby

from bs4 import BeautifulSoup, PageElement, Tag
from django.utils.html import escape

from tillit.text import one_line

# What the text of a body may hold beyond ordinary prose, until it is saved.
MANUSCRIPT = ["h2", "h3", "blockquote"]

LONGEST_HEADING = 160
_LEVELS = {"h2": "2", "h3": "3"}
_OPENING_DASH = re.compile(r"^[-–—]\s+")
_WITHIN_MARKS = re.compile(r"^[”“\"»](?P<text>[^”“\"»«]*)[”“\"«]$")


def take_apart(html: str) -> list[tuple[str, object]]:
    """The blocks that a text from the editor holds, as (kind, value); one "text" when there is nothing to take apart.

    Values are those of HeadingBlock and QuoteBlock, and for "text" the HTML of what stands between.
    """
    found = BeautifulSoup(html, "html.parser").contents
    parts = [_as_paragraph(part) for part in found if _says_something(part)]
    blocks: list[tuple[str, object]] = []
    for kind, group in groupby(parts, key=_kind_of):
        run = list(group)
        if kind == "heading":
            blocks += [("heading", _heading(part)) for part in run]
        elif kind == "quote":
            blocks.append(("quote", {"text": "\n".join(_quoted(part) for part in run)}))
        else:
            blocks.append(("text", "".join(map(_as_html, run))))
    return blocks


def _says_something(part: PageElement) -> bool:
    return bool(one_line(part.get_text()))


def _kind_of(part: PageElement) -> str:
    name = part.name if isinstance(part, Tag) else ""
    if name == "blockquote":
        return "quote"
    return "heading" if name in _LEVELS else "text"


def _as_paragraph(part: PageElement) -> PageElement:
    """A whole sentence that somebody gave the look of a heading is a paragraph."""
    if _kind_of(part) == "heading" and len(one_line(part.get_text())) > LONGEST_HEADING:
        part.name = "p"
    return part


def _as_html(part: PageElement) -> str:
    """As it came. A loose string is no tag, and stays a text when it looks like one."""
    return str(part) if isinstance(part, Tag) else f"<p>{escape(str(part))}</p>"


def _heading(part: Tag) -> dict[str, str]:
    return {"text": one_line(part.get_text()), "level": _LEVELS[part.name]}


def _quoted(part: Tag) -> str:
    """The words that were said, without the dash or the marks that the page sets itself."""
    text = _OPENING_DASH.sub("", one_line(part.get_text()))
    within = _WITHIN_MARKS.match(text)
    return within["text"].strip() if within else text
