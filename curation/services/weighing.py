"""What needs eyes first: the figure of each sample computed anew from what is known of it, and said in words."""

from collections.abc import Iterable, Sequence

from curation.domain.desk import ReviewItem
from curation.domain.moments import utc_now
from curation.domain.projects import Project
from curation.review.ordering import Reason, reasons
from curation.services.risks import reckon
from curation.store.database import Transaction
from curation.store.duplicates import kinds_of
from curation.store.findings import findings_of_heads, spans_of_heads
from curation.store.reviews import review_policy
from curation.store.samples import set_attention
from curation.store.surveys import apart


def reasons_of(tx: Transaction, project: Project, ids: Sequence[str]) -> dict[str, tuple[Reason, ...]]:
    """Say of each sample what makes its figure, the weightiest first."""
    findings, spans = findings_of_heads(tx, ids), spans_of_heads(tx, ids)
    kinds, stands = kinds_of(tx, project.id, ids), apart(tx, ids)
    return {name: reasons(findings[name], kinds[name], spans[name], stands.get(name)) for name in ids}


def why_early(tx: Transaction, project: Project, items: Sequence[ReviewItem]) -> dict[str, tuple[str, ...]]:
    """Say of each item on the desk why it stands where it stands in the queue, the weightiest reason first."""
    ids = [item.sample_id for item in items]
    kinds, stands = kinds_of(tx, project.id, ids), apart(tx, ids)
    return {
        item.sample_id: tuple(
            reason.says
            for reason in reasons(item.findings, kinds[item.sample_id], item.spans, stands.get(item.sample_id))
        )
        for item in items
    }


def weigh(tx: Transaction, project: Project, ids: Iterable[str]) -> None:
    """Compute anew what needs eyes first, from notes that stand, duplicates, doubtful spans and the last survey.

    What raises the risk of a sample is looked at again too, for notes may have come or gone.
    """
    found = reasons_of(tx, project, sorted(ids))
    if review_policy(tx, project.id).raises:
        reckon(tx, project, found, utc_now())
    set_attention(tx, {name: sum(reason.weight for reason in said) for name, said in found.items()})
