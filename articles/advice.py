"""What a good Swedish editor would say about a draft: advice, each with a way on. Some of it has to be heeded.

Blocking advice stops publication until it is followed, or until somebody has written why it may be so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape

from articles.importing.dates import absolute_day, relative_phrases
from articles.models.case import CASE_TEXTS
from tillit.text import one_line, shortened

LONGEST_SENTENCE = 30  # words
HARD_TO_READ = 55  # LIX; news in the press lies at 40 to 50
FEWEST_WORDS = 60  # of a section whose LIX says something

_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÅÄÖ”\"–0-9])|\n+")
_ABBREVIATION = re.compile(r"\b(?=\w*[A-ZÅÄÖ]{2})[A-ZÅÄÖ][A-ZÅÄÖa-z]{1,6}\b")
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.I | re.S)
_EMPTY_LINK = re.compile(
    r"(läs|se|klicka|tryck|mer|här|länk|länken|denna|sida|sidan|hit|vidare|info|information|\W)+", re.I
)
_NAMED_BY = {"heading": "text", "slide": "title"}  # blocks that begin a section, and where its name stands
_DASH = re.compile(r"^\s*[-–—]\s+\S")
_POINT = re.compile(r"^\s*(?:[·•◦▪‣●*]|-\s)\s*\S")
# What everybody in a municipality knows, and names that are written so.
KNOWN = {
    *("SOU", "EU", "SKR", "SKL", "IT", "HR", "AB", "TV", "PDF", "QR", "PM", "AI", "ID", "USA", "FN", "LSS", "SFI", "VD", "IFO", "BVC"),
    *("SVT", "SR", "FAQ", "WHO", "OECD", "DIGG", "SCB", "IMY", "MSB", "SPSM", "KSO"),
}  # fmt: skip


@dataclass(frozen=True)
class Advice:
    rule: str
    text: str  # what is so, and what can be done about it
    anchor: str  # the field, or the id of the block, where it is
    blocks: bool = False


@dataclass
class Section:
    """A stretch of the text under one heading."""

    heading: str
    anchor: str
    texts: list[str] = field(default_factory=list)

    @property
    def text(self):
        return "\n".join(self.texts)


def advice_for(article, abbreviations: Iterable[str] = ()) -> list[Advice]:
    """All advice about the Swedish text, in its order. `abbreviations` are those the glossary explains."""
    sections = list(_sections(article))
    whole = "\n".join(section.text for section in sections)
    found: list[Advice] = []
    for section in sections:
        found += _about_dates(section, article.published_on or date.today())
        found += _about_sentences(section)
        found += _about_lix(section)
    found += _about_abbreviations(sections, whole, {*KNOWN, *abbreviations})
    found += _about_headings(article)
    found += _about_topics(article)
    found += _about_blocks(article)
    return [*found, *about_pictures(article)]


def lix(text: str) -> int:
    """Läsbarhetsindex: words per sentence, and how many of the words have more than six letters."""
    words = _WORD.findall(text)
    sentences = [s for s in _SENTENCE.split(text) if _WORD.search(s)]
    if not words:
        return 0
    long_words = sum(len(word) > 6 for word in words)
    return round(len(words) / max(len(sentences), 1) + 100 * long_words / len(words))


# The text ----------------------------------------------------------------------------------------


def _sections(article) -> Iterator[Section]:
    yield Section("", "title_sv", [article.title_sv or ""])
    yield Section("Ingressen", "lead_sv", [article.lead_sv or ""])
    for name, heading, _question in CASE_TEXTS:
        if text := getattr(article, f"{name}_sv"):
            yield Section(str(heading), f"{name}_sv", [text])
    section = Section("Texten", "body_sv")
    for block in article.body_sv or []:
        if block.block_type in _NAMED_BY:
            yield section
            section = Section(block.value[_NAMED_BY[block.block_type]], block.id or "body_sv")
            section.texts += map(_plain, _within_slide(block))
        elif block.block_type != "quote":  # people may speak as they speak
            section.texts += map(_plain, block.block.get_searchable_content(block.value))
    yield section


def _within_slide(block) -> Iterator[str]:
    """What a slide says, but for what people said."""
    for part in _parts_of(block):
        if part.block_type != "quote":
            yield from part.block.get_searchable_content(part.value)


def _parts_of(block):
    return block.value["content"] if block.block_type == "slide" else []


def _plain(html: str) -> str:
    return unescape(_TAG.sub(" ", re.sub(r"</(p|li|h\d)>|<br\s*/?>", "\n", html)))


def _about_dates(section: Section, base: date) -> Iterator[Advice]:
    for phrase in relative_phrases(section.text):
        day = absolute_day(phrase, base)
        way = (
            f"Skriv till exempel ”den {day.day} {_month(day)} {day.year}”."
            if day
            else "Skriv vilken dag och vilket år."
        )
        yield Advice("relative-date", f"”{one_line(phrase)}” slutar stämma. {way}", section.anchor)


def _month(day: date) -> str:
    return [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ][day.month - 1]


def _about_sentences(section: Section) -> Iterator[Advice]:
    for sentence in _SENTENCE.split(section.text):
        count = len(_WORD.findall(sentence))
        if count > LONGEST_SENTENCE:
            start = shortened(one_line(sentence), 50)
            yield Advice("long-sentence", f"”{start}” är {count} ord lång. Dela den i två.", section.anchor)


def _about_lix(section: Section) -> Iterator[Advice]:
    value = lix(section.text)
    if len(_WORD.findall(section.text)) >= FEWEST_WORDS and value >= HARD_TO_READ:
        where = f"”{shortened(section.heading, 50)}”" if section.heading else "Texten"
        yield Advice(
            "lix",
            f"{where} har LIX {value}, som en utredning. Kortare meningar och vanligare ord hjälper.",
            section.anchor,
        )


def _about_abbreviations(sections, whole: str, known: set[str]) -> Iterator[Advice]:
    seen = set(known)
    for section in sections:
        for short in _ABBREVIATION.findall(section.text):
            if short in seen:
                continue
            seen.add(short)
            if not re.search(rf"\({re.escape(short)}\)|\b{re.escape(short)}\s*\([^)]{{4,}}\)", whole):
                way = f"Skriv ut det första gången: hela namnet ({short})."
                yield Advice("abbreviation", f"”{short}” är inte förklarat. {way}", section.anchor)


def _about_topics(article) -> Iterator[Advice]:
    if article.pk and not article.topics.all():
        text = "Inget tema är valt. Den som letar efter ett tema hittar då inte sidan."
        yield Advice("topics", text, "topics")


# Blocks ------------------------------------------------------------------------------------------


def _about_headings(article) -> Iterator[Advice]:
    headings = [
        (block.value[_NAMED_BY[block.block_type]], block.id)
        for block in article.body_sv or []
        if block.block_type in _NAMED_BY
    ]
    counts = Counter(text.casefold() for text, _id in headings)
    for text, anchor in headings:
        if counts[text.casefold()] > 1:
            counts[text.casefold()] = 0
            yield Advice(
                "heading",
                f"Rubriken ”{shortened(text, 60)}” finns mer än en gång. Ge var och en sitt namn.",
                anchor or "body_sv",
            )


def _about_blocks(article) -> Iterator[Advice]:
    for block, anchor in _blocks_of(article):
        if block.block_type == "fact_box" and not one_line(block.value["source"]):
            title = shortened(block.value["title"], 60)
            yield Advice(
                "fact-source",
                f"Faktarutan ”{title}” saknar källa. Skriv var uppgifterna kommer från.",
                anchor,
                blocks=True,
            )
        for html in _rich_texts(block):
            yield from _about_rich_text(html, anchor)


def _blocks_of(page):
    """(block, where it stands) for every block of the Swedish text, those within slides included."""
    for block in page.body_sv or []:
        for one in (block, *_parts_of(block)):
            yield one, one.id or block.id or "body_sv"


def _rich_texts(block) -> Iterator[str]:
    fields = {"text": None, "fact_box": ["text"], "more": ["text"], "comparison": ["left", "right"]}
    if block.block_type == "text":
        yield block.value.source
    else:
        yield from (block.value[name].source for name in fields.get(block.block_type) or [])


def _about_rich_text(html: str, anchor: str) -> Iterator[Advice]:
    for match in _LINK.finditer(html):
        text = one_line(_plain(match[1]))
        if _EMPTY_LINK.fullmatch(text):
            yield Advice(
                "link-text", f"Länken heter ”{text}”. Låt den säga vart den leder.", anchor, blocks=True
            )
    lines = [line for line in _plain(html).split("\n") if line.strip()]
    points = [line for line in lines if _POINT.match(line)]
    if any(_DASH.match(line) for line in lines) and len(points) < 2:
        yield Advice(
            "dash", "Stycket börjar med pratminus. Gör det till ett citat, så syns vem som säger det.", anchor
        )
    if len(points) > 1 or any(re.match(r"^\s*[·•◦▪‣●]", line) for line in lines):
        yield Advice(
            "pasted-points",
            "Punkterna är tecken i texten. Gör dem till en lista, så läses de upp som en.",
            anchor,
        )


def about_pictures(page) -> Iterator[Advice]:
    """On the alternative texts of any page's pictures: the one on top, and those in the text."""
    if page.picture_id:
        yield from _about_picture(
            page.picture_alt_sv, page.picture_caption_sv, page.picture_is_decorative, "picture_alt_sv"
        )
    for block, anchor in _blocks_of(page):
        value = block.value
        if block.block_type == "picture" and value["image"]:
            yield from _about_picture(value["alt"], value["caption"], value["is_decorative"], anchor)


def _about_picture(alt: str, caption: str, is_decorative: bool, anchor: str) -> Iterator[Advice]:
    alt, caption = one_line(alt or "").casefold(), one_line(caption or "").casefold()
    if not alt and not is_decorative:
        text = (
            "Bilden har ingen alternativtext. Skriv vad den visar, eller kryssa i att den bara är dekoration."
        )
        yield Advice("alt", text, anchor, blocks=True)
    elif alt and alt == caption:
        text = "Alternativtexten upprepar bildtexten. Skriv vad som syns på bilden."
        yield Advice("alt-caption", text, anchor, blocks=True)
