"""Finds settled samples that share rare words with a text, by the index of words.

The work is bounded, however many samples there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import log

from sqlalchemy import and_, func, select

from curation.domain.browsing import Term
from curation.domain.samples import RevisionState, SampleStatus
from curation.store.database import Transaction
from curation.store.search_index import numbers_holding
from curation.store.tables_browser import SearchRow
from curation.store.tables_samples import RevisionRow, SampleRow

MOST_HOLDING = 3_000
MOST_LOOKED_AT = 1_500
MOST_READ = 120
MOST_PAIRS = 4
_AT_ONCE = 500
Number = int | str


@dataclass(frozen=True)
class Settled:
    """A settled sample: where it stands, its question and its answer."""

    sample_id: str
    status: SampleStatus
    question: str
    answer: str


def settled_like(
    tx: Transaction, project_id: str, words: Sequence[str], statuses: Collection[SampleStatus]
) -> tuple[tuple[Settled, ...], dict[str, int]]:
    """Return settled samples that share words with a text, those with most and rarest words first, 120 at most.

    And by word how many samples of all hold it, counted up to 3,000.

    Of a word that more than 3,000 samples hold only the first ones are looked at, and those that hold another such
    word too; rare words lead to the others.
    """
    weights: defaultdict[Number, float] = defaultdict(float)
    held = {word: _weigh(tx, weights, (word,)) for word in words}
    frequent = [word for word, count in held.items() if count == MOST_HOLDING]
    for both in list(pairwise(frequent))[:MOST_PAIRS]:
        _weigh(tx, weights, both)
    likely = nlargest(MOST_LOOKED_AT, weights.items(), key=lambda one: (one[1], str(one[0])))
    order = {number: place for place, (number, _) in enumerate(likely)}
    found = sorted(_settled(tx, project_id, list(order), statuses), key=lambda one: order[one[0]])
    return _read(tx, [sample_id for _, sample_id in found[:MOST_READ]]), held


def _weigh(tx: Transaction, weights: defaultdict[Number, float], words: tuple[str, ...]) -> int:
    """Add to the weight of samples that hold all of these words, the more the rarer they are; return how many do."""
    terms = tuple(Term((word,)) for word in words)
    holding = tx.scalars(numbers_holding(tx, terms).limit(MOST_HOLDING)).all()
    weight = log(MOST_HOLDING * 2 / (len(holding) + 1))
    for number in holding:
        weights[number] += weight
    return len(holding)


def _settled(
    tx: Transaction, project_id: str, numbers: Sequence[Number], statuses: Collection[SampleStatus]
) -> Iterable[tuple[Number, str]]:
    """Yield the number and the id of those that are settled; looked up by id alone, and told apart here."""
    wanted = {(project_id, status.value) for status in statuses}
    for at in range(0, len(numbers), _AT_ONCE):
        part = _named(tx, numbers[at : at + _AT_ONCE])
        query = select(SampleRow.id, SampleRow.project_id, SampleRow.status).where(SampleRow.id.in_(part))
        yield from ((part[row[0]], row[0]) for row in tx.execute(query) if (row[1], row[2]) in wanted)


def _named(tx: Transaction, numbers: Sequence[Number]) -> dict[str, Number]:
    """Return the number that a search gave by the sample's id; on PostgreSQL it is the id."""
    if numbers and isinstance(numbers[0], str):
        return {str(number): number for number in numbers}
    query = select(SearchRow.sample_id, SearchRow.id).where(SearchRow.id.in_(numbers))
    return {row[0]: row[1] for row in tx.execute(query)}


def _read(tx: Transaction, sample_ids: Sequence[str]) -> tuple[Settled, ...]:
    head = and_(RevisionRow.sample_id == SampleRow.id, RevisionRow.number == SampleRow.head)
    longest = 4_000
    query = (
        select(
            SampleRow.id,
            SampleRow.status,
            func.substr(RevisionRow.question, 1, longest),
            func.substr(RevisionRow.answer, 1, longest),
        )
        .join(RevisionRow, head)
        .where(SampleRow.id.in_(sample_ids), RevisionRow.state == RevisionState.OPEN.value)
    )
    rows = {row[0]: Settled(row[0], SampleStatus(row[1]), row[2], row[3]) for row in tx.execute(query)}
    return tuple(rows[sample_id] for sample_id in sample_ids if sample_id in rows)
