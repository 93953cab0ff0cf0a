# pyright: basic
"""Train the names model: python -m curation.pii.train FOLDER --text FILE --labelled FILE.

Sentences come from the shipped templates with invented people, from labelled files (the span format
of docs/formats.md) and, as silver negatives, from real text that holds no private people. The same
inputs give the same bytes; the record beside the weights names the hash of every input.
"""

import argparse
import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import faker
from pycrfsuite import Trainer  # pyright: ignore[reportAttributeAccessIssue] - a compiled module

from curation.pii.features import Features
from curation.pii.gazetteer import GAZETTEER_FILE, MODEL_FOLDER, Gazetteer, gazetteer_in
from curation.pii.labelled_text import Labelled, Span, labelled, with_unknown
from curation.pii.names_model import RECORD_FILE, WEIGHTS_FILE
from curation.pii.placeholders import PLACEHOLDER
from curation.pii.surrogates import PLAIN, jobs, listed_words, plain_words
from curation.pii.things import THINGS_FILE, things_words
from curation.pii.tokens import stretches, tokens_of
from curation.pii.training_text import Invented
from curation.pii.windows import Capitals

_KINDS = {"PERSON": "PER", "PLACE": "LOC", "LOCATION": "ADR", "ORGANIZATION": "ORG"}
ORDINARY_FILE = "ordinary.txt"
# Word lists that the features ask.
SEEN = ("not_names.txt", "words/titles.txt", "words/streets.txt", "words/firms.txt")
_WORD = re.compile(r"[^\W\d_]+")
_STEP = re.compile(r"Iteration #(\d+)")


@dataclass(frozen=True)
class Recipe:
    """How much of what goes in; numbers of sentences and of training steps."""

    invented: int = 24_000
    real_tokens: int = 200_000
    steps: int = 100
    seed: int = 7
    sparse: float = 0.35
    smooth: float = 0.02


class ToldTrainer(Trainer):
    """A trainer that says which step of training it has reached."""

    def __init__(self, told: Callable[[int], object]) -> None:
        super().__init__(algorithm="lbfgs", verbose=False)
        self._told = told

    def message(self, message: str) -> None:
        """Hear a line of the library's own log."""
        step = _STEP.search(message)
        if step is not None:
            self._told(int(step[1]))


def _unheard(step: int) -> None:
    del step


def retrain(
    folder: Path,
    name: str,
    texts: Sequence[str],
    recipe: Recipe | None = None,
    told: Callable[[int], object] = _unheard,
) -> None:
    """Train a project's own model into `folder` from its cleared text, which holds no private people any more.

    `name` is what the record calls the text, `told` hears each step of training. Sentences with placeholders are
    left out; ordinary words of the shipped lists stay ordinary. A policy's `names_model` then names the folder.
    """
    chosen = recipe or Recipe()
    shipped = gazetteer_in()
    train(folder, texts, [], chosen, shipped.common - shipped.first, told)
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    record(folder, {name: digest.hexdigest()}, chosen)


def train(
    folder: Path,
    texts: Sequence[str],
    marked: Sequence[tuple[str, list[Span]]],
    recipe: Recipe,
    ordinary: frozenset[str] = frozenset(),
    told: Callable[[int], object] = _unheard,
) -> None:
    """Write gazetteer and weights into `folder`; the record is written by whoever knows the inputs' names."""
    folder.mkdir(parents=True, exist_ok=True)
    gazetteer = _gazetteer([*texts, *(text for text, _ in marked), *_own_words(recipe)])
    gazetteer = replace(gazetteer, common=gazetteer.common | ordinary)
    (folder / GAZETTEER_FILE).write_bytes(gazetteer.to_bytes())
    trainer = ToldTrainer(told)
    features = Features(gazetteer)
    for sentence in _sentences(texts, marked, gazetteer, recipe):
        trainer.append(features.of(sentence.words, sentence.unknown), sentence.labels)
    trainer.set_params({"c1": recipe.sparse, "c2": recipe.smooth, "max_iterations": recipe.steps, "feature.minfreq": 2})
    trainer.train(str(folder / WEIGHTS_FILE))


def _own_words(recipe: Recipe) -> list[str]:
    """The templates' words, counted twice: they are ordinary words."""
    words = " ".join(re.findall(r"\b[a-z]{2,}\b", (MODEL_FOLDER / "templates.txt").read_text(encoding="utf-8")))
    return [words, words] if recipe.invented else []


def _ordinary_words() -> set[str]:
    """Words written for this project, of products, of jobs and of Faker's plain texts."""
    things = things_words()
    return (
        {word.lower() for word in (*things["heads"], *things["fronts"])}
        | set((MODEL_FOLDER / ORDINARY_FILE).read_text(encoding="utf-8").split())
        | {word.lower() for locale in PLAIN for word in plain_words(locale)}
        | jobs()
    )


def _sentences(
    texts: Sequence[str], marked: Sequence[tuple[str, list[Span]]], gazetteer: Gazetteer, recipe: Recipe
) -> Iterator[Labelled]:
    source = Invented(recipe.seed)
    draw = random.Random(recipe.seed)  # noqa: S311 - reproducible text, no secret
    invented = (source.sentence() for _ in range(recipe.invented))
    for text, spans in (*invented, *marked):
        yield from (with_unknown(one, draw) for one in labelled(text, spans))
    left = recipe.real_tokens
    capitals = Capitals(gazetteer)
    for text in texts:
        for start, end in stretches(text):
            if PLACEHOLDER.search(text, start, end):
                continue
            if left > 0 and capitals.has_candidate(text, start, end):
                tokens = tokens_of(text, start, end)
                left -= len(tokens)
                yield with_unknown(Labelled([token.text for token in tokens], ["O"] * len(tokens)), draw)


def _gazetteer(texts: Iterable[str]) -> Gazetteer:
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for text in texts:
        for word in _WORD.findall(text):
            (lower if word.islower() else upper)[word.lower()] += 1
    lists = listed_words()
    names = lists["first"] | lists["last"]
    common = {word for word, n in lower.items() if n > 1 and (word not in names or n * 2 >= upper[word])}
    common |= _ordinary_words() - names
    return Gazetteer(lists["first"], lists["last"], lists["town"], lists["country"], frozenset(common))


def texts_in(path: Path) -> list[str]:
    """Read a text file (paragraphs) or JSON lines (every string of a row)."""
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [value for row in rows for value in row.values() if isinstance(value, str)]
    return [part for part in path.read_text(encoding="utf-8").split("\n\n") if part.strip()]


def marked_in(path: Path) -> list[tuple[str, list[Span]]]:
    """Read labelled text: JSON lines with `text` and `spans` (start, end, entity_type)."""
    found: list[tuple[str, list[Span]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = [
            Span(one["start"], one["end"], _KINDS[one["entity_type"]])
            for one in row["spans"]
            if one["entity_type"] in _KINDS
        ]
        found.append((row["text"], spans))
    return found


def record(folder: Path, inputs: Mapping[str, str], recipe: Recipe) -> None:
    """Write beside the weights what they were built from: names of inputs and their SHA-256."""
    own = [MODEL_FOLDER / name for name in ("templates.txt", "towns.txt", THINGS_FILE, ORDINARY_FILE)]
    own += [MODEL_FOLDER.parent / name for name in SEEN]
    held = {
        "weights": _hash(folder / WEIGHTS_FILE),
        "gazetteer": _hash(folder / GAZETTEER_FILE),
        "inputs": dict(inputs) | {path.name: _hash(path) for path in own},
        "recipe": vars(recipe),
        "faker": faker.VERSION,
    }
    (folder / RECORD_FILE).write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: Sequence[str]) -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(prog="python -m curation.pii.train")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--text", type=Path, nargs="*", default=[])
    parser.add_argument("--labelled", type=Path, nargs="*", default=[])
    given = parser.parse_args(arguments)
    texts = [text for path in given.text for text in texts_in(path)]
    marked = [row for path in given.labelled for row in marked_in(path)]
    train(given.folder, texts, marked, Recipe())
    record(given.folder, {path.name: _hash(path) for path in (*given.text, *given.labelled)}, Recipe())


if __name__ == "__main__":
    main(sys.argv[1:])
