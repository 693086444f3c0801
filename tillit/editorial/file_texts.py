"""The text of a file, so that it can be found: PDF, and the formats of office programs, which are zipped XML."""

import logging
import threading
import zipfile
from collections.abc import Iterator

import pypdfium2
from lxml import etree

MOST_CHARACTERS = 150_000
MOST_PAGES = 300
MOST_BYTES = 20_000_000  # unpacked; what swells more than that is no document
# In which parts of the zip the text lies, and what the elements that end a piece of it are called.
PARTS = {
    "docx": (("word/document.xml",), {"p"}),
    "pptx": (("ppt/slides/slide",), {"p"}),
    "xlsx": (("xl/sharedStrings.xml",), {"si"}),
    "odt": (("content.xml",), {"p", "h"}),
    "odp": (("content.xml",), {"p", "h"}),
    "ods": (("content.xml",), {"p", "h"}),
}

_ONE_AT_A_TIME = threading.Lock()  # the library is not made for several threads

logger = logging.getLogger(__name__)


def text_of(file, extension: str) -> str:
    """The text, as far as it can be read; empty for a picture of a text, and for what is broken or locked."""
    try:
        return _joined(_pieces(file.open("rb"), extension.lower().lstrip(".")))
    except Exception:  # a file that somebody made by whatever program: the upload must not fail for its text
        logger.warning("No text could be read from %s.", file.name, exc_info=True)
        return ""
    finally:
        file.seek(0)  # left open and as new: it is about to be stored


def _joined(pieces):
    found, length = [], 0
    for piece in pieces:
        line = " ".join(piece.split())
        if line:
            found.append(line)
            length += len(line)
        if length > MOST_CHARACTERS:
            break
    return "\n".join(found).replace("\x00", "")[:MOST_CHARACTERS]


def _pieces(opened, extension) -> Iterator[str]:
    if extension == "pdf":
        yield from _pdf(opened.read())
    elif extension in ("txt", "csv"):
        yield from opened.read(MOST_CHARACTERS * 2).decode("utf-8", "replace").splitlines()
    elif extension in PARTS:
        yield from _office(opened, *PARTS[extension])


def _pdf(content) -> list[str]:
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(content) as document:
        texts = []
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            text = page.get_textpage()
            texts += text.get_text_bounded().splitlines()
            text.close()
            page.close()
        return texts


def _office(opened, prefixes, ends) -> Iterator[str]:
    with zipfile.ZipFile(opened) as package:
        parts = [
            part
            for part in package.infolist()
            if part.filename.startswith(prefixes) and part.filename.endswith(".xml")
        ]
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise ValueError("The file is larger unpacked than a document can be.")
        for part in sorted(parts, key=lambda part: (len(part.filename), part.filename)):
            with package.open(part) as xml:
                for _event, element in etree.iterparse(xml, resolve_entities=False, no_network=True):
                    if etree.QName(element).localname in ends:
                        yield "".join(element.itertext())
                        element.clear()
