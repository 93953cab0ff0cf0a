"""All checks of a sample, by name."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from curation.domain.findings import Finding
from curation.domain.samples import Conversation
from curation.quality.damage import encoding_damage
from curation.quality.language import wrong_language
from curation.quality.lengths import empty, too_long, too_short, truncated
from curation.quality.phrases import boilerplate, markup, question_in_answer, refusal, repeated_text

Check = Callable[[Conversation, str], Iterable[Finding]]
VERSION = 1
CHECKS: dict[str, Check] = {
    "empty": empty,
    "too_short": too_short,
    "too_long": too_long,
    "truncated": truncated,
    "refusal": refusal,
    "boilerplate": boilerplate,
    "markup": markup,
    "wrong_language": wrong_language,
    "repeated_text": repeated_text,
    "encoding_damage": encoding_damage,
    "question_in_answer": question_in_answer,
}


def check(conversation: Conversation, language: str) -> tuple[Finding, ...]:
    """Run every check on a sample; `language` is its ISO 639 code, empty where it is not known."""
    return tuple(finding for one in CHECKS.values() for finding in one(conversation, language))


def check_all(conversations: Sequence[Conversation], language: str) -> list[tuple[Finding, ...]]:
    """Run every check on samples of one language, in their order."""
    return [check(conversation, language) for conversation in conversations]


def checking(language: str) -> Callable[[Sequence[Conversation]], list[tuple[Finding, ...]]]:
    """Open the checks for `curation.engine.pool.map_batches`."""
    return partial(check_all, language=language)
