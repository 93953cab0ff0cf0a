"""Which words changed between two texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
LONGEST = 6_000
_ALIKE = 0.3


class Change(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of text with one fate."""

    change: Change
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that turn one text into the other, word by word.

    The same and removed pieces spell `before`, the same and added ones `after`. Neighbouring changes are
    joined over the space between them. Texts that share too little to be read as one changed text, and those of
    more than 6,000 words and marks (comparing is quadratic), are given as one removal and one addition.
    """
    if before == after:
        return (Piece(Change.SAME, before),) if before else ()
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > LONGEST:
        return _replaced(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _replaced(before, after)
    pieces: list[Piece] = []
    gone, come = "", ""
    for tag, i, j, k, end in matcher.get_opcodes():
        kept = "".join(old[i:j])
        if tag == "equal" and (kept.strip() or not (gone or come)):
            pieces += [*_replaced(gone, come), Piece(Change.SAME, kept)]
            gone, come = "", ""
        else:
            gone, come = gone + kept, come + "".join(new[k:end])
    return (*pieces, *_replaced(gone, come))


def likeness(one: str, other: str) -> float:
    """Return how much of two texts is the same word by word, 0 to 1."""
    if one == other:
        return 1.0
    same = sum(len(piece.text) for piece in word_diff(one, other) if piece.change is Change.SAME)
    return 2 * same / (len(one) + len(other))


def changed(pieces: Sequence[Piece]) -> bool:
    """Tell whether any piece was added or removed."""
    return any(piece.change is not Change.SAME for piece in pieces)


def _replaced(before: str, after: str) -> tuple[Piece, ...]:
    removed = (Piece(Change.REMOVED, before),) if before else ()
    added = (Piece(Change.ADDED, after),) if after else ()
    return removed + added
