"""What a project demands of its samples: which checks run, its own rules, its targets. Plain values, no I/O."""

from dataclasses import dataclass
from enum import StrEnum

from curation.domain.findings import Severity

RULE = "rule:"


class Field(StrEnum):
    """Which texts a rule reads."""

    QUESTION = "question"
    ANSWER = "answer"
    BOTH = "both"


class Demand(StrEnum):
    """What a rule says of its pattern: it must occur, it must not, or its value has bounds."""

    REQUIRE = "require"
    FORBID = "forbid"
    VALUE = "value"
    CITATION = "citation"


@dataclass(frozen=True)
class Values:
    """Bounds of a quantity that stands near some words: `unit` as it is written, both bounds inclusive."""

    near: tuple[str, ...]
    unit: str
    least: float | None
    most: float | None


@dataclass(frozen=True)
class Rule:
    """One rule of a project: a demand on a text, what to say where it is broken, how much that matters.

    `pattern` is a regular expression (for VALUE empty); `when` names a pattern in the question or the answer
    without which the rule is silent; `looks_like` finds what a CITATION pattern must match.
    """

    name: str
    demand: Demand
    field: Field
    severity: Severity
    because: str
    pattern: str = ""
    when: str = ""
    looks_like: str = ""
    values: Values | None = None

    @property
    def check(self) -> str:
        """The name that the rule's notes carry."""
        return RULE + self.name


@dataclass(frozen=True)
class Targets:
    """What the texts should be like: a level of reading (LIX) and shares of easy, medium and hard samples."""

    least_reading: float | None = None
    most_reading: float | None = None
    difficulty: tuple[tuple[str, float], ...] = ()
    difficulties_allowed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ChecksPolicy:
    """The checks of a project; `switches` holds only what differs from the table, `answer_format` a JSON schema."""

    switches: tuple[tuple[str, bool], ...] = ()
    rules: tuple[Rule, ...] = ()
    words: frozenset[str] = frozenset()
    targets: Targets = Targets()
    answer_format: str = ""

    def is_on(self, check: str, usually: bool = True) -> bool:  # noqa: FBT001, FBT002 - the table's own word for it
        """Tell whether a check runs; `usually` is what the table says."""
        return dict(self.switches).get(check, usually)


STANDARD = ChecksPolicy()
