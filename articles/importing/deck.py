"""A slide deck that became text: headings are slides, and so are the gaps where a heading is missing."""

import re
from html import escape

from articles.importing.draft import Draft
from articles.importing.names import presenter
from articles.importing.prose import BULLET, is_bullet
from tillit.text import one_line, shortened

_GAP = re.compile(r"\n(?:[ \t\u00a0]*\n){3,}")
_TITLE = re.compile(r"^#\s+(.+)$")
_COLUMN = re.compile(r"^##+\s+(.+)$")
_THANKS = re.compile(r"^tack\b.{0,40}$", re.I)
_ALL_BOLD = re.compile(r"^\*\*\*?([^*]+)\*\*\*?$")


_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


def is_deck(text: str) -> bool:
    """Several top headings make slides of what one would make an article of."""
    return len(re.findall(r"^# ", text, re.M)) >= 3


def parse_deck(text: str, draft: Draft) -> None:
    draft.kind = "bildspel"
    for name in _IMAGE.findall(text):
        draft.doubt(
            "picture",
            f"Bilden ”{name or 'utan namn'}” följde inte med. Lägg till den, eller beskriv den i ord.",
        )
    text = re.sub(r"^> ?", "", _IMAGE.sub("", text), flags=re.M)
    slides = split_slides(text)
    first_title, first = slides[0]
    draft.title = plain(first_title)
    draft.lead = _take_front_page(first, draft)
    if not first:
        slides = slides[1:]
    for title, paragraphs in slides:
        _add_slide(title if (title, paragraphs) != slides[0] or not first else "", paragraphs, draft)
    _doubt_repeated_titles(draft)


def split_slides(text: str) -> list[tuple[str, list[list[str]]]]:
    """(heading or "", paragraphs) for each slide; a gap of three empty lines begins one without a heading."""
    slides: list[tuple[str, list[list[str]]]] = []
    for chunk in _GAP.split(text.strip()):
        begun = False
        for paragraph in re.split(r"\n[ \t\u00a0]*\n", chunk.strip()):
            lines = [line for line in join_broken_lines(paragraph).splitlines() if line.strip()]
            if lines and (match := _TITLE.match(lines[0])):
                slides.append((match[1].strip(), [lines[1:]] if lines[1:] else []))
                begun = True
            elif lines and (begun or not slides):
                slides = slides or [("", [])]
                slides[-1][1].append(lines)
            elif lines:
                slides.append(("", [lines]))
                begun = True
    return slides


def join_broken_lines(text: str) -> str:
    """Lines broken for looks are one line again; a word parted by a hyphen is one word again."""
    text = re.sub(r"-[ ]{2,}\n[ ]*", "", text)
    return re.sub(r"[ ]{2,}\n[ ]*", " ", text)


def _take_front_page(paragraphs: list[list[str]], draft: Draft) -> str:
    """Take presenter and subtitle from the first slide; what is left stays there."""
    subtitle = ""
    for lines in list(paragraphs):
        line = plain(" ".join(lines))
        if person := presenter(line):
            draft.authors.append(person)
            paragraphs.remove(lines)
        elif not subtitle and len(line) < 90 and not is_bullet(lines[0]):
            subtitle = line
            paragraphs.remove(lines)
    return subtitle


def _add_slide(title: str, paragraphs: list[list[str]], draft: Draft) -> None:
    number = sum(kind == "slide" for kind, _value in draft.blocks) + 1
    if not title and len(paragraphs) == 1 and _THANKS.match(plain(" ".join(paragraphs[0]))):
        draft.doubt("thanks", "Avslutningsbilden med tack till publiken togs inte med.")
        return
    content = _columns(paragraphs) or _content(paragraphs)
    hidden = not title
    if hidden:
        title = shortened(plain(" ".join(paragraphs[0])).strip('”"“ '), 60)
        draft.doubt("slide-title", f"Bild {number} saknar rubrik. Den som lyssnar får höra ”{title}”.")
    if not content:
        draft.doubt(
            "slide-empty", f"Bild {number} ”{title}” har bara en rubrik. En figur har troligen gått förlorad."
        )
    value = {
        "title": shortened(plain(title), 160),
        "is_title_hidden": hidden,
        "content": content,
        "alternative": "",
        "notes": "",
    }
    draft.blocks.append(("slide", value))


def _columns(paragraphs: list[list[str]]) -> list[dict]:
    """Two headings of the second level make a comparison, with a bold line in the middle between them."""
    starts = [n for n, lines in enumerate(paragraphs) if _COLUMN.match(lines[0])]
    if len(starts) != 2:
        return []
    before, left, right = paragraphs[: starts[0]], paragraphs[starts[0] : starts[1]], paragraphs[starts[1] :]
    between = ""
    if len(left) > 1 and (bold := _ALL_BOLD.match(" ".join(left[-1]).strip())):
        between = bold[1].strip()
        left = left[:-1]
    value = {
        "left_title": _column_title(left),
        "left": _rich([left[0][1:], *left[1:]]),
        "between": between,
        "right_title": _column_title(right),
        "right": _rich([right[0][1:], *right[1:]]),
    }
    return [*_content(before), {"type": "comparison", "value": value}]


def _column_title(column: list[list[str]]) -> str:
    return plain(_COLUMN.sub(r"\1", column[0][0]))


def _content(paragraphs: list[list[str]]) -> list[dict]:
    html = _rich(paragraphs)
    return [{"type": "text", "value": html}] if html else []


def _rich(paragraphs: list[list[str]]) -> str:
    pieces, items = [], []
    for line in (line for lines in paragraphs for line in _as_units(lines)):
        if is_bullet(line):
            items.append(f"<li>{emphasised(BULLET.sub('', line))}</li>")
            continue
        if items:
            pieces.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line.strip():
            bold_heading = _COLUMN.sub(r"**\1**", line)
            pieces.append(f"<p>{emphasised(bold_heading)}</p>")
    if items:
        pieces.append(f"<ul>{''.join(items)}</ul>")
    return "".join(pieces)


def _as_units(lines: list[str]) -> list[str]:
    """Points stand each for themselves; other lines of a paragraph are one."""
    return lines if any(map(is_bullet, lines)) else [" ".join(lines)]


def emphasised(text: str) -> str:
    """Asterisks become bold and italic; everything else is text."""
    text = escape(one_line(text), quote=False)
    text = re.sub(r"\*\*\*(.+?)\*\*\*", r"<b><i>\1</i></b>", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text).replace("*", "")


def plain(text: str) -> str:
    return one_line(text.replace("*", "").lstrip("# "))


def _shortened(text: str) -> str:
    text = text.strip('”"“ ')
    return text if len(text) <= 60 else text[:58].rsplit(" ", 1)[0] + " …"


def _doubt_repeated_titles(draft: Draft) -> None:
    titles = [value["title"] for _kind, value in draft.blocks]
    for title in dict.fromkeys(titles):
        if titles.count(title) > 1:
            draft.doubt(
                "slide-repeated", f"{titles.count(title)} bilder heter ”{title}”. På sidan numreras de."
            )
