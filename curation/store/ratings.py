"""Stores what reviewers rated beside their decisions."""

from collections.abc import Collection

import polars as pl
from sqlalchemy import func, insert, select
from sqlalchemy.orm import aliased

from curation.domain.reviews import Purpose, Verdict
from curation.domain.rubric import Ratings
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.reviews import STANDING
from curation.store.tables_review import ProbeAnswerRow, ProbeRatingRow, ProbeRow, RatingRow, VoiceRow
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow

RATED = pl.Schema(
    {
        "sample": pl.String(),
        "revision": pl.Int64(),
        "person": pl.String(),
        "criterion": pl.String(),
        "value": pl.Int64(),
    }
)

RATED_AGAIN = pl.Schema(
    {"person": pl.String(), "criterion": pl.String(), "value": pl.Int64(), "expected": pl.Float64()}
)


def add_ratings(tx: Transaction, decision_id: str, ratings: Ratings) -> None:
    """Add what was rated with a decision."""
    if ratings:
        rows = [{"decision_id": decision_id, "criterion": key, "value": value} for key, value in ratings]
        tx.execute(insert(RatingRow), rows)


def add_probe_ratings(tx: Transaction, answer_id: str, ratings: Ratings) -> None:
    """Add what was rated with an answer to a probe."""
    if ratings:
        rows = [{"answer_id": answer_id, "criterion": key, "value": value} for key, value in ratings]
        tx.execute(insert(ProbeRatingRow), rows)


def probe_ratings_taken_back(tx: Transaction, probe_id: str) -> Ratings:
    """Return what was rated with the answer to a probe that was taken back last, nothing where none was."""
    last = (
        select(ProbeAnswerRow.undoes)
        .where(ProbeAnswerRow.probe_id == probe_id, ProbeAnswerRow.undoes.is_not(None))
        .order_by(ProbeAnswerRow.created_at.desc(), ProbeAnswerRow.id.desc())
        .limit(1)
    )
    mine = select(ProbeRatingRow).where(ProbeRatingRow.answer_id == last.scalar_subquery())
    return tuple((row.criterion, row.value) for row in tx.scalars(mine.order_by(ProbeRatingRow.criterion)))


def ratings_of(tx: Transaction, decision_ids: Collection[str]) -> dict[str, Ratings]:
    """Return what was rated with decisions, by decision; those without ratings are left out."""
    ids = list(decision_ids)
    found: dict[str, Ratings] = {}
    for part in in_parts(ids):
        query = select(RatingRow).where(RatingRow.decision_id.in_(part))
        for row in tx.scalars(query.order_by(RatingRow.decision_id, RatingRow.criterion)):
            found[row.decision_id] = (*found.get(row.decision_id, ()), (row.criterion, row.value))
    return found


def rated(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return blind ratings of standing decisions of a project (columns of RATED), oldest first."""
    query = (
        select(DecisionRow.sample_id, DecisionRow.revision, DecisionRow.person_id, RatingRow.criterion, RatingRow.value)
        .join(RatingRow, RatingRow.decision_id == DecisionRow.id)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(
            SampleRow.project_id == project_id,
            DecisionRow.purpose == Purpose.REVIEW.value,
            DecisionRow.blind.is_(True),
            *STANDING,
        )
        .order_by(DecisionRow.created_at, DecisionRow.id)
    )
    return pl.DataFrame([tuple(row) for row in tx.execute(query)], RATED, orient="row")


def approved_ratings(tx: Transaction, project_id: str) -> dict[str, dict[str, float]]:
    """Return the mean rating of each criterion in the approvals that count now, by sample, to two places."""
    query = (
        select(DecisionRow.sample_id, RatingRow.criterion, RatingRow.value)
        .join(RatingRow, RatingRow.decision_id == DecisionRow.id)
        .join(VoiceRow, VoiceRow.decision_id == DecisionRow.id)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(SampleRow.project_id == project_id, DecisionRow.verdict == Verdict.APPROVE.value)
    )
    values: dict[str, dict[str, list[int]]] = {}
    for sample_id, criterion, value in tx.execute(query):
        values.setdefault(sample_id, {}).setdefault(criterion, []).append(value)
    return {
        sample_id: {key: round(sum(given) / len(given), 2) for key, given in sorted(parts.items())}
        for sample_id, parts in values.items()
    }


def rated_again(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return standing ratings of control samples and repeats beside those of then (columns of RATED_AGAIN).

    Of a repeat that is the person's own rating, of a control sample the mean of what others rated; what was not
    rated then is left out.
    """
    back = aliased(ProbeAnswerRow)
    then, mean = aliased(RatingRow), func.avg(RatingRow.value)
    others = (
        select(mean)
        .join(DecisionRow, DecisionRow.id == RatingRow.decision_id)
        .where(
            DecisionRow.sample_id == ProbeRow.sample_id,
            DecisionRow.person_id != ProbeRow.person_id,
            DecisionRow.purpose == Purpose.REVIEW.value,
            RatingRow.criterion == ProbeRatingRow.criterion,
            *STANDING,
        )
        .correlate(ProbeRow, ProbeRatingRow)
        .scalar_subquery()
    )
    expected = func.coalesce(then.value, others)
    query = (
        select(ProbeRow.person_id, ProbeRatingRow.criterion, ProbeRatingRow.value, expected)
        .join(ProbeAnswerRow, ProbeAnswerRow.id == ProbeRatingRow.answer_id)
        .join(ProbeRow, ProbeRow.id == ProbeAnswerRow.probe_id)
        .outerjoin(then, (then.decision_id == ProbeRow.repeats) & (then.criterion == ProbeRatingRow.criterion))
        .where(
            ProbeRow.project_id == project_id,
            expected.is_not(None),
            ~select(back.id).where(back.undoes == ProbeAnswerRow.id).exists(),
        )
        .order_by(ProbeAnswerRow.created_at, ProbeRatingRow.criterion)
    )
    rows = [(person, key, value, float(before)) for person, key, value, before in tx.execute(query)]
    return pl.DataFrame(rows, RATED_AGAIN, orient="row")
