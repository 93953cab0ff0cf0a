# pyright: basic
"""The names model: a linear-chain CRF (python-crfsuite lives in this room and in the trainer alone).

It looks at sentences that hold a candidate (a capitalised word that real text does not write small,
or a known first name in any case), so that most of an ordinary text costs nothing.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pycrfsuite

from curation.pii.detections import Detection
from curation.pii.features import Features
from curation.pii.gazetteer import MODEL_FOLDER, Gazetteer, gazetteer_in
from curation.pii.not_people import is_no_person
from curation.pii.tokens import Token, sentences_of

WEIGHTS_FILE = "names.crfsuite"
RECORD_FILE = "built_from.json"
FLOOR = 0.12
ENTITIES = {"PER": "PERSON", "LOC": "PLACE", "ADR": "LOCATION", "ORG": "ORGANIZATION"}
_JOINERS = frozenset("-'\u2019.,\n/")


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
        return f"names model {self._digest[:8]} (python-crfsuite)"

    def detect(self, text: str) -> list[Detection]:
        """Return spans whose probability is at least FLOOR."""
        found: list[Detection] = []
        for tokens in sentences_of(text):
            if has_candidate(tokens, self._gazetteer):
                found += self._in_sentence(text, tokens)
        return found

    def _in_sentence(self, text: str, tokens: list[Token]) -> Iterable[Detection]:
        words = [token.text for token in tokens]
        self._tagger.set(self._features.of(words))
        for piece in self._pieces(words):
            start, end = tokens[piece.first].start, tokens[piece.last].end
            entity = ENTITIES[piece.kind]
            if entity == "PERSON" and is_no_person(text, start, end):
                continue
            yield Detection(start, end, entity, round(piece.score, 3), "names model")

    def _pieces(self, words: list[str]) -> list[_Piece]:
        rows = [self._chances(i) for i in range(len(words))]
        pieces: list[_Piece] = []
        for kind in ENTITIES:
            begun: list[int] = []
            for i in range(len(words) + 1):
                begin, inside = rows[i].get(kind, (0.0, 0.0)) if i < len(words) else (0.0, 0.0)
                splits = begun and begin > inside
                if begun and (begin + inside < FLOOR or splits):
                    pieces.append(_piece(begun, kind, words, rows))
                    begun = []
                if begin + inside >= FLOOR:
                    begun.append(i)
        return [piece for piece in pieces if piece.last >= piece.first]

    def _chances(self, i: int) -> dict[str, tuple[float, float]]:
        if self._tagger.marginal("O", i) > 1 - FLOOR:
            return {}
        return {kind: (self._chance(f"B-{kind}", i), self._chance(f"I-{kind}", i)) for kind in ENTITIES}

    def _chance(self, label: str, i: int) -> float:
        return self._tagger.marginal(label, i) if label in self._labels else 0.0


def _piece(run: list[int], kind: str, words: list[str], rows: list[dict[str, tuple[float, float]]]) -> _Piece:
    first, last = run[0], run[-1]
    while last >= first and not words[last][0].isalnum() and words[last] != ".":
        last -= 1
    while first <= last and not words[first][0].isalnum():
        first += 1
    if first <= last and words[last] == "." and not (last > first and len(words[last - 1]) == 1):
        last -= 1
    chances = [sum(rows[i][kind]) for i in range(first, last + 1)]
    return _Piece(first, last, kind, max(chances, default=0.0))


def has_candidate(tokens: Iterable[Token], gazetteer: Gazetteer) -> bool:
    """Tell whether a sentence may hold a name."""
    for token in tokens:
        word = token.text
        if not word[0].isalpha() or len(word) == 1:
            continue
        lower = word.lower()
        if word[0].isupper() and (lower not in gazetteer.common or lower in gazetteer.first):
            return True
        if lower in gazetteer.first and lower not in gazetteer.common:
            return True
    return False


@lru_cache(maxsize=2)
def _tagger(folder: Path) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(folder / WEIGHTS_FILE))
    return tagger


@lru_cache(maxsize=2)
def _digest(folder: Path) -> str:
    record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    digest = hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()
    return digest if record["weights"] == digest else "unknown"
