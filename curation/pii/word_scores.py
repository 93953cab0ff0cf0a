"""What the weights of the names model say of each word in its place, without writing its features out.

A word's own part and its parts for four neighbours are added up once and remembered; pairs of neighbours are
looked up by number. The sums are those of `Features.of`, which the trainer writes out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.pii.crf_file import Floats, Weights
from curation.pii.features import EDGE, Features, Word

Numbers = NDArray[np.int64]
_REMEMBERED = 60_000
_SEATS = 5  # a word itself, and the word for its two neighbours on either side
_FACETS = 4  # name, form with flags, flags, form


@dataclass(frozen=True)
class _Pairs:
    """Rows of weights for combinations of numbered texts; `keys` are sorted."""

    keys: Numbers
    rows: Numbers


class WordScores:
    """Scores of the words of sentences, words x labels."""

    def __init__(self, features: Features, weights: Weights) -> None:
        self._features = features
        self._weights = weights
        # A last row of zeros stands for what the model has no weight for.
        self._state = np.vstack((weights.state, np.zeros((1, len(weights.labels)))))
        self._texts: dict[str, int] = {}
        self._pairs = {letter: self._pairs_of(letter) for letter in "abcdeg"}
        self._forget()

    def of(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """Return the scores of all words, sentence by sentence."""
        if len(self._numbers) > _REMEMBERED:
            self._forget()
        number, line = self._numbers, [0, 0]
        for words in sentences:
            line += [number[word] if word in number else self._learn(word) for word in words]
            line += (0, 0)
        ids = np.array(line, dtype=np.int64)
        own = ids != 0
        here = np.flatnonzero(own)
        seats, facets = self._seats, self._facets
        scores = seats[0][ids[here]]
        for seat, shift in ((1, -1), (2, -2), (3, 1), (4, 2)):
            scores += seats[seat][ids[here + shift]]
        name, full, flags, form = (facets[kind] for kind in range(_FACETS))
        two, one, mine, behind, after = (ids[here + shift] for shift in range(-2, 3))
        for letter, parts in (
            ("a", (name[one], full[mine])),
            ("b", (full[mine], name[behind])),
            ("c", (name[two], name[one])),
            ("d", (name[behind], name[after])),
            ("e", (flags[one], flags[mine], flags[behind])),
            ("g", (form[one], form[mine], form[behind])),
        ):
            scores += self._state[self._found(self._pairs[letter], parts)]
        return scores

    def _found(self, pairs: _Pairs, parts: Iterable[Numbers]) -> Numbers:
        keys = self._keys(parts)
        places = np.minimum(np.searchsorted(pairs.keys, keys), len(pairs.keys) - 1)
        return np.where(pairs.keys[places] == keys, pairs.rows[places], -1)

    def _keys(self, parts: Iterable[Numbers]) -> Numbers:
        keys: Numbers | int = 0
        for part in parts:
            keys = keys * _MOST + part
        return np.asarray(keys, dtype=np.int64)

    def _pairs_of(self, letter: str) -> _Pairs:
        cut = _CUTS[letter]
        found = sorted(
            (int(self._keys(np.array([self._text(part)]) for part in parts)[0]), row)
            for word, row in self._weights.rows.items()
            if word[0] == letter
            for parts in cut(word[1:])
        )
        keys, rows = zip(*found, strict=True) if found else ((-1,), (-1,))
        return _Pairs(np.array(keys, dtype=np.int64), np.array(rows, dtype=np.int64))

    def _text(self, part: str) -> int:
        return self._texts.setdefault(part, len(self._texts))

    def _forget(self) -> None:
        labels = len(self._weights.labels)
        self._numbers: dict[str, int] = {}
        self._seats = np.zeros((_SEATS, 1024, labels))
        self._facets = np.zeros((_FACETS, 1024), dtype=np.int64)
        self._note(0, EDGE)

    def _learn(self, word: str) -> int:
        number = self._numbers[word] = len(self._numbers) + 1
        if number == self._seats.shape[1]:
            self._seats = np.concatenate((self._seats, np.zeros_like(self._seats)), axis=1)
            self._facets = np.concatenate((self._facets, np.zeros_like(self._facets)), axis=1)
        self._note(number, self._features.seen(word))
        return number

    def _note(self, number: int, view: Word) -> None:
        rows = self._weights.rows
        for seat, words in enumerate((view.own, view.before, view.before_two, view.behind, view.behind_two)):
            known = [rows[word] for word in words if word in rows]
            self._seats[seat, number] = self._weights.state[known].sum(axis=0)
        for kind, part in enumerate((view.name, view.form + view.flags, view.flags, view.form)):
            self._facets[kind, number] = self._texts.get(part, _UNKNOWN)


_MOST = 1 << 20
_UNKNOWN = _MOST - 1


def _halves(parts: str) -> list[tuple[str, ...]]:
    """Cut a pair at its bar; the sign of a bar may itself be the first half."""
    if parts.startswith("||"):
        return [("|", parts[2:])]
    first, _, second = parts.partition("|")
    return [(first, second)]


def _thirds(parts: str) -> list[tuple[str, ...]]:
    return [tuple(parts.split("|"))]


def _forms(parts: str) -> list[tuple[str, ...]]:
    """Cut a run of three forms wherever that gives three forms: different words may share a feature."""
    return [
        (parts[:i], parts[i:j], parts[j:])
        for i in range(1, len(parts) - 1)
        for j in range(i + 1, len(parts))
        if {parts[:i], parts[i:j], parts[j:]} <= _EVERY_FORM
    ]


_EVERY_FORM = frozenset({"^", ".", "I", "a", "X", "Xx", "XxX", "aX"} | {"9" * n for n in range(1, 7)})
_CUTS: dict[str, Callable[[str], list[tuple[str, ...]]]] = {
    "a": _halves, "b": _halves, "c": _halves, "d": _halves, "e": _thirds, "g": _forms,
}  # fmt: skip
