"""The hand-written questions and answers, read into drafts that later steps fill, damage and double."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from data_samples.build.people import profile
from data_samples.build.pieces import Piece, filled, joined
from data_samples.build.texts import text_of

_PEOPLE_APART = 7


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: who speaks ("user" or "assistant") and what is said."""

    role: str
    said: Piece


@dataclass(frozen=True, slots=True)
class Relation:
    """What a planted record is to another one: a duplicate or a contradiction of the draft `key`."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One record before it has a place in a file."""

    key: str
    turns: tuple[Turn, ...]
    weak: str = ""
    relation: Relation | None = None

    @property
    def question(self) -> Piece:
        """The last user turn."""
        return self.turns[-2].said

    @property
    def answer(self) -> Piece:
        """The last assistant turn."""
        return self.turns[-1].said

    def said(self, question: Piece, answer: Piece) -> "Draft":
        """The same draft with another last question and answer."""
        return replace(self, turns=(*self.turns[:-2], *turns_of(question, answer)))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of texts/DOMAIN.txt: its tag and its lines Q, A and, for conflicts, Q2 and A2."""

    key: str
    tag: str
    lines: dict[str, str]


def turns_of(question: Piece, answer: Piece) -> tuple[Turn, Turn]:
    """A user turn and an assistant turn."""
    return Turn("user", question), Turn("assistant", answer)


def blocks(domain: str) -> list[Block]:
    """The paragraphs of one domain in the order of the file."""
    found: list[Block] = []
    for number, paragraph in enumerate(text_of(f"{domain}.txt").strip().split("\n\n")):
        tag, *lines = paragraph.splitlines()
        split = [line.partition(":") for line in lines]
        found.append(Block(f"{domain}-{number}", tag, {name: value.strip() for name, _, value in split}))
    return found


def personal(domain: str, given: list[Block]) -> Iterator[Draft]:
    """The blocks tagged pii as letters of invented people, about every fourth over several turns."""
    letters = _letters(domain)
    for number, block in enumerate(block for block in given if block.tag == "pii"):
        person = profile(number * _PEOPLE_APART + len(domain))
        opening = filled(letters["open"][number % len(letters["open"])], person)
        hello = filled(letters["hello"][number % len(letters["hello"])], person)
        close = filled(letters["close"][number % len(letters["close"])], person)
        answer = joined((Piece(block.lines["A"]), close))
        question = Piece(block.lines["Q"])
        if domain != "finance" and number % 4 == 1:
            first = turns_of(opening, hello + Piece(" thank you, I have your details. What is your question?"))
            yield Draft(block.key, first + turns_of(question, answer))
        else:
            yield Draft(block.key, turns_of(joined((opening, question)), joined((hello, answer), "\n")))


def clean(given: list[Block]) -> Iterator[Draft]:
    """The blocks that carry no planted problem: those tagged clean, and the right half of a conflict."""
    for block in given:
        if block.tag in {"clean", "conflict"}:
            yield Draft(block.key, turns_of(Piece(block.lines["Q"]), Piece(block.lines["A"])))


def contradictions(given: list[Block]) -> Iterator[Draft]:
    """The wrong halves of the conflicts, each related to its right half."""
    for block in given:
        if block.tag == "conflict":
            turns = turns_of(Piece(block.lines["Q2"]), Piece(block.lines["A2"]))
            yield Draft(f"{block.key}-conflict", turns, relation=Relation("conflict", block.key))


def _letters(domain: str) -> dict[str, list[str]]:
    paragraphs = text_of("letters.txt").strip().split("\n\n")
    lines = [paragraph.splitlines() for paragraph in paragraphs]
    return {head.split()[1]: rest for head, *rest in lines if head.startswith(f"{domain} ")}
