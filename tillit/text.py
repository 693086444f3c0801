"""Rules of text that hold everywhere: Swedish order, addresses, light markup, reading time."""

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

WORDS_PER_MINUTE = 200

_SWEDISH_ORDER = str.maketrans("åäöüéèá", "{|}ueea")
_BULLET = re.compile(r"^\s*[-–•·]\s+")
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_DOT_IN_WORD = re.compile(
    r"(?<=\S)[.\u3002\uff0e\uff61](?=\S)"
)  # and the signs that an address may have instead
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def swedish_order(text: str) -> str:
    """A key that sorts å, ä and ö after z in any database: Ale, Zorn, Åre, Ängelholm, Örebro."""
    return unicodedata.normalize("NFC", text).casefold().translate(_SWEDISH_ORDER)


def ascii_slug(text: str, longest: int = 80) -> str:
    """An address part without å, ä, ö, cut between words."""
    slug = slugify(text)
    if len(slug) > longest:
        slug = slug[: longest + 1].rsplit("-", 1)[0][:longest]
    return slug or "sida"


def one_line(text: str) -> str:
    """The text with every run of white space, non-breaking included, as one space."""
    return _SPACES.sub(" ", text).strip()


def typed_line(text: str) -> str:
    """What a stranger typed, as one visible line: no control characters, no marks that turn the direction."""
    visible = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _is_hidden(c))
    return one_line(unicodedata.normalize("NFC", visible))


def typed_text(text: str) -> str:
    """What a stranger typed in a larger field: its lines are kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(typed_line(line) for line in lines).strip()


def _is_hidden(character: str) -> bool:
    """Controls, format marks (bidi, zero width), surrogates, unassigned characters and letters that look like none."""
    return character in _BLANK_LETTERS or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def printable(text: str) -> str:
    """The text without characters that no XML may have: a line break that Word has left in a title, for one."""
    return _NOT_IN_XML.sub(" ", text)


def whole_number(text: str) -> int | None:
    """The number that somebody sent as the key of a row; nothing for what no row can have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def whole_numbers(texts: Iterable[str], most: int) -> list[int]:
    """The keys of rows that an address names, each once and in its order."""
    return list(dict.fromkeys(number for text in texts if (number := whole_number(text))))[:most]


def unlinked(text: str) -> str:
    """Text that no mail program makes a link of: a word joiner after each dot and in each address."""
    return _DOT_IN_WORD.sub("\\g<0>\u2060", text).replace("://", ":\u2060//").replace("@", "\u2060@\u2060")


def shortened(text: str, longest: int) -> str:
    """The text, cut between words and ended with an ellipsis when it is longer than that."""
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0][: longest - 2] + " …"


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[-:’'.]\w+)*", text)


def reading_minutes(text: str) -> int:
    """At least one: nobody reads in no time."""
    return max(1, math.ceil(len(words(text)) / WORDS_PER_MINUTE))


def light_markup(text: str) -> SafeString:
    """Plain text from a form as HTML: blank lines part paragraphs, lines that start with a dash are a list."""
    return format_html_join(
        "\n", "{}", ((_block(block),) for block in re.split(r"\n\s*\n", text) if block.strip())
    )


def _block(block: str) -> SafeString:
    lines = [line for line in block.strip().splitlines() if line.strip()]
    if all(_BULLET.match(line) for line in lines):
        items = format_html_join("", "<li>{}</li>", ((_BULLET.sub("", line).strip(),) for line in lines))
        return format_html("<ul>{}</ul>", items)
    if len(lines) > 1 and not _BULLET.match(lines[0]) and all(_BULLET.match(line) for line in lines[1:]):
        return format_html("<p>{}</p>\n{}", lines[0].strip(), _block("\n".join(lines[1:])))
    return format_html("<p>{}</p>", one_line(" ".join(lines)))


def in_words(moment: datetime) -> str:
    """tisdag 1 december 08.00, with the year where it is another than this."""
    local = timezone.localtime(moment)
    return date_format(local, "l j F H.i" if local.year == timezone.localdate().year else "l j F Y H.i")


def thousands(number: int) -> str:
    """29713 → "29 713", with a space that does not break."""
    return f"{number:,}".replace(",", "\u00a0")
