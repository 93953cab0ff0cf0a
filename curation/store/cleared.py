"""Reads the texts of a project that experts have cleared: approved, redacted, and open."""

from collections.abc import Iterator

from sqlalchemy import select

from curation.domain.samples import Conversation, RevisionState, SampleStatus
from curation.store.corrections import conversation_from
from curation.store.database import Transaction
from curation.store.tables_samples import RevisionRow, SampleRow


def cleared_texts(tx: Transaction, project_id: str) -> Iterator[Conversation]:
    """Yield the newest text of every approved sample, by the sample's id."""
    query = (
        select(RevisionRow.messages, RevisionRow.context)
        .join(SampleRow, (SampleRow.id == RevisionRow.sample_id) & (SampleRow.head == RevisionRow.number))
        .where(
            SampleRow.project_id == project_id,
            SampleRow.status == SampleStatus.APPROVED.value,
            RevisionRow.state == RevisionState.OPEN.value,
        )
        .order_by(SampleRow.id)
    )
    for messages, context in tx.execute(query.execution_options(yield_per=1_000)):
        yield conversation_from(messages, context)
