"""Who speaks: persons with their titles and parties, as Swedish running text names them."""

import re
from dataclasses import dataclass, replace

from articles.importing.draft import Speaker

_WORD = r"[A-ZÅÄÖÉ][\wåäöéü’'-]+"
NAME = rf"{_WORD}(?:[ ](?:von|af|de|van|der|[A-ZÅÄÖ]\.|{_WORD})){{1,3}}"
_HEAD = (
    r"[\w-]{0,40}(?:direktör(?:en)?|chef(?:en)?|ordförande(?:n)?|minister(?:n)?|råd(?:et)?|docent(?:en)?|professor(?:n)?"
    r"|strateg(?:en)?|utvecklare(?:n)?|utredare(?:n)?|rektor(?:n)?|ledamot(?:en)?|sekreterare(?:n)?|controller(?:n)?"
    r"|samordnare(?:n)?|ledare(?:n)?|lärare(?:n)?|sköterska(?:n)?|kommunikatör(?:en)?|ekonom(?:en)?|expert(?:en)?"
    r"|forskare(?:n)?|borgmästare(?:n)?|jurist(?:en)?|ombud(?:et)?|handläggare(?:n)?)"
)
_TITLE = rf"(?:(?!dess|hans|hennes|deras|dagens|årets)[\w-]{{1,40}}s[ ])?(?:vice[ ]|biträdande[ ]|tillförordnad[ ])?{_HEAD}"
_PARTY = r"(?:[ ]?\((?P<party>[A-ZÅÄÖ]{1,3})\))?"
_TITLE_THEN_NAME = re.compile(
    rf"\b(?P<title>{_TITLE})[ ](?P<name>{NAME}){_PARTY}(?:[ ](?:på|vid|i)[ ](?P<place>{_WORD}(?:[ ](?:i|län|{_WORD}))*))?"
)
_NAME_THEN_TITLE = re.compile(
    rf"(?P<name>{NAME}){_PARTY}[ ]?,?[ ](?P<title>(?:\w+[ ]){{0,2}}?{_HEAD}\b[^,.;:()\n]{{0,100}})"
)
_NAME_AND_PARTY = re.compile(rf"(?P<name>{NAME})[ ]\((?P<party>[A-ZÅÄÖ]{{1,3}})\)")
_PLAIN_NAME = re.compile(rf"(?<![.!?–]\s)(?<!^)\b(?P<name>{NAME})")
_LINE = re.compile(rf"^(?P<name>{NAME}){_PARTY},\s+(?P<title>[^.!?,]{{3,80}})$")

_ELECTED = re.compile(
    r"kommunalråd|regionråd|minister|ledamot|(?:styrelsens?|nämndens?|fullmäktiges?)\s+(?:vice\s+)?ordförande",
    re.I,
)
# "rektorn" → "rektor": the form that stands after a name.
_DEFINITE = [("direktören", "direktör"), ("kommunikatören", "kommunikatör"), ("ordföranden", "ordförande"),
             ("ministern", "minister"), ("rådet", "råd"), ("aren", "are"), ("chefen", "chef"), ("rektorn", "rektor"),
             ("professorn", "professor"), ("controllern", "controller"), ("docenten", "docent"), ("experten", "expert"),
             ("juristen", "jurist"), ("strategen", "strateg"), ("ekonomen", "ekonom"), ("ledamoten", "ledamot"),
             ("sköterskan", "sköterska"), ("ombudet", "ombud")]  # fmt: skip
_VERBS = (
    "säger|sade|sa|menar|menade|berättar|berättade|konstaterar|konstaterade|förklarar|förklarade|tycker|tyckte|tror|trodde"
    "|understryker|betonar|betonade|skriver|skrev|avslutar|avslutade|fortsätter|fortsatte|summerar|summerade|tillägger"
    "|tillade|poängterar|framhåller|svarar|svarade|undrar|undrade|frågar|frågade|uppger|uppgav|anser|ansåg|hävdar|hävdade"
    "|utbrister|instämmer|instämde|ropar|påpekar|påpekade|resonerar|sammanfattar|beskriver"
)
_WHO = rf"(?:(?:{_TITLE}[ ])?(?:{NAME}|{_WORD})(?:[ ]?\([A-ZÅÄÖ]{{1,3}}\))?(?:[ ]?,[ ](?:\w+[ ]){{0,2}}?{_HEAD}\b[^,.!?]*)?|hon|han|hen|de)"
_ATTRIBUTION = re.compile(rf",?[ ](?:{_VERBS})[ ](?P<who>{_WHO})(?P<rest>[^.!?]*)(?P<end>[.!?]|$)")
_MARKED = re.compile(rf"^[”\"“](?P<said>[^”\"“]+)[”\"“],?[ ](?:{_VERBS})[ ](?P<who>{_WHO})(?P<rest>.*)$")
_GOES_ON = re.compile(r"^,?\s*(?:men|för|utan|så|att|eftersom|fast|när|om)\b", re.I)
PRONOUNS = {"hon", "han", "hen", "de"}

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
        word = who.split()[0].rstrip(",") if who.split() else ""
        for part in (0, -1):
            namesakes = [person for name, person in self.people.items() if name.split()[part] == word]
            if namesakes:
                return namesakes[0] if len(namesakes) == 1 else None
        return None

    def last_named_in(self, text: str) -> Speaker | None:
        """Whoever is named last, by the whole name or the first name alone."""
        text, places = text[-2000:], {}
        for name, person in self.people.items():
            at = max(
                text.rfind(name),
                *(m.start() for m in re.finditer(rf"\b{re.escape(name.split()[0])}\b", text)),
                -1,
            )
            if at >= 0:
                places[at] = person
        return places[max(places)] if places else None


@dataclass(frozen=True)
class Said:
    """What is said, by whom as the text puts it, and words of the sentence that are neither."""

    text: str
    who: str = ""
    rest: str = ""


def split_attribution(quote: str) -> Said:
    """ "Det är bra, säger Ada Bok, chef." → Said("Det är bra.", "Ada Bok, chef")."""
    attributions = list(_ATTRIBUTION.finditer(quote))
    if not attributions:
        return Said(quote)
    match = attributions[-1]
    before, after, rest = quote[: match.start()].rstrip(" ,"), quote[match.end() :].strip(), match["rest"]
    if _GOES_ON.match(rest):
        return Said(" ".join(filter(None, [f"{before}{rest}{match['end']}", after])), match["who"])
    if before and before[-1] not in ".!?…":
        before += "."
    after = re.sub(r"^[–—-]\s+", "", after)
    return Said(" ".join(filter(None, [before, after])), match["who"].strip(" ,"), rest.strip(" ,"))


def marked_quote(text: str) -> Said | None:
    """A quote in quotation marks that somebody is said to have said; None for other text."""
    match = _MARKED.match(text)
    if not match:
        return None
    said = match["said"].strip().rstrip(",")
    said = said if said[-1:] in ".!?…" else f"{said}."
    return Said(said, match["who"].strip(" ,"), match["rest"].strip(" ,."))


def presenter(line: str) -> Speaker | None:
    """The person on a line of her own: "Adam Johansson, kommunstyrelsens ordförande"."""
    match = _LINE.match(line)
    return _speaker(match) if match else None


def _speaker(match: re.Match) -> Speaker:
    groups = match.groupdict()
    title, party = (groups.get("title") or "").strip(), groups.get("party") or ""
    title = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    title = next(
        (title.removesuffix(long) + short for long, short in _DEFINITE if title.endswith(long)), title
    )
    elected = bool(party or _ELECTED.search(title))
    return Speaker(groups["name"], title, party, elected, groups.get("place") or "")
