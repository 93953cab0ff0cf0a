"""The names model: a linear-chain CRF, worked out for many sentences at once.

It looks at sentences that hold a candidate (a capitalised word that real text does not write small,
or a known first name in any case), so that most of an ordinary text costs nothing. The weights are those
that python-crfsuite wrote; tests/curation/pii/test_names_model.py compares the probabilities with its own.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from curation.pii.chains import marginals
from curation.pii.crf_file import Floats, weights_in
from curation.pii.detections import Detection
from curation.pii.doubts import SUGGESTED, Guess, doubted, settled
from curation.pii.features import STREETS, TITLES, Features
from curation.pii.gazetteer import MODEL_FOLDER, gazetteer_in
from curation.pii.not_people import is_no_person
from curation.pii.tokens import spans_of, stretches, words_of
from curation.pii.windows import Capitals
from curation.pii.word_scores import WordScores
from curation.pii.words_in import words_in

WEIGHTS_FILE = "names.crfsuite"
RECORD_FILE = "built_from.json"
MODEL = "names model"
FLOOR = 0.025
_IN_NAMES = frozenset(".-'\u2019")
ENTITIES = {"PER": "PERSON", "LOC": "PLACE", "ADR": "LOCATION", "ORG": "ORGANIZATION"}
# How many words are worked out at once: more gain nothing and take memory.
_AT_ONCE = 20_000
# Of some words of a sentence: the chances that one begins a name of a kind, and that it goes on with one.
_STREET_END = re.compile(
    r"(?:stra(?:ß|ss)e|str|weg|platz|allee|gasse|damm|ufer|ring|vägen|gatan|straat|laan|plein|katu)$"
)
_ADDRESS = 0.12
# A part of a link reads as a street with a number to the model.
_LINK = re.compile(r"[^\W\d_]{2}/\w{3}")
_CODE = 4
_NUMBERED = frozenset(words_in("numbered"))
_Chances = dict[int, tuple[float, float]]


@dataclass(frozen=True)
class _Piece:
    first: int
    last: int
    kind: str
    score: float


@dataclass(frozen=True)
class _Sentence:
    """A stretch of one of several texts, with its words."""

    text: int
    start: int
    end: int
    words: list[str]


class NamesDetector:
    """Finds names of people, places, addresses and organisations, each with its probability as the score."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        gazetteer = gazetteer_in(folder)
        self._capitals = Capitals(gazetteer)
        weights = weights_in(folder / WEIGHTS_FILE)
        self._scores = WordScores(Features(gazetteer), weights)
        self._moves = weights.moves
        columns = {label: i for i, label in enumerate(weights.labels)}
        self._nothing = columns["O"]
        self._kinds = tuple(ENTITIES)
        # A last column of zeros stands for a label that the weights do not know.
        self._begin = [columns.get(f"B-{kind}", -1) for kind in self._kinds]
        self._inside = [columns.get(f"I-{kind}", -1) for kind in self._kinds]
        self._digest = _digest(folder)

    @property
    def name(self) -> str:
        """The model with the hash of its weights and the library that made them."""
        return f"names model {self._digest[:8]} (python-crfsuite {version('python-crfsuite')})"

    def detect(self, text: str) -> list[Detection]:
        """Return spans whose probability is at least FLOOR."""
        return self.detect_all([text])[0]

    def detect_all(self, texts: Sequence[str]) -> list[list[Detection]]:
        """Return the same for each of many texts, in one go."""
        found: list[list[Detection]] = [[] for _ in texts]
        waiting: list[_Sentence] = []
        words = 0
        for number, text in enumerate(texts):
            for start, end in stretches(text):
                if self._capitals.has_candidate(text, start, end):
                    waiting.append(_Sentence(number, start, end, words_of(text, start, end)))
                    words += len(waiting[-1].words)
                if words > _AT_ONCE:
                    self._look(texts, waiting, found)
                    waiting, words = [], 0
        self._look(texts, waiting, found)
        return [settled(text, row) for text, row in zip(texts, found, strict=True)]

    def chances(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """Return the probability of every label (columns) for every word (rows) of sentences that are not empty."""
        return marginals(self._scores.of(sentences), self._moves, [len(words) for words in sentences])

    def _look(self, texts: Sequence[str], given: Sequence[_Sentence], found: list[list[Detection]]) -> None:
        if not given:
            return
        chances = self.chances([one.words for one in given])
        # Few sentences hold a word that may be more than nothing: only those are looked at one by one.
        open_words = np.flatnonzero(chances[:, self._nothing] <= 1 - FLOOR)
        opened = np.pad(chances[open_words], ((0, 0), (0, 1)))
        begin, inside = opened[:, self._begin], opened[:, self._inside]
        rows, columns = np.nonzero(begin + inside >= FLOOR)
        pairs = zip(begin[rows, columns].tolist(), inside[rows, columns].tolist(), strict=True)
        kinds: dict[int, list[tuple[str, tuple[float, float]]]] = {}
        for word, column, pair in zip(open_words[rows].tolist(), columns.tolist(), pairs, strict=True):
            kinds.setdefault(word, []).append((self._kinds[column], pair))
        said = open_words.tolist()
        at = first = 0
        for one in given:
            behind, least = first + len(one.words), at
            while at < len(said) and said[at] < behind:
                at += 1
            places = said[least:at]
            if any(one.words[place - first][0].isalpha() for place in places):
                found[one.text] += _detections(texts[one.text], one, _by_kind(places, first, kinds))
            first = behind


def _by_kind(
    places: Sequence[int], first: int, kinds: Mapping[int, Sequence[tuple[str, tuple[float, float]]]]
) -> dict[str, _Chances]:
    rows: dict[str, _Chances] = {}
    for place in places:
        for kind, pair in kinds.get(place, ()):
            rows.setdefault(kind, {})[place - first] = pair
    return rows


def _detections(text: str, sentence: _Sentence, rows: Mapping[str, _Chances]) -> Iterable[Detection]:
    words = sentence.words
    pieces = [one for kind in ENTITIES if kind in rows for one in _runs(kind, words, rows[kind])]
    places = spans_of(text, sentence.start, sentence.end) if pieces else []
    for piece in pieces:
        start, end = _whole_words(text, places[piece.first : piece.last + 1])
        said = words[piece.first : piece.last + 1]
        before = words[piece.first - 1] if piece.first else ""
        if start == end or (piece.kind == "ADR" and (_reads_as_prose(said) or not _has_street(said, before))):
            continue
        entity, score = ENTITIES[piece.kind], piece.score
        if entity == "LOCATION" and (score < _ADDRESS or _LINK.search(text, start, end)):
            score = min(score, SUGGESTED)
        if entity != "PERSON" or not is_no_person(text, start, end):
            if entity == "PERSON":
                place = _most(rows.get("LOC", {}), piece)
                score = doubted(Guess(text[start:end], words, piece.first, piece.last, score, place), text)
            yield Detection(start, end, entity, round(score, 3), MODEL)


def _has_street(words: list[str], before: str) -> bool:
    """Tell whether a stretch holds a number or the word of a street, and no placeholder: else it is no address.

    The number of a section or a ward, which stands behind that word, is none, nor is a code such as B2.
    """
    if "_" in words or sum(map(len, words)) <= _CODE or before.lower() in _NUMBERED or words[0].lower() in _NUMBERED:
        return False
    return any(word.isdigit() or word.lower() in STREETS or _STREET_END.search(word) for word in words)


def _most(chances: _Chances, piece: _Piece) -> float:
    """Return the best probability of a kind among the words of a piece."""
    return max((sum(chances.get(i, (0.0, 0.0))) for i in range(piece.first, piece.last + 1)), default=0.0)


def _reads_as_prose(words: list[str]) -> bool:
    """Tell a stretch without a number, most of it in small letters, from an address."""
    letters = [word for word in words if word[0].isalpha()]
    small = sum(word.islower() for word in letters)
    return not any(word.isdigit() for word in words) and len(letters) > small > len(letters) / 2


def _whole_words(text: str, places: list[tuple[int, int]]) -> tuple[int, int]:
    """Leave out tokens at the ends that are a part of a longer word, such as the letter of B12."""
    first, last = 0, len(places) - 1
    while first <= last and text[places[last][1] : places[last][1] + 1].isalnum():
        last -= 1
    while first <= last and places[first][0] > 0 and text[places[first][0] - 1].isalnum():
        first += 1
    return (places[first][0], places[last][1]) if first <= last else (0, 0)


def _runs(kind: str, words: list[str], chances: _Chances) -> Iterator[_Piece]:
    """Join words of one kind; a word that rather begins a name than goes on with it begins a new run.

    Not behind a single capital word: first name and family name are of one person.
    """
    runs: list[list[int]] = []
    for i, (begin, inside) in chances.items():
        if kind == "PER" and not words[i][0].isalnum() and words[i] not in _IN_NAMES:
            continue
        beside = bool(runs) and runs[-1][-1] == i - 1
        alone = beside and kind == "PER" and len(runs[-1]) == 1 and words[i - 1].istitle() and words[i].istitle()
        if beside and (begin <= inside or alone):
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        piece = _piece(run, kind, words, chances)
        if piece.last >= piece.first:
            yield piece


def _piece(run: list[int], kind: str, words: list[str], chances: _Chances) -> _Piece:
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
    if kind == "ADR":
        last = _without_last_line(words, first, last)
    most = max((sum(chances[i]) for i in range(first, last + 1)), default=0.0)
    return _Piece(first, last, kind, most)


def _without_last_line(words: list[str], first: int, last: int) -> int:
    """Leave out a last line in small letters: prose goes on there, while an address has a capital or a number."""
    lines = [i for i in range(first + 1, last) if words[i] == "\n"]
    if lines and all(word.islower() for word in words[lines[-1] + 1 : last + 1]):
        return lines[-1] - 1
    return last


def _hangs_on(words: list[str], first: int, last: int, *, capital: bool) -> bool:
    """Tell whether the last word is a sign, or a small word behind a capitalised name."""
    if words[last][0].isalnum():
        return capital and words[last][0].islower()
    return not _initial(words, first, last)


def _initial(words: list[str], first: int, last: int) -> bool:
    return words[last] == "." and last > first and len(words[last - 1]) == 1 and words[last - 1].isupper()


@lru_cache(maxsize=2)
def _digest(folder: Path) -> str:
    file = folder / RECORD_FILE
    record = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {"weights": ""}
    digest = hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()
    return digest if record["weights"] == digest else "unknown"
