"""Swedish words as the index knows them: the form a dictionary lists, and what a compound is made of.

The dictionary (simplemma's, some 960,000 forms) is asked first. What it does not know is most often a compound,
whose last part is inflected: it is taken apart until the dictionary knows the tail. Only then is an ending
cut off by rule, for rules alone part `mötet` from `möte` and bring `styra` and `styrelse` together.
"""

from functools import lru_cache

import snowballstemmer

from tillit.search.dictionary import dictionary

# Where the dictionary is wrong about a word of this field.
OVERRIDES = {
    "beslutet": "beslut",
    "besluten": "beslut",
    "beslutets": "beslut",
    "besluta": "beslut",
    "beslutar": "beslut",
    "beslutade": "beslut",
    "beslutat": "beslut",
    "lär": "lära",
    "lärd": "lära",
    "anmälning": "anmälan",
    "anmälningar": "anmälan",
    "anmälningarna": "anmälan",
    "anmälningarnas": "anmälan",
    "ansökning": "ansökan",
    "ansökningar": "ansökan",
    "ansökningarna": "ansökan",
    "handla": "handla",
    "rädda": "rädd",
    "äldre": "äldre",
    "tjänstepersoner": "tjänsteperson",
    "tjänstepersonerna": "tjänsteperson",
    "samhälle": "samhälle",
    "samhäll": "samhälle",
    "kontroll": "kontroll",
    "roller": "roll",
    "leder": "leda",
    "skrev": "skriva",
    "lett": "leda",
    "städar": "städa",
    "öppna": "öppen",
}
# Endings that look like words, and words that are hardly ever the last part of another.
NO_TAILS = frozenset(
    "skap skapet skapen het heten heter ning ningen ningar sting stinget kap kapet kapen bet are aren arna ande anden "
    "ad at ade ing else elser lös löst lösa bar bart bara sam samt aktig lig ligt liga ligen mässig ling tion ion sion "
    "tering ering era erad erat vis vist städer sätta sättning nad nader ningarna eri isk iska iskt ens "
    "ren rens ena enas erna ernas orna ornas arnas".split()
)
PREFIXES = "för under över upp ut in an av om på med mot sam fram bort åter sär miss".split()
NO_HEADS = frozenset([*PREFIXES, "förut", "till", "hand"])
# Parts of three letters that do occur; shorter ones never do, and the others make more harm than good.
SHORT_PARTS = frozenset(
    "man mål råd led län tal bok lag tid bil hem hus ämne tsl lån kök bad väg sjö låg hög ram dag val mat".split()
)
SHORTEST_PART = 4

_stem = snowballstemmer.stemmer("swedish").stemWord


@lru_cache(30_000)
def term(word: str) -> str:
    """What the index files a word in small letters under: `mötena` → `möte`, `chefsforumet` → `chefsforum`."""
    if known := _listed(word) or _genitive(word):
        return known
    found = _split(word)
    if found and _look_up(found[1]) == found[1]:
        return word  # a compound as it would be listed: medborgarfokus
    if word.endswith("s") and len(word) > SHORTEST_PART:
        word = word[:-1]  # whose it is: what is not in the dictionary is most often a name
    return _compound(word) or _stem(word)


@lru_cache(30_000)
def parts(word: str) -> tuple[str, ...]:
    """The terms a compound is made of, itself left out: `äldreomsorgen` → (`äldre`, `omsorg`)."""
    whole = term(word)
    found = _split(whole)
    if not found:
        return ()
    head, tail = found
    pieces = [*_parts_of(head, whole), _head_term(head), *_parts_of(tail, whole), term(tail)]
    return tuple(dict.fromkeys(piece for piece in pieces if piece != whole))


def _parts_of(piece: str, whole: str) -> tuple[str, ...]:
    # The dictionary has slips: what `hawaii` is said to be a form of begins with it, and would be parted for ever.
    return parts(piece) if len(term(piece)) < len(whole) else ()


def is_listed(word: str) -> bool:
    """Whether the dictionary has the word, in any form."""
    return _look_up(word) is not None


@lru_cache(10_000)
def halves(word: str) -> tuple[str, str] | None:
    """The two terms of a compound, as it is written by those who part it: `internkontroll` → (`intern`, `kontroll`)."""
    found = _split(term(word))
    return (_head_term(found[0]), term(found[1])) if found else None


def _listed(word: str) -> str | None:
    """The dictionary's form, mended where it mistakes a noun for a verb's form."""
    if word in OVERRIDES:
        return OVERRIDES[word]
    lemma = _look_up(word)
    if lemma is None or lemma == word:
        return lemma
    if lemma.endswith("a") and not word.endswith("a"):
        if _is_listed_noun(word):
            return word
        lemma = _plural_of(word) or lemma
    if word.endswith("s") and _look_up(word[:-1]) == word[:-1]:
        return word[:-1]  # `gängs` is whose, before it is a form of `gänga`
    return _verb_of(word, lemma) or OVERRIDES.get(lemma, lemma)


def _look_up(word: str) -> str | None:
    """The dictionary's answer in small letters; a name is listed with a capital."""
    listed = dictionary()
    found = listed.get(word) or listed.get(word.capitalize())
    return found.lower() if found else None


def _is_listed_noun(word: str) -> bool:
    """`nämnd` is said to be a form of `nämna`, but `nämnden` of `nämnd`: then it is a word of its own."""
    return any(_look_up(word + ending) == word for ending in ("en", "et", "n", "t"))


def _plural_of(word: str) -> str | None:
    """`händer` is said to be a form of `hända`, but `händerna` of `hand`."""
    found = _look_up(word + "na") if word.endswith(("ar", "er")) else None
    return found if found and not found.endswith("are") else None


def _verb_of(word: str, lemma: str) -> str | None:
    """`utvecklade` → `utvecklad` → `utveckla`: a past tense that was taken for a participle."""
    if lemma.endswith("ad") and _look_up(lemma[:-1]) == lemma[:-1]:
        return lemma[:-1]
    if word == lemma + "e" and lemma.endswith("d") and _look_up(lemma[:-1] + "a") == lemma[:-1] + "a":
        return lemma[:-1] + "a"
    return None


def _genitive(word: str) -> str | None:
    return _listed(word[:-1]) if word.endswith("s") and len(word) > 4 else None


def _compound(word: str) -> str | None:
    """A compound the dictionary lacks, with its last part as listed: `styrkedjorna` → `styrkedja`."""
    for prefix in PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= SHORTEST_PART and (listed := _listed(rest) or _genitive(rest)):
            return prefix + listed
    found = _split(word)
    if not found:
        return None
    head, tail = found
    return head + (_listed(tail) or _genitive(tail) or tail)


@lru_cache(30_000)
def _split(word: str) -> tuple[str, str] | None:
    """(head with its joint, tail) of a compound, or None; the plainest joint wins, then the longest tail."""
    found = [
        (_strain(word[:cut]), _look_up(word[cut:]) != word[cut:], cut)
        for cut in range(3, len(word) - 2)
        if _may_be_tail(word[cut:]) and _may_be_head(word[:cut])
    ]
    if not found:
        return None
    cut = min(found)[-1]
    return word[:cut], word[cut:]


def _may_be_tail(tail: str) -> bool:
    is_long = len(tail) >= SHORTEST_PART or tail in SHORT_PARTS
    lemma = _listed(tail) or _genitive(tail)
    # The dictionary has slips: no form of a word begins with another letter than the word.
    return is_long and tail not in NO_TAILS and lemma is not None and lemma[0] == tail[0]


def _may_be_head(head: str) -> bool:
    is_long = len(head) >= SHORTEST_PART or head in SHORT_PARTS
    return is_long and head not in NO_HEADS and _head_lemma(head) is not None


def _strain(head: str) -> bool:
    """Whether the head is no word as it stands: `tjän` in tjän-steman, beside `tjänst` in tjänste-man."""
    return not any(_look_up(form) for form in (head, head.removesuffix("s"), head.removesuffix("e")))


def _head_term(head: str) -> str:
    return _head_lemma(head) or head


@lru_cache(30_000)
def _head_lemma(head: str) -> str | None:
    """`chefs` → `chef`, `medborgar` → `medborgare`, `skol` → `skola`, `arbets` → `arbete`, `tillits` → `tillit`."""
    for form in _forms_of_head(head):
        is_long = len(form) >= SHORTEST_PART or form in SHORT_PARTS
        if is_long and form not in NO_HEADS and (lemma := _listed(form)):
            return lemma
    found = _split(head)  # a compound in its turn: samhällsbyggnads + nämnd
    return head.removesuffix("s") if found and head.endswith("s") else None


def _forms_of_head(head: str):
    if head.endswith("ar"):
        yield head + "e"
    if head.endswith("s"):
        yield from (head[:-1], head[:-1] + "e")
    yield head
    yield head + "a"
    if head.endswith("e"):
        yield head[:-1]
    if head.endswith("manna"):
        yield head[:-2]
    if head.endswith("o"):
        yield from (head[:-1] + "a", head[:-1] + "e")
