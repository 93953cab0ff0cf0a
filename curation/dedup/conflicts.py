"""Conflicts: one question, nearly word for word, with answers that do not say the same. Pure.

One fact has several wordings, so only the near-identity of the questions counts. A number or a
negation that stands in one question alone makes it another question; so does a word in a place where
several questions have each their own ("the dose of X", "the dose of Y", "the dose of Z").
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

import polars as pl

from curation.dedup.letters import words

SAME_SPELLING = 0.8
OTHER, WORDS, SAME = 0, 1, 2
# A question with so many near-identical ones that differ in a word of their own fills a template.
FAMILY = 3
# A question of so many words that ask something, or fewer, is compared by these alone.
SHORT_QUESTION = 8
# Two answers differ where they share less than half of their n-grams, or where a number or a negation
# stands in one of them alone; the latter is at least so unlike.
UNLIKE, PLAIN = 0.5, 0.8
_SHORT = 4
_FEW_WORDS, _AS_LONG = 3, 0.1
_UNITS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELLED = {word: str(number) for number, word in enumerate(_UNITS, 2)}
# A word with a digit; tags such as person_1 have an underscore and tell nothing.
_NUMBER = re.compile(r"(?!.*_).*\d")
_FUNCTION_WORDS = frozenset(
    (
        *(
            "a",
            "an",
            "the",
            "of",
            "in",
            "on",
            "at",
            "to",
            "for",
            "by",
            "is",
            "are",
            "be",
            "do",
            "does",
            "did",
            "it",
            "its",
        ),
        *(
            "and",
            "or",
            "if",
            "so",
            "as",
            "from",
            "with",
            "der",
            "die",
            "das",
            "den",
            "dem",
            "ein",
            "eine",
            "und",
            "oder",
        ),
    )
)
_COURTESIES = frozenset({"please", "kindly", "thanks", "exactly", "bitte", "danke"})
_ASKS_NOTHING = rf"(?i)\b(?:{'|'.join(sorted(_FUNCTION_WORDS | _COURTESIES))})\b"
_NEGATIONS = frozenset(
    (
        "not",
        "no",
        "never",
        "without",
        "neither",
        "nor",
        "cannot",
        "nicht",
        "kein",
        "keine",
        "nie",
        "ohne",
        "pas",
        "jamais",
    )
)


def plain_questions(texts: pl.Series) -> pl.Series:
    """Take the words out of short questions that ask nothing: articles and the like, and courtesies.

    A long question stays as it is: there one word among many parts nothing, and so does one of which nothing would
    be left.
    """
    bare = texts.str.replace_all(_ASKS_NOTHING, " ")
    number = bare.str.count_matches(r"\w+")
    return bare.zip_with((number > 0) & (number <= SHORT_QUESTION), texts)


def judge(ones: Sequence[str], others: Sequence[str]) -> list[int]:
    """Say of each pair of near-identical questions: OTHER, WORDS (a word differs that tells something), or SAME."""
    said = {text: frozenset(words(text)) for text in {*ones, *others}}
    facts = {text: telling(given) for text, given in said.items()}
    return [
        OTHER if facts[one] != facts[other] else SAME if _same_spelling(said[one], said[other]) else WORDS
        for one, other in zip(ones, others, strict=True)
    ]


def same_questions(near: Sequence[tuple[int, int, float]], flags: Sequence[int]) -> list[tuple[int, int, float]]:
    """Keep the near-identical pairs (two questions, similarity; with what `judge` says) that ask the same thing."""
    judged = [(pair, flag) for pair, flag in zip(near, flags, strict=True) if flag != OTHER]
    differing = [pair for pair, flag in judged if flag == WORDS]
    company = Counter(row for pair in differing for row in pair[:2])
    family = {pair for pair in differing if max(company[pair[0]], company[pair[1]]) >= FAMILY}
    return [pair for pair, _ in judged if pair not in family]


def _same_spelling(one: Set[str], other: Set[str]) -> bool:
    mine, theirs = one - other, other - one
    return all(_negligible(word, theirs) for word in mine) and all(_negligible(word, mine) for word in theirs)


def telling(given: Iterable[str]) -> set[str]:
    """Return the words that make another statement of the same sentence: numbers and negations."""
    return {word for word in given if _NUMBER.match(word) or word in _NEGATIONS}


@dataclass(frozen=True)
class Stated:
    """What an answer states: its numbers (those of a word too), how often it denies, and of how many words it is."""

    signs: frozenset[str]
    length: int

    def differs(self, other: "Stated") -> bool:
        """Tell whether each has a sign of its own, or one has one more in a text that is otherwise as long.

        An answer that is merely shorter leaves numbers out; it does not contradict.
        """
        mine, theirs = self.signs - other.signs, other.signs - self.signs
        if mine and theirs:
            return True
        longer = max(self.length, other.length)
        return bool(mine or theirs) and abs(self.length - other.length) <= max(_FEW_WORDS, _AS_LONG * longer)


def stated(given: Sequence[str]) -> Stated:
    """Return what the words of an answer state; a second "not" denies once more."""
    counts = Counter(word for word in given if word in _NEGATIONS)
    denied = {f"{word} {count}" for word, count in counts.items()}
    numbers = {_SPELLED.get(word, word) for word in given if word in _SPELLED or _NUMBER.match(word)}
    return Stated(frozenset(denied | numbers), len(given))


def _negligible(word: str, others: Set[str]) -> bool:
    if word in _FUNCTION_WORDS or word in _COURTESIES:
        return True
    return len(word) > _SHORT and any(SequenceMatcher(None, word, other).ratio() >= SAME_SPELLING for other in others)
