"""Stores control samples: what is shown, what is expected and why; never changed, only ended."""

from datetime import datetime

from sqlalchemy import Select, func, select, update

from curation.domain.identity import new_id
from curation.domain.probes import Answer, Gold, GoldLine
from curation.store.database import Transaction
from curation.store.tables_review import GoldRow, ProbeAnswerRow, ProbeRow
from curation.store.tables_samples import RevisionRow

_PLAIN = {"synchronize_session": False}


def add_gold(tx: Transaction, project_id: str, gold: Gold, why_sealed: bytes | None) -> None:
    """Add a control sample; why it is expected so comes sealed until it is screened."""
    tx.add(
        GoldRow(
            id=gold.id,
            project_id=project_id,
            sample_id=gold.sample_id,
            revision=gold.revision,
            expected=gold.expected.value,
            expected_revision=gold.expected_revision,
            why=gold.why,
            why_sealed=why_sealed,
            made_by=gold.made_by,
            made_at=gold.made_at,
            ended_at=None,
        )
    )
    tx.flush()


def end_gold(tx: Transaction, project_id: str, gold_id: str, at: datetime) -> bool:
    """Ask nobody for a control sample any more; tell whether there was one."""
    change = update(GoldRow).where(GoldRow.id == gold_id, GoldRow.project_id == project_id, GoldRow.ended_at.is_(None))
    found = tx.scalar(_active(project_id).where(GoldRow.id == gold_id)) is not None
    tx.execute(change.values(ended_at=at), execution_options=_PLAIN)
    tx.execute(
        update(ProbeRow).where(ProbeRow.gold_id == gold_id, ProbeRow.is_open.is_(True)).values(is_open=False),
        execution_options=_PLAIN,
    )
    return found


def gold_of(tx: Transaction, gold_id: str) -> Gold | None:
    """Return a control sample by its id."""
    row = tx.get(GoldRow, gold_id)
    return None if row is None else _gold(row)


def is_gold(tx: Transaction, project_id: str, sample_id: str) -> bool:
    """Tell whether a sample is a control sample now."""
    return tx.scalar(_active(project_id).where(GoldRow.sample_id == sample_id).limit(1)) is not None


def gold_samples(tx: Transaction, project_id: str) -> frozenset[str]:
    """Return the samples that are control samples now."""
    return frozenset(tx.scalars(_active(project_id).with_only_columns(GoldRow.sample_id)))


def gold_lines(tx: Transaction, project_id: str) -> tuple[GoldLine, ...]:
    """Return the control samples of a project, newest first, with how they were answered."""
    undone = select(ProbeAnswerRow.undoes).where(ProbeAnswerRow.undoes.is_not(None))
    answered = (
        select(func.count())
        .select_from(ProbeAnswerRow)
        .join(ProbeRow, ProbeRow.id == ProbeAnswerRow.probe_id)
        .where(
            ProbeRow.gold_id == GoldRow.id,
            ProbeAnswerRow.undoes.is_(None),
            ProbeAnswerRow.verdict != Answer.SKIP.value,
            ProbeAnswerRow.id.not_in(undone),
        )
        .correlate(GoldRow)
    )
    right = answered.where(ProbeAnswerRow.verdict == GoldRow.expected)
    shown = (RevisionRow.sample_id == GoldRow.sample_id) & (RevisionRow.number == GoldRow.revision)
    query = (
        select(GoldRow, RevisionRow.question, answered.scalar_subquery(), right.scalar_subquery())
        .join(RevisionRow, shown)
        .where(GoldRow.project_id == project_id, GoldRow.ended_at.is_(None))
        .order_by(GoldRow.made_at.desc(), GoldRow.id)
    )
    return tuple(GoldLine(_gold(row), question, total, ok) for row, question, total, ok in tx.execute(query))


def unasked_gold(tx: Transaction, project_id: str, person_id: str) -> tuple[Gold, ...]:
    """Return the control samples that a person neither made nor was ever asked, by id."""
    asked = select(ProbeRow.gold_id).where(
        ProbeRow.project_id == project_id, ProbeRow.person_id == person_id, ProbeRow.gold_id.is_not(None)
    )
    query = (
        select(GoldRow)
        .where(
            GoldRow.project_id == project_id,
            GoldRow.ended_at.is_(None),
            GoldRow.made_by != person_id,
            GoldRow.id.not_in(asked),
        )
        .order_by(GoldRow.id)
    )
    return tuple(_gold(row) for row in tx.scalars(query))


def sealed_why(tx: Transaction, gold_id: str) -> tuple[str, bytes] | None:
    """Return (sample id, seal) of a reason that waits to be screened, None where none does."""
    row = tx.get(GoldRow, gold_id)
    return None if row is None or row.why_sealed is None else (row.sample_id, row.why_sealed)


def open_why(tx: Transaction, gold_id: str, redacted: str) -> None:
    """Give a control sample its screened reason and empty what was sealed."""
    change = update(GoldRow).where(GoldRow.id == gold_id).values(why=redacted, why_sealed=None)
    tx.execute(change, execution_options=_PLAIN)


def a_gold(sample_id: str, shown: tuple[int, Answer, int | None], made_by: str, at: datetime) -> Gold:
    """Return a new control sample; `shown` is the revision, what is expected, and a correction's revision."""
    revision, expected, text = shown
    return Gold(new_id(), sample_id, revision, expected, text, "", made_by, at)


def _active(project_id: str) -> Select[str]:
    return select(GoldRow.id).where(GoldRow.project_id == project_id, GoldRow.ended_at.is_(None))


def _gold(row: GoldRow) -> Gold:
    return Gold(
        id=row.id,
        sample_id=row.sample_id,
        revision=row.revision,
        expected=Answer(row.expected),
        expected_revision=row.expected_revision,
        why=row.why,
        made_by=row.made_by,
        made_at=row.made_at,
    )
