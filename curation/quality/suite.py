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
from curation.texts import text

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
    """One row: the function, what it notes in words, what it costs, whether it usually runs."""

    look: Callable[[Case], Findings]
    says: Callable[[], str]
    work: Work = Work.PATTERN
    usually: bool = True


CHECKS: dict[str, Check] = {
    "empty": Check(empty, lambda: text("A question or an answer without a word")),
    "too_short": Check(too_short, lambda: text("An answer of one or two words")),
    "too_long": Check(too_long, lambda: text("An answer that nobody reads to its end")),
    "truncated": Check(truncated, lambda: text("An answer that breaks off")),
    "refusal": Check(refusal, lambda: text("An assistant that refuses or speaks of itself")),
    "boilerplate": Check(boilerplate, lambda: text("An assistant's set phrases around the answer")),
    "markup": Check(markup, lambda: text("Markup of a web page left in the text")),
    "placeholder": Check(placeholder, lambda: text("A gap that was never filled in")),
    "repeated_text": Check(repeated_text, lambda: text("The same words again and again")),
    "question_in_answer": Check(question_in_answer, lambda: text("An answer that begins with its question")),
    "not_answered": Check(not_answered, lambda: text("An answer that puts the question off or passes it by")),
    "invented_link": Check(invented_link, lambda: text("A link that no passage has or that leads nowhere")),
    "personal_data": Check(personal_data, lambda: text("Personal data that was left in the text")),
    "answer_format": Check(answer_format, lambda: text("An answer without the JSON that the rules demand")),
    "reading_level": Check(reading_level, lambda: text("An answer harder or easier to read than the rules want")),
    "difficulty": Check(difficulty_level, lambda: text("A sample easier or harder than the rules want")),
    "own_rules": Check(own_rules, lambda: text("The project's own rules")),
    "numbers": Check(numbers, lambda: text("A number, dose or unit that the passage does not have"), Work.GROUNDING),
    "unsupported": Check(unsupported, lambda: text("A sentence that the passage does not support"), Work.GROUNDING),
    "wrong_language": Check(
        wrong_language, lambda: text("A text in another language than the sample's"), Work.LANGUAGE
    ),
    "encoding_damage": Check(encoding_damage, lambda: text("Letters damaged by a wrong encoding"), Work.ENCODING),
    "spelling": Check(spelling, lambda: text("A word that is surely misspelt"), Work.SPELLING),
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
