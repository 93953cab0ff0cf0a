"""What makes a guess at a person's name a suggestion.

The text writes the word small, its sentence is no English, a place is likelier, an ordinary word in capitals goes on
with it (Kestrel Saver), no list knows it and it is prescribed or contains something as things do, or little speaks
for it and no list knows it or it is an ordinary word that opens its sentence. Titles, labels and lists of names have
detectors of their own, which these doubts do not touch.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curation.pii.detections import Detection
from curation.pii.gazetteer import gazetteer_in
from curation.pii.words_in import words_in

SUGGESTED = 0.06
_TOO_LITTLE = 0.25
_FOREIGN = frozenset(words_in("foreign"))
_LITTLE = frozenset(words_in("little"))
# What is done to things alone, and what things alone do or are: a name that no list knows beside it is a product's.
_DONE_TO_THINGS = frozenset(words_in("done_to_things"))
_OF_THINGS = frozenset(words_in("of_things"))
_ENOUGH = 2
_SHORT = 4
_KIN = "famil(?:y|ies)|brothers|sisters|siblings|couple|children|household|estate|heirs|case"
_WORD = re.compile(r"[^\W\d_]+")
_ARTICLE = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?|[Tt]his|[Ee]very) \Z")
_LONGEST_ARTICLE = len("every ")
_NO_FAMILY = re.compile(rf"(?!\w)(?![ ](?:{_KIN})\b)")


@dataclass(frozen=True)
class Guess:
    """A supposed name, the words of its sentence and which of them it is; `place` is the chance of a place."""

    value: str
    words: Sequence[str]
    first: int
    last: int
    score: float
    place: float


def doubted(guess: Guess, text: str) -> float:
    """Return the score of a supposed name, lowered to SUGGESTED where it is in doubt."""
    return SUGGESTED if guess.score > SUGGESTED and _in_doubt(guess, text) else guess.score


def settled(text: str, found: list[Detection]) -> list[Detection]:
    """Lower the score of a name that the same text rather uses as a place somewhere else."""
    places: dict[str, float] = {}
    for one in found:
        if one.entity_type == "PLACE":
            value = text[one.start : one.end]
            places[value] = max(one.score, places.get(value, 0.0))
    if not places:
        return found
    return [
        replace(one, score=min(one.score, SUGGESTED))
        if one.entity_type == "PERSON" and one.score < places.get(text[one.start : one.end], 0.0)
        else one
        for one in found
    ]


def _in_doubt(guess: Guess, text: str) -> bool:
    known = gazetteer_in()
    parts = [part.lower() for part in _WORD.findall(guess.value)]
    full = len(parts) > 1 and parts[0] in known.first
    if (guess.place > guess.score and not full) or _small_among_capitals(guess) or _opens_as_a_word(guess, parts):
        return True
    if any(part in known.first for part in parts):
        short = len(guess.value) < _SHORT and _is_foreign(guess.words)
        return short or (_goes_on(guess, text) and _has_article(guess.value, text))
    if _goes_on(guess, text) or _has_article(guess.value, text) or _is_foreign(guess.words):
        return True
    if any(part in known.last and part not in known.common for part in parts):
        return False
    if _is_a_thing(guess):
        return True
    return guess.score < _TOO_LITTLE or (len(parts) == 1 and _small(guess.value, text))


def _opens_as_a_word(guess: Guess, parts: list[str]) -> bool:
    """Tell whether an ordinary word opens its sentence and so has its capital whatever it is: Banks lend money."""
    return guess.first == 0 and guess.score < _TOO_LITTLE and all(part in gazetteer_in().common for part in parts)


def _small_among_capitals(guess: Guess) -> bool:
    return guess.value.islower() and any(word[0].isupper() and word != "I" for word in guess.words)


def _goes_on(guess: Guess, text: str) -> bool:
    """Tell whether an ordinary word in capitals stands right behind a name, or is the last of it."""
    known = gazetteer_in()
    behind = guess.words[guess.last + 1 : guess.last + 2]
    near = [word for word in behind if f"{guess.value} {word}" in text] + [guess.words[guess.last]]
    return any(word.istitle() and word.lower() in known.common and word.lower() not in known.last for word in near)


def _is_a_thing(guess: Guess) -> bool:
    """Tell whether the word before a name, or before the one that it is joined to, or the one behind is of things."""
    first = guess.first
    if first > 1 and guess.words[first - 1] in ("and", "or", ","):
        first -= 2
    before = guess.words[first - 1].lower() if first else ""
    behind = guess.words[guess.last + 1].lower() if guess.last + 1 < len(guess.words) else ""
    return before in _DONE_TO_THINGS or behind in _OF_THINGS


def _is_foreign(words: Sequence[str]) -> bool:
    """Tell whether a sentence has more little words of German, French, Dutch, Spanish or Italian than of English."""
    foreign = sum(word.lower() in _FOREIGN for word in words)
    return foreign >= _ENOUGH and foreign > sum(word in _LITTLE for word in words)


def _has_article(value: str, text: str) -> bool:
    """Tell whether a text says the, a or this before a supposed name, which is no name of a family there."""
    at = text.find(value)
    while at >= 0:
        if _ARTICLE.search(text, max(0, at - _LONGEST_ARTICLE), at) and _NO_FAMILY.match(text, at + len(value)):
            return True
        at = text.find(value, at + 1)
    return False


def _small(value: str, text: str) -> bool:
    """Tell whether a text holds a word in small letters too, as a word of its own."""
    lower, at = value.lower(), -1
    if lower == value:
        return False
    while (at := text.find(lower, at + 1)) >= 0:
        behind = at + len(lower)
        if not text[at - 1 : at].isalnum() and not text[behind : behind + 1].isalnum():
            return True
    return False
