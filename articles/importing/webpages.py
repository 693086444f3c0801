"""A saved web page: the article on it as paragraphs, in the marks that `prose` reads.

What the article is among menus, banners and footers, trafilatura finds out. Pictures with their captions,
quotes and fact boxes are told apart here first, because a text without its layout no longer shows them.
"""

import re
from copy import deepcopy
from datetime import date

import lxml.html
import trafilatura
from lxml import etree

from articles.importing import boilerplate
from articles.importing.dates import find_date
from articles.importing.documents import Unreadable
from articles.importing.draft import Draft
from articles.importing.prose import PICTURE, TABLE
from tillit.text import one_line

_LEAVE_OUT = (
    "//script | //style | //noscript | //template | //svg | //nav | //footer | //form | //dialog | //iframe"
)
# What a municipal page has around its text, by the names that such parts are given.
_WRAPPING = re.compile(
    r"\b(cookie|consent|kakor|breadcrumb|brodsmul|skip-?link|share|dela|social|related|relaterade|las-?mer|sidebar|footer|sidfot"
    r"|meny|menu|feedback|hjalpte|comments?|kommentar|banner|alert|driftinfo|printonly|visually-hidden|sr-only|toc|innehallsforteckning)",
    re.I,
)
_CAPTION = re.compile(r"caption|bildtext|imagetext", re.I)
_CREDIT = re.compile(r"credit|byline|fotograf|photographer", re.I)
_FACTS = re.compile(r"\b(fakta|factbox|fact-box|infobox|faktaruta)", re.I)
_MARK = re.compile(r"^Här stod del nummer (\d+) av sidan i sin helhet\.$")


def read_page(html: str, draft: Draft, url: str = "") -> list[list[str]]:
    """The page's paragraphs, the title first; what its head tells goes into the draft."""
    # An encoding named in a text that is decoded already only confuses the parser.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    try:
        tree = lxml.html.document_fromstring(html)
    except (etree.ParserError, ValueError) as error:
        raise Unreadable("sidan är tom eller går inte att läsa") from error
    _take_facts(tree, draft, url)
    title = _title(tree)
    whole = deepcopy(tree)
    for element in tree.xpath(_LEAVE_OUT):
        element.drop_tree()
    for element in list(tree.iter("div", "section", "aside", "ul", "p", "header")):
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
        if (
            element.getparent() is not None
            and _WRAPPING.search(names.replace("_", "-"))
            and not _holds_article(element)
        ):
            element.drop_tree()
    _unfold_layout(tree)
    parts = _mark_parts(tree)
    paragraphs = [[f"# {title}"]] if title else []
    paragraphs += _article(tree, parts, title)
    # Dates stand in what is no article: at the foot, or beside the title.
    boilerplate.clean([[line] for line in _lines(whole)], draft_of_dates := Draft())
    draft.published_on = draft.published_on or draft_of_dates.published_on
    draft.updated_on = draft.updated_on or draft_of_dates.updated_on
    return paragraphs


def _take_facts(tree: lxml.html.HtmlElement, draft: Draft, url: str) -> None:
    draft.published_on = _day(
        tree, "article:published_time", "datePublished", "dcterms.issued", "dc.date.issued"
    )
    draft.updated_on = _day(
        tree, "article:modified_time", "dateModified", "dcterms.modified", "dc.date.modified"
    )
    draft.site = " ".join([_first(tree, "//title/text()"), _meta(tree, "og:site_name"), url])
    draft.source_url = url or _first(tree, "//link[@rel='canonical']/@href") or _meta(tree, "og:url")


def _day(tree: lxml.html.HtmlElement, *names: str) -> date | None:
    for name in names:
        told = (
            _meta(tree, name)
            or _first(tree, f"//*[@itemprop='{name}']/@datetime")
            or _first(tree, f"//*[@itemprop='{name}']/@content")
        )
        told = told or next(iter(re.findall(rf'"{name}"\s*:\s*"([^"]+)"', _structured(tree))), "")
        if told and (day := find_date(told[:10])):
            return day
    return None


def _structured(tree: lxml.html.HtmlElement) -> str:
    """What the page tells machines, as JSON-LD."""
    return " ".join(tree.xpath("//script[@type='application/ld+json']/text()"))


def _meta(tree: lxml.html.HtmlElement, name: str) -> str:
    return _first(
        tree, f"//meta[@property='{name}' or translate(@name,'DCTERMSIUO','dctermsiuo')='{name}']/@content"
    )


def _first(tree: lxml.html.HtmlElement, path: str) -> str:
    found = tree.xpath(path)
    return one_line(str(found[0])) if found else ""


def _title(tree: lxml.html.HtmlElement) -> str:
    """The heading of the article: the one within it, before the one of the site."""
    for path in ("//article//h1", "//main//h1", "//*[@role='main']//h1", "//h1"):
        for heading in tree.xpath(path):
            if text := one_line(heading.text_content()):
                return text
    return _meta(tree, "og:title")


def _holds_article(element: lxml.html.HtmlElement) -> bool:
    return bool(element.xpath(".//article | .//main | .//h1")) or element.tag in ("main", "article")


def _unfold_layout(tree: lxml.html.HtmlElement) -> None:
    """Tables that hold headings and paragraphs are how pages were once laid out, and no tables.

    The cell with the title is then the article, and the other cells are its surroundings.
    """
    cells, body = tree.xpath("//td[.//h1]"), tree.find("body")
    if cells and body is not None:
        cell = cells[-1]
        body.clear()
        body.append(cell)
        cell.tag = "div"
    for table in tree.xpath("//table[.//p or .//h1 or .//h2 or .//table]"):
        for element in table.xpath(
            "descendant-or-self::*[self::table or self::tbody or self::tr or self::td or self::th]"
        ):
            element.tag = "div"


# Parts that are kept whole -----------------------------------------------------------------------


def _mark_parts(tree: lxml.html.HtmlElement) -> list[list[list[str]]]:
    """Put a sentence where each picture, quote or fact box stood; what it was comes back as paragraphs."""
    parts: list[list[list[str]]] = []

    def put(element: lxml.html.HtmlElement, part: list[list[str]]) -> None:
        sentence = lxml.html.Element("p")
        sentence.text = f"Här stod del nummer {len(parts)} av sidan i sin helhet."
        sentence.tail = element.tail
        element.getparent().replace(element, sentence)
        parts.append(part)

    for box in tree.xpath("//aside | //div | //section"):
        named = _FACTS.search(f"{box.get('class', '')} {box.get('id', '')}")
        if named and box.getparent() is not None and not _holds_article(box):
            put(box, _fact_box(box))
    for figure in [*tree.xpath("//figure"), *_framed_pictures(tree)]:
        if figure.getparent() is not None and _within(figure, tree):
            put(figure, _picture(figure))
    for table in tree.xpath("//table"):
        if _within(table, tree):
            put(table, _table(table))
    for quote in tree.xpath("//blockquote"):
        if _within(quote, tree):
            put(quote, _quote(quote))
    return parts


def _within(element: lxml.html.HtmlElement, tree: lxml.html.HtmlElement) -> bool:
    return element.getroottree().getroot() is tree.getroottree().getroot()


def _framed_pictures(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """A picture and its caption in a frame of their own, as older pages have them."""
    return [
        caption.getparent()
        for caption in tree.xpath("//*[@class]")
        if _CAPTION.search(caption.get("class")) and caption.tag != "figcaption"
        and caption.getparent() is not None and caption.getparent().xpath(".//img") and not _holds_article(caption.getparent())
    ]  # fmt: skip


def _picture(figure: lxml.html.HtmlElement) -> list[list[str]]:
    """Caption and photographer; a picture without either says nothing that can be kept."""
    credit = next(
        (e for e in figure.iter() if isinstance(e.tag, str) and _CREDIT.search(e.get("class", ""))), None
    )
    photographer = one_line(credit.text_content()) if credit is not None else ""
    if credit is not None:
        credit.drop_tree()
    caption = one_line(figure.text_content())
    if photographer and not re.match(r"foto", photographer, re.I):
        photographer = f"Foto: {photographer}"
    lines = [line for line in (caption, photographer) if line]
    return [[PICTURE, *lines]] if lines else []


def _quote(quote: lxml.html.HtmlElement) -> list[list[str]]:
    said_by = next(iter(quote.xpath(".//cite | .//footer")), None)
    who = one_line(said_by.text_content()).lstrip("–—- ") if said_by is not None else ""
    if said_by is not None:
        said_by.drop_tree()
    said = one_line(quote.text_content()).strip('”“"»« ').removeprefix("– ").removeprefix("- ")
    ended = said if said[-1:] in ".!?" else f"{said}."
    return [[f"– {ended.removesuffix('.') + ', säger ' + who + '.' if who else ended}"]] if said else []


def _table(table: lxml.html.HtmlElement) -> list[list[str]]:
    caption = one_line("".join(table.xpath("string(caption)")))
    rows = [
        [one_line(cell.text_content()) for cell in row if cell.tag in ("td", "th")]
        for row in table.iter("tr")
    ]
    return [[TABLE, caption, *("\t".join(row) for row in rows if any(row))]] if any(map(any, rows)) else []


def _fact_box(box: lxml.html.HtmlElement) -> list[list[str]]:
    inside = _paragraphs_of(box)
    if inside and not re.match(r"fakta", inside[0][0], re.I):
        inside = [["Fakta"], *inside]
    if len(inside) > 1 and re.match(r"#+ ", inside[1][0]):
        inside[1] = [inside[1][0].lstrip("# ")]
    return [[line.lstrip("# ") for line in lines] for lines in inside]


# The text ----------------------------------------------------------------------------------------


def _article(tree: lxml.html.HtmlElement, parts: list[list[list[str]]], title: str) -> list[list[str]]:
    found = trafilatura.bare_extraction(
        deepcopy(tree), include_comments=False, include_tables=True, include_formatting=False,
        include_links=False, favor_recall=True, with_metadata=False,
    )  # fmt: skip
    paragraphs: list[list[str]] = []
    body = getattr(found, "body", None)
    for lines in _paragraphs_of(body) if body is not None else []:
        mark = _MARK.match(lines[0])
        if mark and int(mark[1]) < len(parts):
            paragraphs += parts[int(mark[1])]
        elif lines[0].lstrip("# ").casefold() != title.casefold():
            paragraphs.append(lines)
    return paragraphs


_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "head"}
_BLOCKS = _HEADINGS | {"p", "ul", "ol", "list", "quote", "pre", "dl"}


def _paragraphs_of(element: etree._Element) -> list[list[str]]:
    """The blocks below an element, as lines: headings and points carry their marks."""
    if element.tag in _BLOCKS:
        return [lines] if (lines := [line for line in _block(element) if line.strip("#•· ")]) else []
    paragraphs = [[text]] if (text := one_line(element.text or "")) else []
    for child in element:
        if isinstance(child.tag, str):
            paragraphs += _paragraphs_of(child)
        if text := one_line(child.tail or ""):
            paragraphs.append([text])
    return paragraphs


def _block(element: etree._Element) -> list[str]:
    tag = element.tag
    if tag in _HEADINGS:
        level = element.get("rend") or tag
        return [f"{'###' if level in ('h3', 'h4', 'h5', 'h6') else '##'} {_text(element)}"]
    if tag in ("ul", "ol", "list", "dl"):
        numbered = tag == "ol" or element.get("rend") == "ol"
        items = [one_line(_text(item)) for item in element if item.tag in ("li", "item", "dt", "dd")]
        return [f"{n}. {item}" if numbered else f"• {item}" for n, item in enumerate(filter(None, items), 1)]
    return [line for part in _text(element).split("\n") if (line := one_line(part))]


def _text(element: etree._Element) -> str:
    """The text of a block; a line break is a line."""
    pieces = [element.text or ""]
    for child in element:
        pieces.append(
            "\n" if child.tag in ("br", "lb") else _text(child) if isinstance(child.tag, str) else ""
        )
        pieces.append(child.tail or "")
    return "".join(pieces)


def _lines(tree: lxml.html.HtmlElement) -> list[str]:
    """Short lines of the whole page, where dates and their labels stand."""
    texts = (
        one_line(e.text_content())
        for e in tree.iter("p", "span", "time", "div", "li", "dd", "td")
        if len(e) < 4
    )
    return [text for text in texts if 0 < len(text) <= boilerplate.LONGEST_SHORT_LINE]
