"""What a web page wraps around its text: menus, warnings, logos, labels with their dates."""

import re

from articles.importing.dates import find_date
from articles.importing.draft import Draft
from tillit.text import one_line

LONGEST_SHORT_LINE = 120

_BROWSER = re.compile(
    r"\b(gammal|äldre|föråldrad|inaktuell)\w*\s+(version av\s+)?(din\s+)?webbläsare"
    r"|webbläsar\w*\b.*\b(byt|byta|uppdatera|firefox|chrome|edge|safari)\b",
    re.I | re.S,
)
_COOKIES = re.compile(r"\b(kakor|cookies)\b.*\b(godkänn|accepter|samtyck|använder|webbplats)", re.I | re.S)
_LOGO = re.compile(r"\b(logotyp\w*|logga|logo|\w*märke|\w*vapen|sigill|till startsidan)\b", re.I)
_AGE = re.compile(r"\b(nyhet|artikel|sida|information|innehåll)\w*\b.*\bäldre än\b\s+(\d+\s+\w+)", re.I)
_CHROME = re.compile(
    r"""^(innehåll(sförteckning)?|på\s+den\s+här\s+sidan|meny|sök|lyssna|skriv\s+ut|dela(\s+sidan)?|tipsa.{0,20}
      |visa\s+(mer|mindre|fler\w*)|läs\s+(mer|upp)|stäng|tillbaka|till\s+toppen|hoppa\s+till\s+innehåll(et)?
      |hjälpte\s+.{0,60}\?|ja|nej|annons)\s*(\.{2,3}|…|:|»|›)?$""",
    re.I | re.X,
)
_CRUMBS = re.compile(r"^(du är här:?|start(sida)?\s*[/›>»|])", re.I)

_LABEL = re.compile(
    r"""^(?P<before>.*?)\b(?P<label>
        (sidan|artikeln|nyheten|texten)\s+(uppdaterades|publicerades|skapades|ändrades)(\s+(senast|den))?
      | senast\s+(uppdaterad|ändrad|granskad)
      | (publicerad|publicerat|uppdaterad|granskad)
    )\s*(av\s+[^:]+)?:?\s*(?P<value>.*)$""",
    re.I | re.X,
)


def clean(paragraphs: list[list[str]], draft: Draft) -> list[list[str]]:
    """The paragraphs without the page's wrapping; what the wrapping told goes into the draft."""
    return [kept for position in range(len(paragraphs)) if (kept := _clean_one(paragraphs, position, draft))]


def without_wrapping(text: str, draft: Draft) -> str:
    """The same for a text whose empty lines mean something: they stay as many as they were."""
    pieces = re.split(r"(\n(?:[ \t\u00a0]*\n)+)", text)
    paragraphs = [piece.splitlines() for piece in pieces[::2]]
    pieces[::2] = ["\n".join(_clean_one(paragraphs, position, draft)) for position in range(len(paragraphs))]
    return "".join(pieces)


def _clean_one(paragraphs: list[list[str]], position: int, draft: Draft) -> list[str]:
    lines = paragraphs[position]
    text = one_line(" ".join(lines))
    if _BROWSER.search(text) or _COOKIES.search(text):
        return []
    if age := _AGE.search(text):
        draft.doubt("age", f"Sidan bar en varning: den var äldre än {age.group(2)} när den hämtades.")
        return []
    if position == 0 and _is_logo(text, paragraphs[1:]):
        return []
    return [line for line in lines if not _is_chrome(line) and not _take_label(line, draft)]


def _is_logo(text: str, following: list[list[str]]) -> bool:
    """The alternative text of a logo stands first and has the title after it, before any running text.

    A title about a coat of arms has its lead after it, and stays.
    """
    if len(text) > 80 or not _LOGO.search(text):
        return False
    for lines in following:
        line = one_line(" ".join(lines))
        if _is_chrome(line):
            continue
        if len(line) > LONGEST_SHORT_LINE:
            return False
        if not line.endswith((".", ":")):
            return True
    return False


def _is_chrome(line: str) -> bool:
    line = one_line(line)
    return bool(_CHROME.match(line) or _CRUMBS.match(line))


def _take_label(line: str, draft: Draft) -> bool:
    """True when the line is a label for a date. The date is kept; a label without one is a doubt."""
    match = _LABEL.match(one_line(line))
    if not match or len(match["before"]) > 40 or len(match["value"]) > 40:
        return False
    day = find_date(match["value"])
    if match["value"] and day is None and re.search(r"[a-zåäö]{4}", match["value"]):
        return False  # a sentence that only begins like a label
    label = match["label"].lower()
    if match["label"].lower().startswith("artikeln publicerades"):
        draft.kind = "media"
    if day is None:
        draft.doubt("label", f"Etiketten ”{match['label']}” saknar datum i källan.")
    elif "public" in label or "skapa" in label:
        draft.published_on = day
    else:
        draft.updated_on = day
    return True
