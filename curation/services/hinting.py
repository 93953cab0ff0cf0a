"""Marks what might be personal data on the desk, so that whoever reads the text can hide it."""

from collections.abc import Sequence
from dataclasses import replace

from curation.domain.desk import ReviewItem
from curation.pii.policy import SUGGESTED
from curation.store.database import Transaction
from curation.store.suggestions import suggested

MOST_HINTS = 5


def hinted(tx: Transaction, items: Sequence[ReviewItem]) -> tuple[ReviewItem, ...]:
    """Return items with the suggestions in the texts they show, at most five each.

    Kinds that are suggested wherever they stand (places, dates, organisations) are left to the privacy reviewer.
    """
    found = suggested(tx, [(item.sample_id, item.revision.number) for item in items], SUGGESTED)
    return tuple(replace(item, hints=tuple(found[item.sample_id][:MOST_HINTS])) for item in items)
