"""From the text of a document to a draft, without touching the database."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from articles.importing.boilerplate import clean, without_wrapping
from articles.importing.dates import find_date, relative_phrases, weekday_before
from articles.importing.deck import is_deck, parse_deck
from articles.importing.draft import Draft
from articles.importing.places import Place, recognise
from articles.importing.prose import parse_prose
from articles.importing.webpages import read_page
from tillit.text import one_line

_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9.+_-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_PERSONAL = re.compile(r"^[a-zåäöé-]+\.[a-zåäöé.-]+@", re.I)
_FIRST_PERSON = re.compile(r"\b(jag|mig|min|mitt|mina)\b", re.I)
_MEETING = re.compile(
    r"\b\w*(forum|konferens|seminari\w+|träff|möte|utbildningsdag|dialogdag|temadag|chefsdag|studiedag)\w*\b",
    re.I,
)
_PRESS = re.compile(
    r"låst artikel|för prenumeranter|prenumerant\b|^debatt$|publicerad i \w+ (tidning|allehanda|kurir\w*)|copyright ©|/TT\b"
    r"|@\w*(tidning|nyheter|posten)\w*\.se\b",
    re.I | re.M,
)
_MINUTES = re.compile(
    r"\b(inledde|därefter|grupparbete|avslutade|gick \w*\s*\w*\s*igenom|tog vid|diskuterade)\b", re.I
)
_GUIDE = re.compile(r"\b(vägledning|handbok|metodstöd|checklista|steg för steg|så här gör)\b", re.I)

# Headings that a structured story uses, and the field that each is.
_CASE_HEADINGS = {
    "challenge": r"utmaning\w*|problem\w*",
    "starting_point": r"bakgrund|utgångsläge\w*|så var det",
    "actions": r"(så gjorde vi|vad (vi|ni) gjorde|insats\w*|lösning\w*|genomförande\w*|arbetssätt\w*)",
    "results": r"resultat\w*|effekt\w*",
    "failures": r"(vad|det) som inte fungerade|svårigheter\w*|misstag\w*",
    "advice": r"lärdom\w*|råd till andra|(tre|våra) råd",
    "follow_up": r"uppföljning\w*",
    "prerequisites": r"förutsättning\w*|vad som krävs",
}


def parse(text: str, places: Iterable[Place] = ()) -> Draft:
    draft = Draft()
    if is_deck(text):
        parse_deck(without_wrapping(text, draft), draft)
    else:
        _understand(split_paragraphs(text), text, draft)
    return _finish(text, places, draft)


def parse_page(html: str, places: Iterable[Place] = (), url: str = "") -> Draft:
    """The same for a saved web page."""
    draft = Draft()
    paragraphs = read_page(html, draft, url)
    text = "\n\n".join("\n".join(lines) for lines in paragraphs)
    _understand(paragraphs, text, draft)
    return _finish(text, places, draft)


def _understand(paragraphs: list[list[str]], text: str, draft: Draft) -> None:
    parse_prose(clean(paragraphs, draft), draft)
    draft.kind = _kind(draft, is_press=bool(_PRESS.search(text)))
    if draft.kind == "fall":
        _fill_case(draft)


def _finish(text: str, places: Iterable[Place], draft: Draft) -> Draft:
    _recognise_organisation(f"{text}\n{draft.site}\n{draft.source_url}", places, draft)
    _take_contact(text, draft)
    _doubt_dates(text, draft)
    if draft.kind == "media":
        draft.doubt(
            "press",
            "Texten är hämtad ur en tidning och får inte återges utan tillstånd. Skriv en egen sammanfattning, "
            "ange utgivaren och länka till originalet.",
            blocks=True,
        )
    return draft


def split_paragraphs(text: str) -> list[list[str]]:
    """Paragraphs as lists of lines; a line of spaces, non-breaking ones too, parts paragraphs."""
    parts = re.split(r"\n[ \t\u00a0]*\n", text)
    if len(parts) <= 2 and text.count("\n") > 3:
        # No empty lines at all: each line is a paragraph, but points that follow each other belong together.
        parts = re.split(r"\n(?![ \t\u00a0]*[·•◦▪*-])", text)
    return [
        lines for part in parts if (lines := [line for line in part.splitlines() if line.strip(" \t\u00a0")])
    ]


def _kind(draft: Draft, *, is_press: bool) -> str:
    prose = f"{draft.lead}\n{draft.prose}"
    if draft.kind == "media" or is_press:
        return "media"
    if sum(_case_field(v["text"]) is not None for k, v in draft.blocks if k == "heading") >= 3:
        return "fall"
    signed = any(doubt.code == "signature" for doubt in draft.doubts)
    if signed or len(_FIRST_PERSON.findall(prose)) >= 4:
        return "kronika"
    if _GUIDE.search(draft.title):
        return "vagledning"
    if _MEETING.search(draft.title) or (_MEETING.search(draft.lead) and len(_MINUTES.findall(prose)) >= 3):
        return "referat"
    return "nyhet"


def _case_field(heading: str) -> str | None:
    return next(
        (f for f, words in _CASE_HEADINGS.items() if re.fullmatch(words, heading.strip(" ?:"), re.I)), None
    )


def _fill_case(draft: Draft) -> None:
    """Move the text under a known heading to its field; everything else stays in the body."""
    field, kept = None, []
    for kind, value in draft.blocks:
        if kind == "heading":
            field = _case_field(value["text"])
            if field is None:
                kept.append((kind, value))
        elif field and kind in ("text", "list"):
            text = (
                "\n".join(f"- {i}" for i in value["items"])
                if kind == "list"
                else re.sub(r"<[^>]+>", "", value)
            )
            draft.case[field] = "\n\n".join(filter(None, [draft.case.get(field, ""), text]))
        else:
            kept.append((kind, value))
    draft.blocks = kept


def _recognise_organisation(text: str, places: Iterable[Place], draft: Draft) -> None:
    place, is_certain = recognise(text, places)
    if place is None:
        draft.doubt("organisation", "Det framgår inte vilken organisation texten kommer från.", blocks=True)
        return
    draft.organisation_code = place.code
    if not is_certain:
        draft.doubt(
            "organisation", f"Organisationen {place.name} är en slutsats av en enda nämning. Kontrollera den."
        )


def _take_contact(text: str, draft: Draft) -> None:
    addresses = [address for address in dict.fromkeys(_EMAIL.findall(text)) if _is_address(address)]
    if not addresses:
        return
    draft.contact_email = addresses[0].lower()
    for address in addresses:
        if _PERSONAL.match(address):
            draft.doubt(
                "contact",
                f"{address} är en personlig adress. Byt helst till en funktion, och kontrollera att den gäller.",
            )


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _doubt_dates(text: str, draft: Draft) -> None:
    written_on = draft.published_on or draft.updated_on
    draft.happened_on = find_date(draft.lead)
    for phrase in relative_phrases(text):
        day = weekday_before(phrase, written_on) if written_on else None
        hint = f" Räknat från {written_on:%Y-%m-%d} är det {day:%Y-%m-%d}." if day else ""
        draft.doubt("relative", f"”{one_line(phrase)}” säger inte vilken dag eller vilket år.{hint}")
    if not (written_on or draft.happened_on):
        draft.doubt(
            "date",
            "Dokumentet säger inte när det skrevs. Ange publiceringsdatum eller händelsedatum.",
            blocks=True,
        )
