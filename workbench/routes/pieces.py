"""Word diffs as the cards get them."""

from curation.domain.identity import Json
from curation.review.wording import changed, word_diff


def pieces_json(before: str, after: str) -> list[Json]:
    """Write a word diff as [change, text] pairs; nothing where nothing changed."""
    pieces = word_diff(before, after)
    return [[p.change.value, p.text] for p in pieces] if changed(pieces) else []
