"""What somebody looks for among all samples: the filters, the order, and the address that says them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from curation.domain.lapses import Why
from curation.domain.lengths import Lengths, lengths_from
from curation.domain.risks import Risk, risk_from
from curation.domain.rubric import Rating, rating_from
from curation.domain.samples import Origin, Sample, SampleStatus
from curation.errors import InputError
from curation.texts import text

LONGEST_WORDS = 400
_MOST_DIGITS = 9
LONGEST_NAME = 200
SHORTEST_BEGINNING = 2
ANY_FLAG = "any"
_TERM = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
_WORD = re.compile(r"[^\W_]+")
_Choice = TypeVar("_Choice", bound=StrEnum)


class Sort(StrEnum):
    """In which order samples are shown."""

    ATTENTION = "attention"
    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"


class When(StrEnum):
    """Which moment of a sample the dates speak of."""

    ADDED = "added"
    CHANGED = "changed"
    DECIDED = "decided"


@dataclass(frozen=True)
class Wanted:
    """Which samples somebody wants; what is empty does not narrow.

    `words` are words, "phrases", beginnings* and -words that must not stand there; `pattern` is a regular
    expression; scores are those of attention; `since` and `until` are days in UTC, both included. `flag` is a
    reason's id, or `any`; `rating` a value that somebody gave beside a decision. `lapses` is the latest last day on
    which they hold, `back` why they went back into the queue.
    """

    words: str = ""
    pattern: str = ""
    status: SampleStatus | None = None
    source: str | None = None
    origin: Origin | None = None
    language: str | None = None
    specialty: str | None = None
    risk: Risk | None = None
    tag: str | None = None
    topic: int | None = None
    difficulty: str | None = None
    question_length: Lengths | None = None
    answer_length: Lengths | None = None
    check: str | None = None
    group: str | None = None
    flag: str | None = None
    reviewer: str | None = None
    assigned: str | None = None
    least: float | None = None
    most: float | None = None
    when: When = When.ADDED
    since: date | None = None
    until: date | None = None
    lapses: date | None = None
    back: Why | None = None
    rests_on: str | None = None
    section: str | None = None
    rating: Rating | None = None
    sort: Sort = Sort.ATTENTION

    @property
    def narrows(self) -> bool:
        """Tell whether anything is left out."""
        return replace(self, sort=Sort.ATTENTION, when=When.ADDED) != Wanted()

    @property
    def first_moment(self) -> datetime | None:
        """The moment from which on the dates count."""
        return None if self.since is None else datetime.combine(self.since, datetime.min.time(), UTC)

    @property
    def last_moment(self) -> datetime | None:
        """The moment before which the dates count."""
        if self.until is None:
            return None
        if self.until == date.max:
            return datetime.max.replace(tzinfo=UTC)
        return datetime.combine(self.until, datetime.min.time(), UTC) + timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """One thing that a text must say, or must not: words in a row, the last of which may only begin so."""

    words: tuple[str, ...]
    begins: bool = False
    absent: bool = False


@dataclass(frozen=True)
class Hit:
    """A sample as the browser shows it; both texts are empty where nobody may read them yet."""

    sample: Sample
    question: str
    answer: str
    findings: int
    attention: float
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A page of samples: where the next one begins (None at the end) and the one before.

    `cut`: the time for one page was over before the page was full; `next` goes on from there.
    """

    hits: tuple[Hit, ...]
    next: str | None
    before: str | None
    cut: bool = False


@dataclass(frozen=True)
class Tally:
    """How many samples there are; where counting would take too long, that there are more than so many."""

    count: int
    exact: bool


def terms_of(words: str) -> tuple[Term, ...]:
    """Read what was typed as terms; what holds no letter or digit is left out."""
    found: list[Term] = []
    for match in _TERM.finditer(words):
        quoted = match[2] is not None
        said = match[2] if quoted else match[4]
        pieces = tuple(piece.lower() for piece in _WORD.findall(said))
        if pieces:
            begins = not quoted and said.endswith("*") and len(pieces[-1]) >= SHORTEST_BEGINNING
            found.append(Term(pieces, begins, bool(match[1] or match[3])))
    return tuple(found)


def wanted_from(address: Mapping[str, str]) -> Wanted:
    """Read the filters of an address; raises InputError naming the one that cannot be read."""
    said = {name: value.strip() for name, value in address.items() if value.strip()}
    words, pattern = said.get("words", ""), said.get("pattern", "")
    for name, value in (("words", words), ("pattern", pattern)):
        if len(value) > LONGEST_WORDS:
            raise InputError(text("{name} is longer than {most} characters.", name=name, most=LONGEST_WORDS))
    return Wanted(
        words=words,
        pattern=pattern,
        status=_one_of(SampleStatus, said, "status"),
        source=_name(said, "source"),
        origin=_one_of(Origin, said, "origin"),
        language=_name(said, "language"),
        specialty=_name(said, "specialty"),
        risk=_risk(said),
        tag=_name(said, "tag"),
        topic=_number(said, "topic"),
        difficulty=_name(said, "difficulty"),
        question_length=_lengths(said, "question_length"),
        answer_length=_lengths(said, "answer_length"),
        check=_name(said, "check"),
        group=_name(said, "group"),
        flag=_name(said, "flag"),
        reviewer=_name(said, "reviewer"),
        assigned=_name(said, "assigned"),
        least=_figure(said, "least"),
        most=_figure(said, "most"),
        when=_one_of(When, said, "when") or When.ADDED,
        since=_day(said, "since"),
        until=_day(said, "until"),
        lapses=_day(said, "lapses"),
        back=_one_of(Why, said, "back"),
        rests_on=_name(said, "rests_on"),
        section=_name(said, "section"),
        rating=None if "rating" not in said else rating_from(said["rating"]),
        sort=_one_of(Sort, said, "sort") or Sort.ATTENTION,
    )


def address_of(wanted: Wanted) -> dict[str, str]:
    """Write the filters as an address says them; what does not narrow is left out."""
    plain = Wanted()
    said = {one.name: getattr(wanted, one.name) for one in fields(Wanted)}
    changed = {name: value for name, value in said.items() if value != getattr(plain, name)}
    return {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in changed.items()}


def _one_of(kind: type[_Choice], said: Mapping[str, str], name: str) -> _Choice | None:
    value = said.get(name)
    if value is None:
        return None
    if value not in {choice.value for choice in kind}:
        names = ", ".join(choice.value for choice in kind)
        raise InputError(text("{name} cannot be {value}. It is one of: {names}.", name=name, value=value, names=names))
    return kind(value)


def _name(said: Mapping[str, str], name: str) -> str | None:
    value = said.get(name)
    if value is not None and len(value) > LONGEST_NAME:
        raise InputError(text("{name} is longer than {most} characters.", name=name, most=LONGEST_NAME))
    return value


def _risk(said: Mapping[str, str]) -> Risk | None:
    value = said.get("risk")
    found = None if value is None else risk_from(value)
    if value is not None and found is None:
        names = ", ".join(risk.name.lower() for risk in Risk)
        raise InputError(
            text("{name} cannot be {value}. It is one of: {names}.", name="risk", value=value, names=names)
        )
    return found


def _lengths(said: Mapping[str, str], name: str) -> Lengths | None:
    return None if name not in said else lengths_from(said[name])


def _number(said: Mapping[str, str], name: str) -> int | None:
    value = said.get(name)
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > _MOST_DIGITS:
        raise InputError(text("{name} must be a whole number from 0, not {value}.", name=name, value=value))
    return int(value)


def _figure(said: Mapping[str, str], name: str) -> float | None:
    value = said.get(name)
    if value is None:
        return None
    try:
        return float(value)
    except ValueError as error:
        raise InputError(text("{name} must be a number, not {value}.", name=name, value=value)) from error


def _day(said: Mapping[str, str], name: str) -> date | None:
    value = said.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise InputError(
            text("{name} must be a day such as 2026-11-21, not {value}.", name=name, value=value)
        ) from error
