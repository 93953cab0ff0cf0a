"""The one table of all checks: a check is one pure function and one row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from curation.domain.findings import Finding
from curation.domain.samples import Conversation
from curation.quality.answering import answer_format, not_answered
from curation.quality.damage import encoding_damage
from curation.quality.grounding import numbers, unsupported
from curation.quality.language import wrong_language
from curation.quality.lengths import empty, too_long, too_short, truncated
from curation.quality.passages import Case, Findings
from curation.quality.phrases import boilerplate, markup, placeholder, refusal
from curation.quality.policy import STANDARD, ChecksPolicy
from curation.quality.reading import difficulty_level, reading_level
from curation.quality.repetition import question_in_answer, repeated_text
from curation.quality.rules import own_rules
from curation.quality.spelling import spelling
from curation.quality.traces import invented_link, personal_data

VERSION = 2


class Work(StrEnum):
    """What a check costs: patterns are cheap, the others are measured apart."""

    PATTERN = "pattern"
    LANGUAGE = "language"
    ENCODING = "encoding"
    SPELLING = "spelling"
    GROUNDING = "grounding"


@dataclass(frozen=True)
class Check:
    """One row: the function (its docstring says what it notes), what it costs, whether it usually runs."""

    look: Callable[[Case], Findings]
    work: Work = Work.PATTERN
    usually: bool = True


CHECKS: dict[str, Check] = {
    "empty": Check(empty),
    "too_short": Check(too_short),
    "too_long": Check(too_long),
    "truncated": Check(truncated),
    "refusal": Check(refusal),
    "boilerplate": Check(boilerplate),
    "markup": Check(markup),
    "placeholder": Check(placeholder),
    "repeated_text": Check(repeated_text),
    "question_in_answer": Check(question_in_answer),
    "not_answered": Check(not_answered),
    "invented_link": Check(invented_link),
    "personal_data": Check(personal_data),
    "answer_format": Check(answer_format),
    "reading_level": Check(reading_level),
    "difficulty": Check(difficulty_level),
    "own_rules": Check(own_rules),
    "numbers": Check(numbers, Work.GROUNDING),
    "unsupported": Check(unsupported, Work.GROUNDING),
    "wrong_language": Check(wrong_language, Work.LANGUAGE),
    "encoding_damage": Check(encoding_damage, Work.ENCODING),
    "spelling": Check(spelling, Work.SPELLING),
}


def check(conversation: Conversation, language: str, policy: ChecksPolicy = STANDARD) -> tuple[Finding, ...]:
    """Run the checks of a policy on a sample; `language` is its ISO 639 code, empty where it is not known."""
    case = Case(conversation, language, policy)
    rows = [row for name, row in CHECKS.items() if policy.is_on(name, row.usually)]
    return tuple(finding for row in rows for finding in row.look(case))


def check_all(
    conversations: Sequence[Conversation], language: str, policy: ChecksPolicy = STANDARD
) -> list[tuple[Finding, ...]]:
    """Run the checks on samples of one language, in their order."""
    return [check(conversation, language, policy) for conversation in conversations]


@dataclass(frozen=True)
class Demands:
    """What samples are checked by: their language (ISO 639, empty where unknown) and the policy."""

    language: str = ""
    policy: ChecksPolicy = STANDARD


def checking(language: str) -> Callable[[Sequence[Conversation]], list[tuple[Finding, ...]]]:
    """Open the usual checks for `curation.engine.pool.map_batches`."""
    return partial(check_all, language=language)


def checking_by(demands: Demands) -> Callable[[Sequence[Conversation]], list[tuple[Finding, ...]]]:
    """Open the checks of a policy for `curation.engine.pool.map_batches`."""
    return partial(check_all, language=demands.language, policy=demands.policy)
