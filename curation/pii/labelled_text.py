"""Labelled sentences for the names model, cut from texts with spans."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from curation.pii.tokens import Token, sentences_of

# Which share of names is learnt as if no list knew it, whole or word by word, and of other capitalised words.
_UNKNOWN, _HALF_UNKNOWN, _UNKNOWN_WORDS = 0.35, 0.5, 0.15


@dataclass(frozen=True)
class Span:
    """A labelled span of a training text."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Labelled:
    """Words of one sentence with their labels (O, B-PER, I-PER, ...).

    `unknown` are the places of words that are learnt as if no list held them.
    """

    words: list[str]
    labels: list[str]
    unknown: frozenset[int] = frozenset()


def labelled(text: str, spans: list[Span]) -> Iterator[Labelled]:
    """Cut a text with spans into labelled sentences."""
    for tokens in sentences_of(text):
        yield Labelled([token.text for token in tokens], _labels(tokens, spans))


def with_unknown(sentence: Labelled, draw: random.Random) -> Labelled:
    """Let some capitalised words be learnt as if no list held them, so that form and surroundings decide too."""
    hidden: set[int] = set()
    drawn = 1.0
    for place, (word, label) in enumerate(zip(sentence.words, sentence.labels, strict=True)):
        if label.startswith("B-"):
            drawn = draw.random()
        share = _UNKNOWN_WORDS if place else 2 * _UNKNOWN_WORDS
        if label != "O":
            share = 1.0 if drawn < _UNKNOWN else 0.5 if drawn < _HALF_UNKNOWN else 0.0
        if word[0].isupper() and draw.random() < share:
            hidden.add(place)
    return replace(sentence, unknown=frozenset(hidden))


def _labels(tokens: list[Token], spans: list[Span]) -> list[str]:
    labels: list[str] = []
    for token in tokens:
        one = next((span for span in spans if span.start < token.end and token.start < span.end), None)
        if one is None:
            labels.append("O")
        else:
            begins = token.start <= one.start
            labels.append(("B-" if begins else "I-") + one.kind)
    return labels
