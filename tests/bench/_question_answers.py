"""Real-looking questions and answers in any number, from the sample texts or from a file of one's own.

A twentieth are copies with other signs and capitals, a seventh has some words replaced, put in or left out.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

PROSE = Path(__file__).parents[2] / "data_samples" / "build" / "texts"
COPIES, EDITS = 0.05, 0.2
LATELY = 20_000
# Runs of so many words are put together: shorter ones would not read like prose, longer ones repeat its n-grams.
RUN, RUNS = (3, 6), 3


def question_answers(count: int, size: int, own: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield pairs of about `size` bytes, the same ones each time; `own` has a question and an answer a JSON line."""
    chance = random.Random(11)  # noqa: S311 - a corpus, not a secret
    words = _words(own)
    lately: list[tuple[str, str]] = []
    for _ in range(count):
        share = chance.random()
        if lately and share < EDITS:
            question, answer = chance.choice(lately)
            made = _signs(question, answer) if share < COPIES else (question, _edited(chance, words, answer))
        else:
            made = _fresh(chance, words, size)
        if len(lately) < LATELY:
            lately.append(made)
        else:
            lately[chance.randrange(LATELY)] = made
        yield made


def _words(own: Path | None) -> list[str]:
    if own is None:
        return " ".join(file.read_text(encoding="utf-8") for file in sorted(PROSE.rglob("*.txt"))).split()
    records = map(json.loads, own.read_text(encoding="utf-8").splitlines())
    return " ".join(f"{one['question']} {one['answer']}" for one in records).split()


def _fresh(chance: random.Random, words: list[str], size: int) -> tuple[str, str]:
    question = _sentence(chance, words).capitalize() + "?"
    answer: list[str] = []
    length = len(question)
    while length < size:
        answer.append(_sentence(chance, words))
        length += len(answer[-1]) + 2
    return question, ". ".join(answer)[: max(size - len(question), 1)]


def _sentence(chance: random.Random, words: list[str]) -> str:
    said: list[str] = []
    for _ in range(RUNS):
        at = chance.randrange(len(words) - RUN[1])
        said += words[at : at + chance.randint(*RUN)]
    return " ".join(said)


def _signs(question: str, answer: str) -> tuple[str, str]:
    return question.upper() if question.isascii() else question, answer.replace(". ", "! ")


def _edited(chance: random.Random, words: list[str], answer: str) -> str:
    given = answer.split()
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        at, act = chance.randrange(len(given) + 1), chance.randrange(3)
        given[at : at + (act < 2)] = [chance.choice(words)] if act else []
    return " ".join(given)
