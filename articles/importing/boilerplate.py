"""What a web page wraps around its text: menus, warnings, logos, labels with their dates."""

import re

from articles.importing.dates import DATE_ALONE, find_date
from articles.importing.draft import Draft
from tillit.text import one_line, shortened

LONGEST_SHORT_LINE = 120

_BROWSER = re.compile(
    r"\b(gammal|äldre|föråldrad|inaktuell)\w*\s+(version av\s+)?(din\s+)?webbläsare"
    r"|\bden\s+här\s+(gamla\s+)?webbläsaren|webbläsar\w*\b.{0,200}\b(firefox|chrome)\b.{0,60}\b(firefox|chrome|edge|safari)\b",
    re.I | re.S,
)
_COOKIES = re.compile(
    r"\b(kakor|cookies)\b(?=.{0,300}\b(godkänn|accepter|samtyck|webbplats))|\bwebbplats\w*\b.{0,100}\b(kakor|cookies)\b",
    re.I | re.S,
)
_LOGO = re.compile(r"\b(logotyp\w*|logga|logo|\w*märke|\w*vapen|sigill|till startsidan)\b", re.I)
_AGE = re.compile(r"\b(nyhet|artikel|sida|information|innehåll)\w*\b.*\bäldre än\b\s+(\d+\s+\w+)", re.I)
_CHROME = re.compile(
    r"""^(innehåll(sförteckning)?|på\s+den\s+här\s+sidan|meny|sök|meny\s+sök|lyssna|annons|ja|nej|stäng(\s+\w+)?|tillbaka
      |skriv\s+ut(\s+sidan)?|dela(\s+sidan|\s+på\s+.{2,60})?|tipsa.{0,20}|följ\s+oss\b.{0,40}|kommentarer\b.{0,10}
      |facebook|twitter|x\s*\(twitter\)|linkedin|e-post|instagram|youtube|prenumerera\b.{0,60}|logga\s+in
      |visa\s+(mer|mindre|fler\w*)|läs\s+(upp|mer|mer\s+om\b.{0,80}|också\b.{0,80})|till\s+(toppen|sidans\s+topp)
      |hoppa\s+till\s+(huvud)?innehåll(et)?|godkänn(\s+alla)?|acceptera(\s+alla)?|endast\s+nödvändiga|avvisa(\s+alla)?
      |tillgänglighetsredogörelse|om\s+(cookies|kakor)|org\.?\s*nr\b.{0,30}|©.{0,80}|copyright\b.{0,80}
      |(hjälpte|var)\s+(informationen|sidan)\b.{0,60}\?|sid(an)?sansvarig\b.{0,80}|sidansvarig:?.{0,80}
      |(relaterade|fler|senaste)\s+(nyheter|artiklar)|till\s+startsidan)\s*(\.{2,3}|…|:|»|›)?$""",
    re.I | re.X,
)
_CRUMBS = re.compile(r"^(du är här:?|start(sida)?\s*[/›>»|])", re.I)

_LABEL = re.compile(
    r"""\b(?P<label>
        (?:sidan|artikeln|nyheten|texten)\s+(?:uppdaterades|publicerades|skapades|ändrades)(?:\s+(?:senast|den))?
      | senast\s+(?:uppdaterad|ändrad|granskad)
      | (?:publicerad|publicerat|uppdaterad|granskad|versionsdatum)(?=\s*(?::|\d|den\b|av\b|$))
    )\s*(?:av\s+[^:\d]{1,40})?:?""",
    re.I | re.X,
)
LONGEST_WRAPPING = (
    500  # characters of a paragraph that may be a banner; the text itself is never taken for one
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
    if len(text) <= LONGEST_WRAPPING and (_BROWSER.search(text) or _COOKIES.search(text)):
        draft.doubt("wrapping", f"Det här togs bort som webbplatsens egen text: ”{shortened(text, 120)}”")
        return []
    if len(text) <= LONGEST_WRAPPING and (age := _AGE.search(text)):
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
    return len(line) <= LONGEST_SHORT_LINE and bool(_CHROME.match(line) or _CRUMBS.match(line))


def _take_label(line: str, draft: Draft) -> bool:
    """True when the line is labels for dates. The dates are kept; a label without one is a doubt."""
    line = one_line(line)
    if len(line) > LONGEST_SHORT_LINE:
        return False
    if DATE_ALONE.match(line):
        draft.published_on = draft.published_on or find_date(line)
        return True
    labels = list(_LABEL.finditer(line))
    if not labels or labels[0].start() > 40 or (line.endswith(".") and len(line) > 60):
        return False
    ends = [*(label.start() for label in labels[1:]), len(line)]
    for label, end in zip(labels, ends, strict=True):
        _keep_date(label["label"], line[label.end() : end].strip(" |,·"), draft)
    return True


def _keep_date(label: str, value: str, draft: Draft) -> None:
    day = find_date(value)
    if label.lower().startswith("artikeln publicerades"):
        draft.kind = "media"
    if day is None and value:
        draft.doubt("label", f"Datumet ”{shortened(value, 40)}” efter ”{label}” gick inte att tolka.")
    elif day is None:
        draft.doubt("label", f"Etiketten ”{label}” saknar datum i källan.")
    elif re.search("public|skapa|version", label, re.I):
        draft.published_on = day
    else:
        draft.updated_on = day
