"""Reads what might be personal data and was left in the text, for whoever reads that text."""

from collections.abc import Collection

from sqlalchemy import select

from curation.domain.findings import Part, PiiSpan
from curation.domain.privacy import SUGGESTION
from curation.store.database import Transaction
from curation.store.findings import span_of
from curation.store.tables_samples import PiiSpanRow


def suggested(
    tx: Transaction, places: Collection[tuple[str, int]], left_out: Collection[str]
) -> dict[str, list[PiiSpan]]:
    """Return the suggestions in these revisions by sample id, in reading order, without some entity types."""
    query = (
        select(PiiSpanRow)
        .where(
            PiiSpanRow.sample_id.in_([sample_id for sample_id, _ in places]),
            PiiSpanRow.decision == SUGGESTION.stored,
            PiiSpanRow.part != Part.CONTEXT.value,
            PiiSpanRow.entity_type.not_in(left_out),
        )
        .order_by(PiiSpanRow.sample_id, PiiSpanRow.index, PiiSpanRow.start)
    )
    found: dict[str, list[PiiSpan]] = {sample_id: [] for sample_id, _ in places}
    for row in tx.scalars(query):
        if (row.sample_id, row.revision) in places:
            found[row.sample_id].append(span_of(row))
    return found
