"""What is understood of a document: the fields of an article, and everything that is doubtful."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Doubt:
    """Something the importer could not know. A blocking one has to be settled before publishing."""

    code: str
    text: str  # a sentence in Swedish, for the editor
    blocks: bool = False


@dataclass(frozen=True)
class Speaker:
    name: str
    title: str = ""
    party: str = ""
    is_elected: bool = False
    organisation: str = ""


@dataclass
class Draft:
    kind: str = "nyhet"
    title: str = ""
    lead: str = ""
    # (type, value) as the body's blocks take them; a quote's speaker is a Speaker until it is written.
    blocks: list[tuple[str, Any]] = field(default_factory=list)
    organisation_code: str | None = None
    organisation_id: int | None = None  # where it is known, and need not be one with a code
    published_on: date | None = None
    updated_on: date | None = None
    happened_on: date | None = None
    contact_email: str = ""
    external_url: str = ""
    source_url: str = ""  # where the text stood until now
    site: str = ""  # what the page called itself and its site
    language: str = "sv"
    authors: list[Speaker] = field(default_factory=list)
    case: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, text: str, *, blocks: bool = False) -> None:
        doubt = Doubt(code, text, blocks)
        if doubt not in self.doubts:
            self.doubts.append(doubt)

    def settle(self, code: str) -> None:
        """What was doubtful is known after all."""
        self.doubts = [doubt for doubt in self.doubts if doubt.code != code]

    @property
    def prose(self) -> str:
        """The text that the document's own voice tells: not what anybody is quoted as saying."""
        return "\n".join(_prose(kind, value) for kind, value in self.blocks)


def _prose(kind: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if kind == "list":
        return "\n".join(value["items"])
    return ""
