"""Who speaks: persons with their titles and parties, as Swedish running text names them."""

import re
from dataclasses import replace

from articles.importing.draft import Speaker

NAME = r"[A-ZÅÄÖÉ][\wåäöéü’'-]+(?:\s+(?:von|af|de|van|der|[A-ZÅÄÖÉ][\wåäöéü’'-]+)){1,3}"
_HEAD = (
    r"\w*(?:direktör|chef|chefen|ordförande|minister|råd|rådet|docent|professor|strateg|utvecklare|rektor|ledamot"
    r"|sekreterare|controller|samordnare|ledare|lärare|sköterska|kommunikatör|ekonom|expert|forskare|borgmästare)"
)
_TITLE = rf"(?:(?!dess|hans|hennes|deras|dagens|årets)\w+s\s+)?(?:vice\s+|biträdande\s+)?{_HEAD}"
_PARTY = r"(?:\s+\((?P<party>[A-ZÅÄÖ]{1,3})\))?"
_TITLE_THEN_NAME = re.compile(
    rf"\b(?P<title>{_TITLE})\s+(?P<name>{NAME}){_PARTY}(?:\s+(?:på|vid|i)\s+(?P<place>[A-ZÅÄÖ]\w+(?:\s+(?:i|län|[A-ZÅÄÖ]\w+))*))?",
)
_NAME_THEN_TITLE = re.compile(rf"(?P<name>{NAME}){_PARTY},\s+(?P<title>(?:\w+\s+){{0,2}}?{_HEAD}\b[^,.;:]*)")
_NAME_AND_PARTY = re.compile(rf"(?P<name>{NAME})\s+\((?P<party>[A-ZÅÄÖ]{{1,3}})\)")
_PLAIN_NAME = re.compile(rf"(?<![.!?–]\s)(?<!^)\b(?P<name>{NAME})")
_LINE = re.compile(rf"^(?P<name>{NAME}){_PARTY},\s+(?P<title>[a-zåäö][^.!?]{{3,80}})$")

_ELECTED = re.compile(
    r"kommunalråd|regionråd|minister|ledamot|(?:styrelsens?|nämndens?|fullmäktiges?)\s+(?:vice\s+)?ordförande",
    re.I,
)
_VERBS = (
    "säger|sade|sa|menar|berättar|berättade|konstaterar|förklarar|förklarade|tycker|tror|understryker|betonar|skriver"
    "|avslutar|fortsätter|summerar|tillägger|poängterar|framhåller|svarar|undrar|frågar"
)
_ATTRIBUTION = re.compile(
    rf",?\s+(?:{_VERBS})\s+(?P<who>(?:{_TITLE}\s+)?(?:{NAME}|[A-ZÅÄÖ]\w+)[^.!?]*)(?P<end>[.!?]|$)"
)

# Words that begin a sentence or name a body, and would otherwise be taken for first names.
_NOT_NAMES = {"Det", "Den", "Detta", "Under", "Vid", "Efter", "Sedan", "Därefter", "Tillitsdelegationen", "Region",
              "Landstinget", "Kommunen", "Ett", "En", "Med", "Han", "Hon", "Utvecklingsdirektör"}  # fmt: skip


class Cast:
    """Everyone the document names, so that a later "sa Magnus" finds its surname and title."""

    def __init__(self, text: str) -> None:
        self.people: dict[str, Speaker] = {}
        for pattern in (_TITLE_THEN_NAME, _NAME_THEN_TITLE, _NAME_AND_PARTY, _PLAIN_NAME):
            for match in pattern.finditer(text):
                self.meet(_speaker(match))

    def meet(self, speaker: Speaker) -> Speaker:
        """Remember the person, with whatever this says that was not known before."""
        if speaker.name.split()[0] in _NOT_NAMES:
            return speaker
        known = self.people.get(speaker.name, speaker)
        merged = replace(
            known,
            title=known.title or speaker.title,
            party=known.party or speaker.party,
            is_elected=known.is_elected or speaker.is_elected,
            organisation=known.organisation or speaker.organisation,
        )
        self.people[speaker.name] = merged
        return merged

    def find(self, who: str) -> Speaker | None:
        """The person meant by "Malin Aronsson, kommundirektör", "civilminister X Y" or "Magnus"."""
        for pattern in (_TITLE_THEN_NAME, _NAME_THEN_TITLE, _NAME_AND_PARTY):
            if match := pattern.search(who):
                return self.meet(_speaker(match))
        if match := re.match(NAME, who):
            return self.meet(Speaker(match.group()))
        first = who.split()[0].rstrip(",") if who.split() else ""
        namesakes = [person for name, person in self.people.items() if name.split()[0] == first]
        return namesakes[0] if len(namesakes) == 1 else None

    def last_named_in(self, text: str) -> Speaker | None:
        """Whoever is named last, by the whole name or the first name alone."""
        places = {}
        for name, person in self.people.items():
            at = max(
                text.rfind(name),
                *(m.start() for m in re.finditer(rf"\b{re.escape(name.split()[0])}\b", text)),
                -1,
            )
            if at >= 0:
                places[at] = person
        return places[max(places)] if places else None


def split_attribution(quote: str) -> tuple[str, str]:
    """(what is said, who says it): "Det är bra, säger Ada Bok, chef." → ("Det är bra.", "Ada Bok, chef")."""
    attributions = list(_ATTRIBUTION.finditer(quote))
    if not attributions:
        return quote, ""
    match = attributions[-1]
    before, after = quote[: match.start()].rstrip(" ,"), quote[match.end() :].strip()
    if before and before[-1] not in ".!?…":
        before += "."
    return " ".join(filter(None, [before, after])), match["who"].strip(" ,")


def presenter(line: str) -> Speaker | None:
    """The person on a line of her own: "Adam Johansson, kommunstyrelsens ordförande"."""
    match = _LINE.match(line)
    return _speaker(match) if match else None


def _speaker(match: re.Match) -> Speaker:
    groups = match.groupdict()
    title, party = (groups.get("title") or "").strip(), groups.get("party") or ""
    title = title[:1].lower() + title[1:]
    elected = bool(party or _ELECTED.search(title))
    return Speaker(groups["name"], title, party, elected, groups.get("place") or "")
