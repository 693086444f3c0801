"""A news item, report, column or press text: its parts told apart by how Swedish web pages write them."""

import re
from html import escape
from typing import Any

from articles.importing.draft import Draft, Speaker
from articles.importing.names import Cast, split_attribution
from tillit.text import one_line, shortened

BULLET = re.compile(r"^\s*(?:[·•◦▪]\s*|[-*]\s+)")
_DASH = re.compile(r"^\s*[-–—]\s+")
_SENTENCE_END = re.compile(r"[.!?…:;,”\"]$")
_CREDIT = re.compile(r"^(?:foto|fotograf|bild|illustration)\s*:\s*(.+)$", re.I)
_ARCHIVE = re.compile(r",?\s*\(?arkivbild\)?\.?$", re.I)
_FACTS = re.compile(r"^(fakta|faktaruta|fakta\s*/?\s*bakgrund|bakgrund)$", re.I)
_SOURCE = re.compile(r"^källa:\s*(.+)$", re.I)
_INTRODUCES = re.compile(r"(\b(är|var|blev|följande|dessa)|:)$", re.I)
_SIGNATURE = re.compile(r"^//\s*(.+)$")

LONGEST_HEADING = 90
LONGEST_CAPTION = 160


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
    before = []
    for position, lines in enumerate(paragraphs):
        text = one_line(" ".join(lines))
        if text.startswith("# "):
            text = text[2:]
        elif (
            len(lines) > 1
            or len(text) > 120
            or text.endswith((".", ":"))
            or _DASH.match(text)
            or is_bullet(text)
        ):
            before.append(lines)
            continue
        draft.title = text
        captions = [one for one in before if len(one_line(" ".join(one))) <= LONGEST_CAPTION]
        passed = [one for one in before if one not in captions]
        return [*map(_as_picture, captions), *passed, *paragraphs[position + 1 :]]
    draft.doubt("title", "Ingen rubrik gick att skilja ut. Skriv en.", blocks=True)
    return paragraphs


def _as_picture(lines: list[str]) -> list[str]:
    return ["\0picture", *lines]


class _Reader:
    """Walks through the paragraphs once; each step takes the kind of part that stands first."""

    def __init__(self, paragraphs: list[list[str]], draft: Draft, cast: Cast) -> None:
        self.paragraphs = list(paragraphs)
        self.draft = draft
        self.cast = cast
        self.before_quote: dict[int, str] = {}  # block number → the text that stands before a silent quote

    def read(self) -> None:
        steps = (self._signature, self._picture, self._fact_box, self._list, self._quote, self._heading)
        while self.paragraphs:
            if not any(step() for step in steps):
                self._text()

    # The parts, each taking what is its own and answering whether it was there ------------------

    def _signature(self) -> bool:
        match = _SIGNATURE.match(self._first)
        if match:
            self.paragraphs.pop(0)
            self.draft.doubt("signature", f"Texten är undertecknad ”{match[1]}”. Ange vem det är.")
        return bool(match)

    def _picture(self) -> bool:
        lines = self.paragraphs[0]
        named = lines[0] == "\0picture"
        lines = lines[1:] if named else lines
        credit = next((m[1] for line in lines if (m := _CREDIT.match(one_line(line)))), "")
        captions = [one_line(line) for line in lines if not _CREDIT.match(one_line(line))]
        doubled = [half for text in captions if (half := _half_of_doubled(text))]
        if not (named or credit or doubled):
            return False
        self.paragraphs.pop(0)
        self._add_picture(
            doubled or captions, credit, repeats=bool(doubled) or len(set(captions)) < len(captions)
        )
        return True

    def _add_picture(self, captions: list[str], credit: str, *, repeats: bool) -> None:
        caption = captions[0] if captions else ""
        archive = bool(_ARCHIVE.search(caption))
        caption = _ARCHIVE.sub("", caption) if archive else caption
        value = {"image": None, "alt": "", "is_decorative": False, "caption": caption}
        self._add("picture", {**value, "credit": credit, "is_archive_picture": archive})
        self.draft.doubt("picture", f"Bilden till bildtexten ”{caption}” följde inte med. Lägg till den.")
        if repeats:
            self.draft.doubt(
                "alt", f"Alternativtexten upprepade bildtexten ”{caption}”. Beskriv vad bilden visar."
            )
        if not credit:
            self.draft.doubt("credit", f"Fotograf saknas till bilden ”{caption}”.")

    def _fact_box(self) -> bool:
        if not _FACTS.match(self._first) or len(self.paragraphs) < 2:
            return False
        kicker = self._first
        self.paragraphs.pop(0)
        title = self._first if _is_heading_like(self._first) else ""
        if title:
            self.paragraphs.pop(0)
        texts, source = [], ""
        while self.paragraphs and not source:
            line = one_line(" ".join(self.paragraphs.pop(0)))
            match = _SOURCE.match(line)
            source = match[1] if match else ""
            texts += [] if match else [line]
        if not source:
            self.draft.doubt("source", f"Faktarutan ”{title or kicker}” saknar källa.")
        value = {"kicker": kicker.capitalize(), "title": title or kicker.capitalize(), "source": source}
        self._add("fact_box", {**value, "text": as_html(texts), "source_url": _web_address(source)})
        return True

    def _list(self) -> bool:
        items: list[str] = []
        while (
            self.paragraphs and all(map(is_bullet, self.paragraphs[0])) and not self._is_hyphen_quote(items)
        ):
            items += [one_line(BULLET.sub("", line)) for line in self.paragraphs.pop(0)]
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
        return bool(split_attribution(text)[1]) or (
            not has_neighbour and len(text) > 60 and text[-1] in ".!?"
        )

    def _quote(self) -> bool:
        lines = self.paragraphs[0]
        if not _DASH.match(lines[0]):
            return False
        self.paragraphs.pop(0)
        said, who = split_attribution(_DASH.sub("", one_line(" ".join(lines))))
        if not who:
            self.before_quote[len(self.draft.blocks)] = self._text_before()
        self._add(
            "quote",
            {"text": said, "speaker": who and (self.cast.find(who) or Speaker(who)), "attribution": ""},
        )
        return True

    def _heading(self) -> bool:
        lines, text = self.paragraphs[0], self._first
        marked = re.match(r"^(#{1,4})\s+(.+)$", text)
        if not marked and (len(lines) > 1 or not _is_heading_like(text) or len(self.paragraphs) < 2):
            return False
        next_is_list = is_bullet(self.paragraphs[1][0]) if len(self.paragraphs) > 1 else False
        if not marked and next_is_list and _INTRODUCES.search(text):
            return False
        self.paragraphs.pop(0)
        level = "3" if marked and len(marked[1]) > 2 else "2"
        self._add("heading", {"text": shortened(marked[2] if marked else text, 160), "level": level})
        return True

    def _text(self) -> None:
        text = one_line(" ".join(self.paragraphs.pop(0)))
        has_text = any(kind != "picture" for kind, _value in self.draft.blocks)
        if not self.draft.lead and not has_text:
            self.draft.lead = text
            return
        self._add("text", as_html([text]))

    # Afterwards, when everyone in the document is known --------------------------------------------

    def give_speakers(self) -> None:
        for number, (kind, value) in enumerate(self.draft.blocks):
            if kind != "quote":
                continue
            said = value["text"] if len(value["text"]) < 50 else value["text"][:47].rsplit(" ", 1)[0] + " …"
            speaker = value["speaker"]
            if not speaker:
                self._doubt_silent_quote(said, self.before_quote.get(number, ""))
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
