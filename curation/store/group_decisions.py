"""Stores what people decided on duplicate groups, and reads the samples of a group side by side."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update

from curation.domain.duplicates import GroupAction, GroupDecision, GroupKind, Member
from curation.domain.findings import Severity
from curation.domain.identity import Json
from curation.domain.samples import UNREAD, RevisionState, SampleStatus
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.tables_duplicates import GroupDecisionRow
from curation.store.tables_samples import FindingRow, RevisionRow, SampleRow, SourceRow

_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)
_FREE = frozenset(SampleStatus) - {*UNREAD, SampleStatus.SET_ASIDE}


def add_group_decision(tx: Transaction, decision: GroupDecision, note_sealed: bytes | None = None) -> None:
    """Add a decision; a note that nobody has screened comes sealed."""
    tx.add(
        GroupDecisionRow(
            id=decision.id,
            project_id=decision.project_id,
            kind=decision.kind.value,
            action=decision.action.value,
            members=list(decision.members),
            keeper=decision.keeper,
            apart=list(decision.apart),
            copies=dict(decision.copies),
            note=decision.note,
            note_sealed=note_sealed,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
            undoes=decision.undoes,
        )
    )
    tx.flush()


def group_decisions(tx: Transaction, project_id: str) -> tuple[GroupDecision, ...]:
    """Return every decision of a project, oldest first, undone and undoing ones included."""
    query = (
        select(GroupDecisionRow)
        .where(GroupDecisionRow.project_id == project_id)
        .order_by(GroupDecisionRow.decided_at, GroupDecisionRow.id)
    )
    return tuple(_decision(row) for row in tx.scalars(query))


def find_group_decision(tx: Transaction, decision_id: str) -> GroupDecision | None:
    """Return a decision by its id."""
    row = tx.get(GroupDecisionRow, decision_id)
    return None if row is None else _decision(row)


def sealed_note(tx: Transaction, decision_id: str) -> tuple[tuple[str, ...], bytes] | None:
    """Return the members and the note of a decision whose note waits to be screened, None where none does."""
    row = tx.get(GroupDecisionRow, decision_id)
    return None if row is None or row.note_sealed is None else (_words(row.members), row.note_sealed)


def open_note(tx: Transaction, decision_id: str, redacted: str) -> None:
    """Give a decision its screened note and empty what was sealed."""
    tx.execute(
        update(GroupDecisionRow).where(GroupDecisionRow.id == decision_id).values(note=redacted, note_sealed=None),
        execution_options={"synchronize_session": False},
    )


def members_of(tx: Transaction, project_id: str, ids: Collection[str]) -> tuple[Member, ...]:
    """Return samples side by side, by the bytes of the id; those that nobody may read yet are left out."""
    notes = _notes(tx, ids)
    found: list[Member] = []
    for part in in_parts(sorted(ids)):
        query = (
            select(SampleRow, RevisionRow.question, RevisionRow.answer, SourceRow.name)
            .join(RevisionRow, _HEAD)
            .outerjoin(SourceRow, SourceRow.id == SampleRow.source_id)
            .where(
                SampleRow.project_id == project_id,
                SampleRow.id.in_(part),
                SampleRow.status.not_in([SampleStatus.NOT_SCREENED.value, SampleStatus.SCREENING.value]),
                RevisionRow.state == RevisionState.OPEN.value,
            )
            .order_by(SampleRow.id)
            .execution_options(populate_existing=True)
        )
        for row, question, answer, source in tx.execute(query):
            found.append(
                Member(
                    sample_id=row.id,
                    status=SampleStatus(row.status),
                    revision=row.head,
                    source_name=source,
                    locator=row.locator,
                    question=question,
                    answer=answer,
                    created_at=row.created_at,
                    notes=notes.get(row.id, Counter()),
                )
            )
    return tuple(found)


def set_aside_by_people(tx: Transaction, ids: Collection[str], at: datetime) -> None:
    """Set samples aside whatever was decided on them; what was decided stays, and counts again when they come back."""
    for part in in_parts(sorted(ids)):
        tx.execute(
            update(SampleRow)
            .where(SampleRow.id.in_(part), SampleRow.status.in_([status.value for status in _FREE]))
            .values(status=SampleStatus.SET_ASIDE.value, changed_at=at),
            execution_options={"synchronize_session": False},
        )


def messages_of(tx: Transaction, ids: Collection[str], check: str) -> dict[str, str]:
    """Return what one check says of the heads of samples, by sample id."""
    found: dict[str, str] = {}
    for part in in_parts(sorted(ids)):
        query = (
            select(FindingRow.sample_id, FindingRow.message)
            .join(SampleRow, (SampleRow.id == FindingRow.sample_id) & (SampleRow.head == FindingRow.revision))
            .where(FindingRow.sample_id.in_(part), FindingRow.check == check)
            .order_by(FindingRow.id)
        )
        found |= dict(tx.execute(query).all())
    return found


def _notes(tx: Transaction, ids: Collection[str]) -> dict[str, Counter[Severity]]:
    found: dict[str, Counter[Severity]] = {}
    for part in in_parts(sorted(ids)):
        query = (
            select(FindingRow.sample_id, FindingRow.severity, func.count())
            .join(SampleRow, (SampleRow.id == FindingRow.sample_id) & (SampleRow.head == FindingRow.revision))
            .where(FindingRow.sample_id.in_(part), FindingRow.dismissed_by.is_(None))
            .group_by(FindingRow.sample_id, FindingRow.severity)
        )
        for sample_id, severity, count in tx.execute(query):
            found.setdefault(sample_id, Counter())[Severity(severity)] = count
    return found


def _decision(row: GroupDecisionRow) -> GroupDecision:
    return GroupDecision(
        id=row.id,
        project_id=row.project_id,
        kind=GroupKind(row.kind),
        action=GroupAction(row.action),
        members=_words(row.members),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        keeper=row.keeper,
        apart=_words(row.apart),
        note=row.note,
        copies={name: str(said) for name, said in row.copies.items()} if isinstance(row.copies, dict) else {},
        undoes=row.undoes,
    )


def _words(content: Json) -> tuple[str, ...]:
    return tuple(str(word) for word in content) if isinstance(content, list) else ()
