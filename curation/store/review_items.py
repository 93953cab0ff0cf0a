"""Reads what stands on the review desk: samples with their texts, findings, spans and look-alikes."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, select

from curation.domain.blindness import Looking
from curation.domain.desk import Partner, ReviewItem
from curation.domain.findings import DuplicateKind, DuplicatePair
from curation.domain.reviews import Verdict, standing, taken_back
from curation.domain.samples import Conversation, Origin, RevisionState, SampleStatus
from curation.store.corrections import open_revisions
from curation.store.database import Transaction
from curation.store.duplicates import pairs_of
from curation.store.findings import findings_of_heads, spans_of_heads
from curation.store.reviews import decisions_of
from curation.store.tables_samples import RevisionRow, SampleRow, SourceRow
from curation.store.voices import voices_of

MOST_PARTNERS = 5
_LIKENESS = (DuplicateKind.CONFLICT, DuplicateKind.NEAR, DuplicateKind.EXACT)


def read_items(tx: Transaction, project_id: str, looking: Looking, sample_ids: Sequence[str]) -> tuple[ReviewItem, ...]:
    """Return a project's samples as a person sees them, in the order asked for; those without open text are left out.

    Drafts are sealed, so they are not filled in here.
    """
    query = (
        select(SampleRow, SourceRow.name)
        .outerjoin(SourceRow, SourceRow.id == SampleRow.source_id)
        .where(SampleRow.id.in_(sample_ids))
        .execution_options(populate_existing=True)
    )
    rows = {row.id: (row, name) for row, name in tx.execute(query) if row.project_id == project_id}
    revisions = open_revisions(tx, rows)
    known = [sample_id for sample_id in sample_ids if sample_id in revisions]
    findings, spans, decisions = findings_of_heads(tx, known), spans_of_heads(tx, known), decisions_of(tx, known)
    voices = voices_of(tx, known)
    items: list[ReviewItem] = []
    for sample_id in known:
        row, source_name = rows[sample_id]
        *earlier, head = revisions[sample_id]
        stand, status = standing(decisions[sample_id]), SampleStatus(row.status)
        own = tuple(d for d in stand if d.person_id == looking.person_id)
        spoke = looking.person_id in {voice.person_id for voice in voices[sample_id]}
        items.append(
            ReviewItem(
                sample_id=sample_id,
                origin=Origin(row.origin),
                language=row.language,
                source_name=source_name,
                locator=row.locator,
                status=status,
                revision=head,
                conversation=head.conversation or Conversation(()),
                earlier=tuple(earlier),
                findings=tuple(findings[sample_id]),
                spans=tuple(spans[sample_id]),
                partners=_partners(tx, project_id, sample_id),
                draft=None,
                own=own,
                risk=row.risk,
                taken_back=taken_back(decisions[sample_id], looking.person_id),
                others=tuple(d for d in looking.known(stand, status, spoke=spoke) if d not in own),
                asked=next((d.comment for d in reversed(stand) if d.verdict is Verdict.ASK), None),
            )
        )
    return tuple(items)


def _partners(tx: Transaction, project_id: str, sample_id: str) -> tuple[Partner, ...]:
    pairs = sorted(pairs_of(tx, project_id, sample_id), key=lambda p: (_LIKENESS.index(p.kind), -p.jaccard))
    beside: dict[str, DuplicatePair] = {}
    for pair in pairs:
        beside.setdefault(pair.second if pair.first == sample_id else pair.first, pair)
    chosen = dict(list(beside.items())[:MOST_PARTNERS])
    texts = _texts(tx, chosen)
    return tuple(
        Partner(other, pair.kind, pair.jaccard, *texts[other]) for other, pair in chosen.items() if other in texts
    )


def _texts(tx: Transaction, sample_ids: Collection[str]) -> dict[str, tuple[SampleStatus, str, str]]:
    if not sample_ids:
        return {}
    head = and_(RevisionRow.sample_id == SampleRow.id, RevisionRow.number == SampleRow.head)
    query = (
        select(SampleRow.id, SampleRow.status, RevisionRow.question, RevisionRow.answer)
        .join(RevisionRow, head)
        .where(
            SampleRow.id.in_(sample_ids),
            RevisionRow.state == RevisionState.OPEN.value,
            SampleRow.status != SampleStatus.NOT_SCREENED.value,
        )
    )
    return {i: (SampleStatus(status), question, answer) for i, status, question, answer in tx.execute(query)}
