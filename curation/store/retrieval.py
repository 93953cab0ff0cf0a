"""Reads the samples that belong in retrieval: right, but of facts that change often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from curation.domain.lapses import Validity, day_of, moment_of
from curation.domain.samples import Conversation, RevisionState, SampleStatus
from curation.store.corrections import conversation_from
from curation.store.database import Transaction
from curation.store.tables_samples import RevisionRow, SampleRow, SourceRow

_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)


@dataclass(frozen=True)
class LookedUp:
    """One sample for a retrieval store: its newest text, the file and place that it came from, and its last day."""

    id: str
    revision: int
    language: str
    conversation: Conversation
    source: str | None
    locator: str
    until: date | None


def for_retrieval(tx: Transaction, project_id: str, today: date, after: str | None, most: int) -> Iterator[LookedUp]:
    """Yield the samples that belong in retrieval and hold `today`, by id, from `after` on (exclusive)."""
    query = (
        select(
            *(SampleRow.id, SampleRow.head, SampleRow.language, SampleRow.locator, SourceRow.name),
            *(RevisionRow.messages, RevisionRow.context),
            func.coalesce(SampleRow.valid_until, SourceRow.valid_until),
        )
        .join(RevisionRow, _HEAD)
        .outerjoin(SourceRow, SourceRow.id == SampleRow.source_id)
        .where(
            SampleRow.project_id == project_id,
            SampleRow.status == SampleStatus.RETRIEVAL.value,
            RevisionRow.state == RevisionState.OPEN.value,
            func.coalesce(SampleRow.valid_until, SourceRow.valid_until, moment_of(today)) >= moment_of(today),
        )
        .order_by(SampleRow.id)
        .limit(most)
    )
    chosen = query if after is None else query.where(SampleRow.id > after)
    for name, head, language, locator, source, messages, context, until in tx.execute(chosen):
        said = conversation_from(messages, context)
        yield LookedUp(name, head, language, said, source, locator, Validity(day_of(until)).until)
