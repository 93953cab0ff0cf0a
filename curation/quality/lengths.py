"""Checks of how much there is: empty, too short, too long, broken off. Pure functions."""

import re
from collections.abc import Iterable, Iterator

from curation.domain.findings import Finding, Severity
from curation.domain.samples import Role
from curation.quality.passages import Case
from curation.texts import text, texts

FEWEST_WORDS = 3
MOST_WORDS = 1500
_SURELY_LONG = 20
_CAPITALS = 0.34
FEWEST_TAIL = 2
_WORD = re.compile(r"\w+")
_ENDED = re.compile(r"[.!?…。！？:;)\]}\"'”’»*_`>|]\s*$|[.!?]\d{1,2}\s*$")  # noqa: RUF001 - ends of sentences in many scripts
_SENTENCE_END = re.compile(r"[.!?][\"')\]]?\s")
_LIST_LINE = re.compile(r"(?:[-*+•#>|]|\d+[.)]|[A-Za-z][.)])\s|https?://|www\.|[A-Z]{2,}:")
_LISTED = re.compile(r"\s[-–•*]\s|\s{3,}|:\s")  # noqa: RUF001 - a dash between entries
_OPEN_END = re.compile(
    r"(?:[,(\-–]|\b(?:the|a|an|of|to|and|or|but|with|for|in|on|by|that|which|because|if|is|are|until|und|oder|der|die|das))$"  # noqa: RUF001 - a dash at the end
)
_FOOT = re.compile(r"(?:See|Source|From|Adapted|Reviewed|Photo|Figure|Table|Copyright|Top)\b")
_LINK_AT_END = re.compile(r"(?:https?://|www\.)\S+$")
_FENCE = "```"


def empty(case: Case) -> Iterable[Finding]:
    """A sample whose question or answer has no word in it."""
    for role in (Role.USER, Role.ASSISTANT):
        turns = [turn for turn in case.spoken if turn.role is role]
        if not turns:
            yield Finding("empty", Severity.BLOCK, _nothing(role))
        for turn in turns:
            if not _WORD.search(turn.content):
                yield turn.finding("empty", Severity.BLOCK, _nothing(role))


def too_short(case: Case) -> Iterable[Finding]:
    """An answer of one or two words; where JSON is demanded its form says what is missing."""
    for turn in () if case.policy.answer_format else case.answers:
        count = len(_WORD.findall(turn.content[:200]))
        if 0 < count < FEWEST_WORDS and not _unspaced(turn.content):
            sentence = texts("The answer has {count} word only.", "The answer has {count} words only.", count)
            yield turn.finding("too_short", Severity.WARNING, sentence)


def too_long(case: Case) -> Iterable[Finding]:
    """An answer that nobody reads to its end."""
    for turn in case.answers:
        count = len(_WORD.findall(turn.content)) if len(turn.content) > MOST_WORDS else 0
        if count > MOST_WORDS:
            sentence = text("The answer has {count} words; is it a pasted document?", count=count)
            yield turn.finding("too_long", Severity.WARNING, sentence)


def truncated(case: Case) -> Iterable[Finding]:
    """An answer that breaks off: no end of its last sentence, or a code block that is never closed."""
    for turn in case.answers:
        content = turn.content.rstrip()
        if content and (_breaks_off(content) or content.count(_FENCE) % 2):
            start = max(content.rfind(" ", 0, len(content) - 1), 0)
            yield turn.finding("truncated", Severity.WARNING, text("The answer breaks off."), (start, len(content)))


def _nothing(role: Role) -> str:
    return text("There is no question.") if role is Role.USER else text("There is no answer.")


def _breaks_off(content: str) -> bool:
    if _ENDED.search(content, max(len(content) - 3, 0)):
        return False
    last = content.rsplit("\n", 1)[-1].strip()
    words = content.split(maxsplit=_SURELY_LONG)
    if _LIST_LINE.match(last) or len(words) < FEWEST_WORDS or _LINK_AT_END.search(last):
        return False
    if _OPEN_END.search(content, max(len(content) - _SURELY_LONG, 0)):
        return True
    return content[-1].isalnum() and len(words) > _SURELY_LONG and _half_a_sentence(last)


def _half_a_sentence(last: str) -> bool:
    """Tell running words after a full sentence from a title, a signature or an entry of a list."""
    end = max((match.end() for match in _SENTENCE_END.finditer(last)), default=0)
    tail = last[end:].strip()
    words = tail.split()
    if not end or len(words) < FEWEST_TAIL or _LISTED.search(last, max(end - 4, 0)) or _FOOT.match(tail):
        return False
    capitals = sum(not word[0].islower() for word in words[1:])
    return words[0][0].isupper() and capitals <= _CAPITALS * len(words)


def _unspaced(content: str) -> bool:
    """Tell scripts without blanks between words, where counting words says nothing."""
    return any("\u3040" <= c <= "\u9fff" or "\u0e00" <= c <= "\u0e7f" for c in content)


def words_with_places(content: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word in lower case with its span."""
    for match in _WORD.finditer(content):
        yield match.group().lower(), match.start(), match.end()
