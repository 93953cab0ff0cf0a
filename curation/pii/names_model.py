# pyright: basic
"""The names model: a linear-chain CRF (python-crfsuite lives in this room and in the trainer alone).

It looks at sentences that hold a candidate (a capitalised word that real text does not write small,
or a known first name in any case), so that most of an ordinary text costs nothing.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from pycrfsuite import Tagger  # pyright: ignore[reportAttributeAccessIssue] - a compiled module

from curation.pii.detections import Detection
from curation.pii.features import TITLES, Features
from curation.pii.gazetteer import MODEL_FOLDER, Gazetteer, gazetteer_in
from curation.pii.not_people import is_no_person
from curation.pii.tokens import spans_of, stretches
from curation.pii.windows import CAPITALISED, may_be_name

WEIGHTS_FILE = "names.crfsuite"
RECORD_FILE = "built_from.json"
MODEL = "names model"
FLOOR = 0.025
SUGGESTED = 0.06
_IN_NAMES = frozenset(".-'\u2019")
ENTITIES = {"PER": "PERSON", "LOC": "PLACE", "ADR": "LOCATION", "ORG": "ORGANIZATION"}
_SMALL = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class _Piece:
    first: int
    last: int
    kind: str
    score: float


class NamesDetector:
    """Finds names of people, places, addresses and organisations, each with its probability as the score."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self._gazetteer = gazetteer_in(folder)
        self._features = Features(self._gazetteer)
        self._tagger = _tagger(folder)
        self._labels = set(self._tagger.labels())
        self._digest = _digest(folder)

    @property
    def name(self) -> str:
        """The detector with the version of the library and the hash of the weights."""
        return f"names model {self._digest[:8]} (python-crfsuite {version('python-crfsuite')})"

    def detect(self, text: str) -> list[Detection]:
        """Return spans whose probability is at least FLOOR."""
        found: list[Detection] = []
        for start, end in stretches(text):
            if has_candidate(text, start, end, self._gazetteer):
                found += self._in_sentence(text, (start, end))
        return found

    def _in_sentence(self, text: str, sentence: tuple[int, int]) -> Iterable[Detection]:
        places = spans_of(text, *sentence)
        words = [text[start:end] for start, end in places]
        self._tagger.set(self._features.of(words))
        if not any(word[0].isalpha() and self._tagger.marginal("O", i) < 1 - FLOOR for i, word in enumerate(words)):
            return
        for piece in self._pieces(words):
            start, end = _whole_words(text, places[piece.first : piece.last + 1])
            if start == end:
                continue
            entity = ENTITIES[piece.kind]
            if entity != "PERSON" or not is_no_person(text, start, end):
                score = piece.score if entity != "PERSON" else _in_case(piece.score, text[start:end], words)
                yield Detection(start, end, entity, round(score, 3), MODEL)

    def _pieces(self, words: list[str]) -> list[_Piece]:
        rows = [self._chances(i) for i in range(len(words))]
        return [piece for kind in ENTITIES for piece in _runs(kind, words, rows)]

    def _chances(self, i: int) -> dict[str, tuple[float, float]]:
        if self._tagger.marginal("O", i) > 1 - FLOOR:
            return {}
        return {kind: (self._chance(f"B-{kind}", i), self._chance(f"I-{kind}", i)) for kind in ENTITIES}

    def _chance(self, label: str, i: int) -> float:
        return self._tagger.marginal(label, i) if label in self._labels else 0.0


def _whole_words(text: str, places: list[tuple[int, int]]) -> tuple[int, int]:
    """Leave out tokens at the ends that are a part of a longer word, such as the letter of B12."""
    first, last = 0, len(places) - 1
    while first <= last and text[places[last][1] : places[last][1] + 1].isalnum():
        last -= 1
    while first <= last and places[first][0] > 0 and text[places[first][0] - 1].isalnum():
        first += 1
    return (places[first][0], places[last][1]) if first <= last else (0, 0)


def _in_case(score: float, value: str, words: list[str]) -> float:
    """A name in small letters is only suggested where the sentence has capitals."""
    if value.islower() and any(word[0].isupper() and word != "I" for word in words):
        return min(score, SUGGESTED)
    return score


def _runs(kind: str, words: list[str], rows: list[dict[str, tuple[float, float]]]) -> Iterator[_Piece]:
    """Join words of one kind; a word that rather begins a name than goes on with it begins a new run."""
    begun: list[int] = []
    for i in range(len(words) + 1):
        begin, inside = rows[i].get(kind, (0.0, 0.0)) if i < len(words) else (0.0, 0.0)
        if kind == "PER" and i < len(words) and not words[i][0].isalnum() and words[i] not in _IN_NAMES:
            begin = inside = 0.0
        if begun and (begin + inside < FLOOR or begin > inside):
            piece = _piece(begun, kind, words, rows)
            if piece.last >= piece.first:
                yield piece
            begun = []
        if begin + inside >= FLOOR:
            begun.append(i)


def _piece(run: list[int], kind: str, words: list[str], rows: list[dict[str, tuple[float, float]]]) -> _Piece:
    """Cut signs at both ends, but for the full stop of an initial."""
    first, last = run[0], run[-1]
    while first <= last and not words[first][0].isalnum():
        first += 1
    capital = kind == "PER" and any(words[i][0].isupper() for i in range(first, last + 1))
    while (
        first < last
        and capital
        and (words[first][0].islower() or words[first].lower() in TITLES or not words[first][0].isalnum())
    ):
        first += 1
    while last >= first and _hangs_on(words, first, last, capital=capital):
        last -= 1
    chances = [sum(rows[i][kind]) for i in range(first, last + 1)]
    return _Piece(first, last, kind, max(chances, default=0.0))


def _hangs_on(words: list[str], first: int, last: int, *, capital: bool) -> bool:
    """Tell whether the last word is a sign, or a small word behind a capitalised name."""
    if words[last][0].isalnum():
        return capital and words[last][0].islower()
    return not _initial(words, first, last)


def _initial(words: list[str], first: int, last: int) -> bool:
    return words[last] == "." and last > first and len(words[last - 1]) == 1 and words[last - 1].isupper()


def has_candidate(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Tell whether a sentence may hold a name."""
    capitals = CAPITALISED.findall(text, start, end)
    if any(may_be_name(word, gazetteer) for word in capitals):
        return True
    if any(len(word) > 1 for word in capitals):
        return False
    return any(word in gazetteer.first and word not in gazetteer.common for word in _SMALL.findall(text, start, end))


@lru_cache(maxsize=2)
def _tagger(folder: Path) -> Tagger:
    tagger = Tagger()
    tagger.open(str(folder / WEIGHTS_FILE))
    return tagger


@lru_cache(maxsize=2)
def _digest(folder: Path) -> str:
    record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    digest = hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()
    return digest if record["weights"] == digest else "unknown"
