"""Checks of how much there is: empty, too short, too long, broken off. Pure functions."""

import re
from collections.abc import Iterable, Iterator

from curation.domain.findings import Finding, Severity
from curation.domain.samples import Conversation, Role
from curation.quality.passages import answers, spoken
from curation.texts import text, texts

FEWEST_WORDS = 3
MOST_WORDS = 1500
_SURELY_LONG = 20
_WORD = re.compile(r"\w+")
_ENDED = re.compile(r"[.!?…。！？:;)\]}\"'”’»*_`>|]\s*$")  # noqa: RUF001 - ends of sentences in many scripts
_SENTENCE_END = re.compile(r"[.!?]\s")
_LIST_LINE = re.compile(r"(?:[-*+•#>|]|\d+[.)]|[A-Za-z][.)])\s|https?://|www\.")
_OPEN_END = re.compile(
    r"(?:[,(\-–]|\b(?:the|a|an|of|to|and|or|but|with|for|in|on|by|that|which|because|if|is|are|until|und|oder|der|die|das))$"  # noqa: RUF001 - a dash at the end
)
_FENCE = "```"


def empty(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """A sample whose question or answer has no word in it."""
    for role, sentence in (
        (Role.USER, text("There is no question.")),
        (Role.ASSISTANT, text("There is no answer.")),
    ):
        turns = [turn for turn in spoken(conversation) if conversation.messages[turn.index].role is role]
        if not turns:
            yield Finding("empty", Severity.BLOCK, sentence)
        for turn in turns:
            if not _WORD.search(turn.content):
                yield turn.finding("empty", Severity.BLOCK, sentence)


def too_short(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """An answer of one or two words."""
    for turn in answers(conversation):
        count = len(_WORD.findall(turn.content[:200]))
        if 0 < count < FEWEST_WORDS and not _unspaced(turn.content):
            sentence = texts("The answer has {count} word only.", "The answer has {count} words only.", count)
            yield turn.finding("too_short", Severity.WARNING, sentence)


def too_long(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """An answer that nobody reads to its end."""
    for turn in answers(conversation):
        count = len(_WORD.findall(turn.content)) if len(turn.content) > MOST_WORDS else 0
        if count > MOST_WORDS:
            sentence = text("The answer has {count} words; is it a pasted document?", count=count)
            yield turn.finding("too_long", Severity.WARNING, sentence)


def truncated(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """An answer that breaks off: no end of its last sentence, or a code block that is never closed."""
    for turn in answers(conversation):
        content = turn.content.rstrip()
        if content and (_breaks_off(content) or content.count(_FENCE) % 2):
            start = max(content.rfind(" ", 0, len(content) - 1), 0)
            yield turn.finding("truncated", Severity.WARNING, text("The answer breaks off."), (start, len(content)))


def _breaks_off(content: str) -> bool:
    last = content.rsplit("\n", 1)[-1].strip()
    if _ENDED.search(content) or _LIST_LINE.match(last) or len(content.split()) < FEWEST_WORDS:
        return False
    if _OPEN_END.search(content):
        return True
    return content[-1].isalnum() and _SENTENCE_END.search(last) is not None and len(content.split()) >= _SURELY_LONG


def _unspaced(content: str) -> bool:
    """Tell scripts without blanks between words, where counting words says nothing."""
    return any("\u3040" <= c <= "\u9fff" or "\u0e00" <= c <= "\u0e7f" for c in content)


def words_with_places(content: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word in lower case with its span."""
    for match in _WORD.finditer(content):
        yield match.group().lower(), match.start(), match.end()
