"""A news item, report, column or press text: its parts told apart by how Swedish web pages write them."""

import re
from collections import deque
from html import escape
from itertools import groupby, islice
from typing import Any

from articles.importing.draft import Draft, Speaker
from articles.importing.names import PRONOUNS, Cast, Said, marked_quote, split_attribution
from tillit.text import one_line, shortened

BULLET = re.compile(r"^\s*(?:[·•◦▪]\s*|[-*]\s+)")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.)]|[a-h]\))\s+")
_DASH = re.compile(r"^\s*[-–—]\s+")
_SENTENCE_END = re.compile(r"[.!…:;,”\"]$")
_CREDIT = re.compile(r"^\(?(?:foto|fotograf|bild|illustration)\s*:\s*([^.()]+)\)?\.?$", re.I)
_CAPTION_AND_CREDIT = re.compile(
    r"^(?P<caption>.*?[^\s(])[\s(]+(?:foto|fotograf)\s*:?\s*(?P<credit>[A-ZÅÄÖ][^.()]{2,50})\)?\.?$", re.I
)
_ARCHIVE = re.compile(r",?\s*\(?arkivbild\)?\.?$", re.I)
_FACTS = re.compile(r"^(fakta|faktaruta|fakta\s*/?\s*bakgrund|bakgrund)$", re.I)
_SOURCE = re.compile(r"^källa:\s*(.+)$", re.I)
_INTRODUCES = re.compile(r"(\b(är|var|blev|följande|dessa|av)|:)$", re.I)
_SIGNATURE = re.compile(r"^//?\s*(\w[^/]{0,40})$")
_NO_TITLE = re.compile(
    r"""^(?:nyhet(?:er)?|pressmeddelande\b.*|debatt|krönika|ledare|insändare|blogg(?:en)?|\w+bloggen|\w+s?\s+krönika
      |[^|]{1,40}\|.{1,60}|text:.*|av:?\s.*|bakgrund|fakta)$""",
    re.I | re.X,
)

PICTURE = "\0picture"  # the first line of a paragraph that is known to belong to a picture
TABLE = "\0table"  # and of one that is a table: then its caption, then rows with tabs between the cells
LONGEST_HEADING = 90
LONGEST_CAPTION = 160
LONGEST_LEAD = 600


def parse_prose(paragraphs: list[list[str]], draft: Draft) -> None:
    """Fill the draft with title, lead and blocks. A paragraph is its lines."""
    rest = _take_title(paragraphs, draft)
    cast = Cast("\n".join(one_line(" ".join(lines)) for lines in paragraphs))
    reader = _Reader(rest, draft, cast)
    reader.read()
    reader.give_speakers()


def is_bullet(line: str) -> bool:
    return bool(BULLET.match(line))


def _take_title(paragraphs: list[list[str]], draft: Draft) -> list[list[str]]:
    """The first short line that is not a sentence is the title; sentences before it belong to a picture."""
    before: list[list[str]] = []
    for position, lines in enumerate(paragraphs):
        text = one_line(" ".join(lines))
        if not (text.startswith("# ") or _may_be_title(lines, text)):
            before.append(lines)
            continue
        draft.title = text.removeprefix("# ")
        _doubt_other_titles(paragraphs[position + 1 : position + 3], draft)
        captions = [one for one in before if len(one_line(" ".join(one))) <= LONGEST_CAPTION]
        passed = [one for one in before if one not in captions]
        for one in [one for one in captions if _NO_TITLE.match(one_line(" ".join(one)))]:
            captions.remove(one)
            draft.doubt(
                "wrapping", f"Före rubriken stod också ”{one_line(' '.join(one))}”. Det togs inte med."
            )
        return [*map(_as_picture, captions), *passed, *paragraphs[position + 1 :]]
    draft.doubt("title", "Ingen rubrik gick att skilja ut. Skriv en.", blocks=True)
    return paragraphs


def _may_be_title(lines: list[str], text: str) -> bool:
    is_short = len(lines) == 1 and len(text) <= 120
    is_other = text.endswith((".", ":")) or _DASH.match(text) or is_bullet(text) or _NO_TITLE.match(text)
    return is_short and not is_other


def _doubt_other_titles(following: list[list[str]], draft: Draft) -> None:
    for lines in following:
        text = one_line(" ".join(lines))
        if not (_may_be_title(lines, text) and _is_heading_like(text)):
            return
        draft.doubt("title", f"Rubriken kan vara en annan: strax efter står ”{text}”.")


def _as_picture(lines: list[str]) -> list[str]:
    return [PICTURE, *lines]


class _Reader:
    """Walks through the paragraphs once; each step takes the kind of part that stands first."""

    def __init__(self, paragraphs: list[list[str]], draft: Draft, cast: Cast) -> None:
        self.paragraphs = deque(paragraphs)
        self.draft = draft
        self.cast = cast
        self.before_quote: dict[int, str] = {}  # block number → the text that stands before a silent quote

    def read(self) -> None:
        steps = (
            *(self._table, self._signature, self._picture, self._fact_box, self._list),
            *(self._numbered_list, self._quote, self._marked_quote, self._heading),
        )
        while self.paragraphs:
            if not any(step() for step in steps):
                self._text()

    # The parts, each taking what is its own and answering whether it was there ------------------

    def _signature(self) -> bool:
        match = _SIGNATURE.match(self._first)
        if match:
            self.paragraphs.popleft()
            self.draft.doubt("signature", f"Texten är undertecknad ”{match[1]}”. Ange vem det är.")
        return bool(match)

    def _table(self) -> bool:
        lines = self.paragraphs[0]
        if lines[0] != TABLE:
            return False
        self.paragraphs.popleft()
        heads, *rows = [line.split("\t") for line in lines[2:]]
        width = max(map(len, [heads, *rows]))
        columns = [{"type": "text", "heading": cell} for cell in _padded(heads, width)]
        table = {"columns": columns, "rows": [{"values": _padded(row, width)} for row in rows], "caption": ""}
        self._add("table", {"caption": lines[1] or "Tabell", "table": table})
        if not lines[1]:
            self.draft.doubt("table", "En tabell saknar beskrivning. Skriv vad den visar.")
        return True

    def _picture(self) -> bool:
        lines = [one_line(line) for line in self.paragraphs[0]]
        named = lines[0] == PICTURE
        lines = lines[1:] if named else lines
        if len(" ".join(lines)) > LONGEST_CAPTION + 60:
            return False
        credit = next((m[1] for line in lines if (m := _CREDIT.match(line))), "")
        captions = [line for line in lines if not _CREDIT.match(line)]
        if not credit and len(captions) == 1 and (both := _CAPTION_AND_CREDIT.match(captions[0])):
            captions, credit = [both["caption"]], both["credit"]
        doubled = [half for text in captions if (half := _half_of_doubled(text))]
        if not (named or credit or doubled):
            return False
        self.paragraphs.popleft()
        self._add_picture(
            doubled or captions, credit.strip(), repeats=bool(doubled) or len(set(captions)) < len(captions)
        )
        return True

    def _add_picture(self, captions: list[str], credit: str, *, repeats: bool) -> None:
        caption = captions[0] if captions else ""
        archive = bool(_ARCHIVE.search(caption))
        caption = _ARCHIVE.sub("", caption) if archive else caption
        value = {"image": None, "alt": "", "is_decorative": False, "caption": caption}
        self._add("picture", {**value, "credit": credit, "is_archive_picture": archive})
        which = f"till bildtexten ”{caption}”" if caption else f"av {credit} (utan bildtext)"
        self.draft.doubt("picture", f"Bilden {which} följde inte med. Lägg till den.")
        if repeats:
            self.draft.doubt(
                "alt", f"Alternativtexten upprepade bildtexten ”{caption}”. Beskriv vad bilden visar."
            )
        if not credit:
            self.draft.doubt("credit", f"Fotograf saknas till bilden ”{caption}”.")

    def _fact_box(self) -> bool:
        """ "Fakta", a title, its text and, last, its source. Without one the box ends at the next heading or quote."""
        if not _FACTS.match(self._first) or len(self.paragraphs) < 2:
            return False
        length, source = self._extent_of_fact_box()
        if not length:
            return False
        kicker = one_line(" ".join(self.paragraphs.popleft()))
        inside = [self.paragraphs.popleft() for _ in range(length)]
        first = one_line(" ".join(inside[0]))
        title = first if len(inside) > 1 and _is_heading_like(first) else ""
        if not source:
            self.draft.doubt(
                "source", f"Faktarutan ”{title or kicker}” saknar källa. Kontrollera också var den slutar."
            )
        texts = inside[1:] if title else inside
        texts = [lines for lines in texts if not _SOURCE.match(one_line(" ".join(lines)))]
        value = {"kicker": kicker.capitalize(), "title": title or kicker.capitalize(), "source": source}
        self._add("fact_box", {**value, "text": rich(texts), "source_url": _web_address(source)})
        return True

    def _extent_of_fact_box(self) -> tuple[int, str]:
        """(how many paragraphs after the kicker, the source or ""); (0, "") when there is no box."""
        count = 0
        for position, lines in enumerate(islice(self.paragraphs, 1, 12)):
            text = one_line(" ".join(lines))
            if match := _SOURCE.match(text):
                return position + 1, match[1]
            is_end = position > 0 and (_is_heading_like(text) or _DASH.match(text) or marked_quote(text))
            if is_end:
                break
            count = position + 1
        return (0, "") if self._first.casefold() == "bakgrund" else (count, "")

    def _list(self) -> bool:
        items: list[str] = []
        while (
            self.paragraphs and all(map(is_bullet, self.paragraphs[0])) and not self._is_hyphen_quote(items)
        ):
            items += [one_line(BULLET.sub("", line)) for line in self.paragraphs.popleft()]
        if items:
            self._add("list", {"items": [item for item in items if item], "is_numbered": False})
        return bool(items)

    def _is_hyphen_quote(self, items: list[str]) -> bool:
        """A paragraph after "- " is a quote, not a point, when it is said by someone or stands alone and is long."""
        lines = self.paragraphs[0]
        text = one_line(" ".join(lines))
        if not text.startswith("- ") or len(lines) > 1:
            return False
        has_neighbour = bool(items) or (len(self.paragraphs) > 1 and is_bullet(self.paragraphs[1][0]))
        return bool(split_attribution(text).who) or (
            not has_neighbour and len(text) > 60 and text[-1] in ".!?"
        )

    def _numbered_list(self) -> bool:
        items: list[str] = []
        while self.paragraphs and all(map(_NUMBER.match, self.paragraphs[0])):
            if not items and len(self.paragraphs[0]) == 1 and not self._next_is_numbered():
                return False
            items += [one_line(_NUMBER.sub("", line)) for line in self.paragraphs.popleft()]
        if items:
            self._add("list", {"items": items, "is_numbered": True})
        return bool(items)

    def _next_is_numbered(self) -> bool:
        return len(self.paragraphs) > 1 and bool(_NUMBER.match(self.paragraphs[1][0]))

    def _quote(self) -> bool:
        lines = self.paragraphs[0]
        if not _DASH.match(lines[0]):
            return False
        self.paragraphs.popleft()
        self._add_quote(split_attribution(_DASH.sub("", one_line(" ".join(lines)))))
        return True

    def _marked_quote(self) -> bool:
        said = marked_quote(self._first)
        if said:
            self.paragraphs.popleft()
            self._add_quote(said)
        return bool(said)

    def _add_quote(self, said: Said) -> None:
        speaker: Speaker | str = ""
        if said.who in PRONOUNS or not said.who:
            self.before_quote[len(self.draft.blocks)] = self._text_before()
        else:
            speaker = self.cast.find(said.who) or said.who
        if said.rest:
            self.draft.doubt(
                "quote-rest", f"Efter citatets talare stod också ”{said.rest}”. Det togs inte med."
            )
        self._add("quote", {"text": said.text, "speaker": speaker, "attribution": ""})

    def _heading(self) -> bool:
        lines, text = self.paragraphs[0], self._first
        marked = re.match(r"^(#{1,4})\s+(.+)$", text)
        if not marked and (len(lines) > 1 or not _is_heading_like(text) or len(self.paragraphs) < 2):
            return False
        next_is_list = is_bullet(self.paragraphs[1][0]) if len(self.paragraphs) > 1 else False
        if not marked and (
            (next_is_list and _INTRODUCES.search(text)) or (text.endswith("?") and len(text) > 70)
        ):
            return False
        self.paragraphs.popleft()
        level = "3" if marked and len(marked[1]) > 2 else "2"
        self._add("heading", {"text": shortened(marked[2] if marked else text, 160), "level": level})
        return True

    def _text(self) -> None:
        lines = self.paragraphs.popleft()
        text = one_line(" ".join(lines))
        is_first = all(kind in ("picture", "heading") for kind, _value in self.draft.blocks)
        if not self.draft.lead and is_first and not any(map(is_bullet, lines)):
            self._take_lead(text)
        else:
            self._add("text", rich([lines]))

    def _take_lead(self, text: str) -> None:
        """The first running text; a short line between it and the title is no heading of anything."""
        for kind, value in list(self.draft.blocks):
            if kind == "heading":
                self.draft.blocks.remove((kind, value))
                self.draft.doubt(
                    "before-lead", f"Före ingressen stod också ”{value['text']}”. Det togs inte med."
                )
        if len(text) > LONGEST_LEAD:
            first, rest = split_sentences(text, LONGEST_LEAD)
            self.draft.lead = first
            self._add("text", as_html([rest]))
        else:
            self.draft.lead = text

    # Afterwards, when everyone in the document is known --------------------------------------------

    def give_speakers(self) -> None:
        for number, (kind, value) in enumerate(self.draft.blocks):
            if kind != "quote":
                continue
            said = value["text"] if len(value["text"]) < 50 else value["text"][:47].rsplit(" ", 1)[0] + " …"
            speaker = value["speaker"]
            if not speaker:
                self._doubt_silent_quote(said, self.before_quote.get(number, ""))
            elif isinstance(speaker, str):
                value.update(speaker="", attribution=speaker)
                self.draft.doubt(
                    "speaker", f"Citatet ”{said}” sägs av ”{speaker}”. Ange hela namnet och rollen."
                )
            else:
                value["speaker"] = self.cast.people.get(speaker.name, speaker)
                if not value["speaker"].title:
                    self.draft.doubt(
                        "role",
                        f"{speaker.name} citeras utan titel. Ange rollen som den var då, eller att det är en privatperson.",
                    )

    def _doubt_silent_quote(self, said: str, before: str) -> None:
        near = self.cast.last_named_in(before)
        hint = f" Närmast före nämns {near.name}." if near else ""
        self.draft.doubt("quote", f"Citatet ”{said}” har ingen talare.{hint}")

    # Small helpers ---------------------------------------------------------------------------------

    @property
    def _first(self) -> str:
        return one_line(" ".join(self.paragraphs[0]))

    def _add(self, kind: str, value: Any) -> None:
        self.draft.blocks.append((kind, value))

    def _text_before(self) -> str:
        texts = [self.draft.lead, *(value for kind, value in self.draft.blocks if kind == "text")]
        return re.sub(r"<[^>]+>", " ", " ".join(texts))


def as_html(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def rich(paragraphs: list[list[str]]) -> str:
    """Paragraphs as HTML; lines that begin with a bullet become a list."""
    pieces = []
    for lines in paragraphs:
        for bulleted, group in groupby(lines, key=is_bullet):
            if bulleted:
                items = "".join(
                    f"<li>{escape(one_line(BULLET.sub('', line)), quote=False)}</li>" for line in group
                )
                pieces.append(f"<ul>{items}</ul>")
            else:
                pieces.append(as_html([one_line(" ".join(group))]))
    return "".join(pieces)


def split_sentences(text: str, longest: int) -> tuple[str, str]:
    """The first whole sentences that fit, and the rest."""
    end = max(text.rfind(mark, 0, longest) for mark in (". ", "! ", "? ")) + 1
    return (text[:end], text[end:].strip()) if end else (text, "")


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _is_heading_like(text: str) -> bool:
    return (
        len(text) <= LONGEST_HEADING
        and not _SENTENCE_END.search(text)
        and text[:1].isupper()
        and not _DASH.match(text)
        and not is_bullet(text)
    )


def _half_of_doubled(text: str) -> str:
    """ "A B A B" → "A B": a caption and an alternative text that say the same."""
    words = text.rstrip(".").split()
    half, odd = divmod(len(words), 2)
    return " ".join(words[:half]) if half > 1 and not odd and words[:half] == words[half:] else ""


def _web_address(source: str) -> str:
    return (
        f"https://{source}" if re.fullmatch(r"(?:[a-zåäö0-9-]+\.)+[a-z]{2,}(?:/\S*)?", source, re.I) else ""
    )
