"""Which words changed between two texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
LONGEST = 6_000


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

    The same and removed pieces spell `before`, the same and added ones `after`. Texts of more than
    6,000 words and marks are given as one removal and one addition: comparing is quadratic.
    """
    if before == after:
        return (Piece(Change.SAME, before),) if before else ()
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > LONGEST:
        return _replaced(before, after)
    pieces: list[Piece] = []
    for tag, i, j, k, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(old[i:j])))
        else:
            pieces.extend(_replaced("".join(old[i:j]), "".join(new[k:end])))
    return tuple(pieces)


def changed(pieces: Sequence[Piece]) -> bool:
    """Tell whether any piece was added or removed."""
    return any(piece.change is not Change.SAME for piece in pieces)


def _replaced(before: str, after: str) -> tuple[Piece, ...]:
    removed = (Piece(Change.REMOVED, before),) if before else ()
    added = (Piece(Change.ADDED, after),) if after else ()
    return removed + added
