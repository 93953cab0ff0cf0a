"""The 800 clean pairs: 40 invented subjects x 4 facts x 5 wordings."""

from collections.abc import Iterator
from dataclasses import dataclass

from data_samples.build.texts import text_of
from training.prose_subjects import SUBJECTS, Kind


@dataclass(frozen=True, slots=True)
class Fact:
    """What is true of one invented subject, for instance the usual dose of tarnidol."""

    subject: str
    kind: Kind
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The ways one fact is asked for (five questions) and answered (two sentences)."""

    answers: tuple[str, str]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactPair:
    """One clean Q&A pair with the keys that let a split keep a wording unseen.

    `wording` counts from 1 to 5. `context` is a circumstance beside the question (law, wording 5),
    for the `input` of the alpaca format; elsewhere it is empty.
    """

    question: str
    context: str
    answer: str
    domain: str
    subject: str
    fact: str
    wording: int


def facts() -> list[Fact]:
    """The 160 facts in the order of the subjects; ValueError where a subject lacks facts."""
    rows = dict(_rows())
    missing = [subject.name for subject in SUBJECTS if subject.name not in rows]
    if missing:
        raise ValueError(f"texts/facts.txt has no line for {missing}; add one line a subject.")
    return [Fact(subject.name, subject.kind, name, value) for subject in SUBJECTS for name, value in rows[subject.name]]


def pairs() -> list[FactPair]:
    """The 800 pairs, by subject, fact and wording."""
    domains = {subject.name: subject.domain for subject in SUBJECTS}
    wordings = _wordings()
    made: list[FactPair] = []
    for fact in facts():
        wording = wordings[fact.kind, fact.name]
        for number, template in enumerate(wording.questions, start=1):
            question, _, context = _filled(template, fact).partition(" | ")
            made.append(
                FactPair(
                    question=question,
                    context=context,
                    answer=_filled(wording.answers[(number - 1) % 2], fact),
                    domain=domains[fact.subject],
                    subject=fact.subject,
                    fact=fact.name,
                    wording=number,
                )
            )
    return made


def sentence(fact: Fact) -> str:
    """The plain statement of a fact, as wordings 1, 3 and 5 answer it."""
    return _filled(_wordings()[fact.kind, fact.name].answers[0], fact)


def _filled(template: str, fact: Fact) -> str:
    said = template.format(name=fact.subject, value=fact.value)
    return said[0].upper() + said[1:]


def _rows() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for block in text_of("facts.txt").strip().split("\n\n"):
        header, *lines = block.splitlines()
        names = [name.strip() for name in header.partition(":")[2].split("|")]
        for line in lines:
            subject, *values = (cell.strip() for cell in line.split("|"))
            yield subject, list(zip(names, values, strict=True))


def _wordings() -> dict[tuple[Kind, str], Wording]:
    found: dict[tuple[Kind, str], Wording] = {}
    for block in text_of("wordings.txt").strip().split("\n\n"):
        header, first, second, *questions = block.splitlines()
        kind, fact = header.split()
        answers = (first.removeprefix("= "), second.removeprefix("~ "))
        found[Kind(kind), fact] = Wording(answers, tuple(questions))
    return found
