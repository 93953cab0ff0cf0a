"""Reads the samples that belong in retrieval: right, but of facts that change often."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from curation.domain.samples import Conversation, RevisionState, SampleStatus
from curation.store.corrections import conversation_from
from curation.store.database import Transaction
from curation.store.tables_samples import RevisionRow, SampleRow, SourceRow

_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)


@dataclass(frozen=True)
class LookedUp:
    """One sample for a retrieval store: its newest text, and the file and place that it came from."""

    id: str
    revision: int
    language: str
    conversation: Conversation
    source: str | None
    locator: str


def for_retrieval(tx: Transaction, project_id: str, after: str | None, most: int) -> Iterator[LookedUp]:
    """Yield the samples that belong in retrieval, by id, from `after` on (exclusive)."""
    query = (
        select(
            *(SampleRow.id, SampleRow.head, SampleRow.language, SampleRow.locator, SourceRow.name),
            *(RevisionRow.messages, RevisionRow.context),
        )
        .join(RevisionRow, _HEAD)
        .outerjoin(SourceRow, SourceRow.id == SampleRow.source_id)
        .where(
            SampleRow.project_id == project_id,
            SampleRow.status == SampleStatus.RETRIEVAL.value,
            RevisionRow.state == RevisionState.OPEN.value,
        )
        .order_by(SampleRow.id)
        .limit(most)
    )
    chosen = query if after is None else query.where(SampleRow.id > after)
    for name, head, language, locator, source, messages, context in tx.execute(chosen):
        yield LookedUp(name, head, language, conversation_from(messages, context), source, locator)
