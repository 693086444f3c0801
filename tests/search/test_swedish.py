"""What the index takes for one word: measured on words with all their forms, and on compounds."""

from collections import defaultdict
from pathlib import Path

import pytest

from tillit.search.swedish import parts, term

HERE = Path(__file__).parent


def lines(name):
    return [
        line.split() for line in (HERE / name).read_text("utf-8").splitlines() if not line.startswith("#")
    ]


WORDS = lines("inflections.txt")
COMPOUNDS = lines("compounds.txt")


def pair_recall(term):
    """The share of (dictionary form, inflected form) that are filed under the same term."""
    pairs = [(line[0], form) for line in WORDS for form in line[1:]]
    return sum(term(word) == term(form) for word, form in pairs) / len(pairs)


def wrongly_merged(term):
    """The words that share a term with another word."""
    words = defaultdict(set)
    for line in WORDS:
        for form in line:
            words[term(form)].add(line[0])
    return {word for found in words.values() if len(found) > 1 for word in found}


def test_gold_set_is_large_enough():
    assert sum(len(line) - 1 for line in WORDS) >= 300
    assert len(COMPOUNDS) >= 60


def test_inflected_forms_are_one_word():
    assert pair_recall(term) >= 0.95


def test_other_words_are_not():
    assert len(wrongly_merged(term)) <= 0.01 * len(WORDS)


def test_a_rule_alone_would_fail_both_bounds():
    """The negative control: cutting endings off finds fewer and merges more."""

    def cut(word):
        return next(
            (
                word[: -len(end)]
                for end in ("erna", "arna", "en", "et", "er", "ar", "a", "e")
                if word.endswith(end)
            ),
            word,
        )

    assert pair_recall(cut) < 0.95
    assert len(wrongly_merged(cut)) > 0.01 * len(WORDS)


@pytest.mark.parametrize("line", COMPOUNDS, ids=lambda line: line[0])
def test_compound_is_found_by_its_parts(line):
    compound, *wanted = line

    assert {term(word) for word in wanted} <= {term(compound), *parts(compound)}


@pytest.mark.parametrize(
    ("compound", "not_part"),
    [
        ("förutsättning", "ut"),
        ("medarbetarskap", "kap"),
        ("internkontroll", "troll"),
        ("handling", "hand"),
        ("delaktighet", "het"),
    ],
)
def test_what_only_looks_like_a_part_is_none(compound, not_part):
    assert not_part not in parts(compound)


@pytest.mark.parametrize("word", ["hawaiipizzans", "hawaiigitarrer"])
def test_word_that_the_dictionary_calls_a_form_of_a_longer_one_comes_to_an_end(word):
    """It says that `hawaii` is a form of `hawaiipizza`, whose first part is `hawaii`."""
    assert term(word).startswith("hawaii")
    assert {"pizza", "gitarr"} & set(parts(word))


@pytest.mark.parametrize("name", ["Gislaved", "Falköping", "Växjö", "Aronsson", "Gyllestad"])
def test_name_and_its_genitive_are_one(name):
    assert term(f"{name}s".lower()) == term(name.lower())
