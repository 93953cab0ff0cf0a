"""The check of text that was read in the wrong encoding (ftfy)."""

import re

from curation.domain.findings import Severity
from curation.quality.passages import Case, Findings
from curation.texts import text

_LOST = re.compile("[\ufffd\x00-\x08\x0b\x0e-\x1f]")
_LINE = re.compile(r"[^\s].{0,200}")


def encoding_damage(case: Case) -> Findings:
    """Letters that were lost, or turned into others by a wrong encoding."""
    for turn in case.spoken:
        span = None if turn.content.isascii() and turn.content.isprintable() else _damaged(turn.content)
        if span:
            sentence = text("Letters of the {field} are damaged: it was read in the wrong encoding.", field=turn.field)
            yield turn.finding("encoding_damage", Severity.WARNING, sentence, span)


def _damaged(content: str) -> tuple[int, int] | None:
    lost = _LOST.search(content)
    if lost:
        return lost.span()
    from ftfy.badness import is_bad  # noqa: PLC0415 - half of what the table of checks costs to import

    if content.isascii() or not is_bad(content):
        return None
    return next((match.span() for match in _LINE.finditer(content) if is_bad(match.group())), (0, len(content)))
