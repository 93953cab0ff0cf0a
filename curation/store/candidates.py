"""Reads what a version can be made of: the approved samples of a project, in columns."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from curation.domain.duplicates import GroupDecision, GroupKind, settled_by, standing_on
from curation.domain.findings import DuplicateKind, Severity
from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.releases import APPROVALS, CANDIDATES, NOTES, PAIRS, REPLACED, TEXTS
from curation.domain.reviews import Verdict
from curation.domain.samples import Message, RevisionKind, Role, SampleStatus
from curation.store.corrections import conversation_from
from curation.store.database import Transaction
from curation.store.findings import HIDDEN
from curation.store.group_decisions import group_decisions
from curation.store.ratings import approved_ratings
from curation.store.recalls import not_recalled
from curation.store.reviews import STANDING
from curation.store.tables_samples import (
    DuplicatePairRow,
    FindingRow,
    PiiSpanRow,
    RevisionRow,
    SampleRow,
    SourceRow,
)
from curation.store.tables_work import DecisionRow
from curation.store.validity import lapsed_ids

_AT_ONCE = 2_000
RATINGS = "ratings"
_BEGINNING = 400
_ASKED = 2_000
_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)


def candidates(tx: Transaction, project_id: str, today: date) -> pl.DataFrame:
    """Return the approved samples of a project (columns of CANDIDATES), in no order; `today` says what has lapsed.

    `asked` names what several ask alike, but for case and spacing, None where a question stands alone.

    The head is what counts as approved: an approval survives a change of placeholders only.
    """
    blocked = (
        select(FindingRow.id)
        .where(
            FindingRow.sample_id == SampleRow.id,
            FindingRow.revision == SampleRow.head,
            FindingRow.severity == Severity.BLOCK.value,
            FindingRow.dismissed_by.is_(None),
        )
        .exists()
    )
    query = (
        select(
            SampleRow.id,
            SampleRow.head,
            RevisionRow.text_hash,
            SampleRow.origin,
            SampleRow.language,
            SourceRow.name,
            SampleRow.group_id,
            SampleRow.passage_id,
            func.substr(RevisionRow.question, 1, _ASKED),
            blocked,
            func.substr(RevisionRow.answer, 1, _BEGINNING),
        )
        .join(RevisionRow, _HEAD)
        .outerjoin(SourceRow, SourceRow.id == SampleRow.source_id)
        .where(*_approved(project_id))
    )
    schema = pl.Schema({**{n: t for n, t in CANDIDATES.items() if n not in {"empty", "lapsed"}}, "answer": pl.String})
    found = pl.DataFrame([tuple(row) for row in tx.execute(query)], schema, orient="row")
    empty = pl.any_horizontal(pl.col("asked", "answer").str.strip_chars() == "")
    late = pl.Series(lapsed_ids(tx, project_id, today), dtype=pl.String)
    found = found.with_columns(empty=empty, lapsed=pl.col("id").is_in(late.implode()))
    return found.drop("asked").join(_asked(tx, found), on="id", how="left").select(CANDIDATES.names())


def _asked(tx: Transaction, found: pl.DataFrame) -> pl.DataFrame:
    """Name by hash what those samples ask (all turns up to the answer) that share their last question with others."""
    plain = pl.col("asked").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    again = found.filter(plain.is_duplicated() & (plain != ""))["id"].to_list()
    rows: list[tuple[str, str]] = []
    for start in range(0, len(again), _AT_ONCE):
        query = select(SampleRow.id, RevisionRow.messages).join(RevisionRow, _HEAD)
        chosen = query.where(SampleRow.id.in_(again[start : start + _AT_ONCE]))
        told = ((name, conversation_from(turns, [])) for name, turns in tx.execute(chosen))
        rows += [(name, content_hash(_prompt(conversation.messages))) for name, conversation in told]
    return pl.DataFrame(rows, {"id": pl.String, "asked": pl.String}, orient="row")


def _prompt(turns: Sequence[Message]) -> str:
    said = [turn.content for turn in turns if turn.role is not Role.SYSTEM]
    return "\n".join(" ".join(words.casefold().split()) for words in said[:-1])


def pairs(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return which approved samples are alike or contradict each other, nobody having decided (columns of PAIRS)."""
    first, second = aliased(SampleRow), aliased(SampleRow)
    query = (
        select(DuplicatePairRow.first, DuplicatePairRow.second, DuplicatePairRow.kind)
        .join(first, first.id == DuplicatePairRow.first)
        .join(second, second.id == DuplicatePairRow.second)
        .where(
            DuplicatePairRow.project_id == project_id,
            first.status == SampleStatus.APPROVED.value,
            second.status == SampleStatus.APPROVED.value,
        )
    )
    stand = standing_on(group_decisions(tx, project_id))
    rows = [(one, other, kind) for one, other, kind in tx.execute(query) if not _settled(stand, one, other, kind)]
    return pl.DataFrame(rows, PAIRS, orient="row")


def _settled(stand: Sequence[GroupDecision], one: str, other: str, kind: str) -> bool:
    group = GroupKind.CONFLICT if kind == DuplicateKind.CONFLICT.value else GroupKind.DUPLICATE
    return settled_by(stand, group, one, other) is not None


def texts(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return the texts of the approved samples of a project (columns of TEXTS), in no order."""
    query = (
        select(SampleRow.id, RevisionRow.messages, RevisionRow.context, SampleRow.attributes)
        .join(RevisionRow, _HEAD)
        .where(*_approved(project_id))
        .execution_options(yield_per=_AT_ONCE)
    )
    rated = approved_ratings(tx, project_id)
    found = tx.execute(query).partitions(_AT_ONCE)
    parts = [
        pl.DataFrame([(*row[:3], _written(row[3], rated.get(row[0]))) for row in part], TEXTS, orient="row")
        for part in found
    ]
    return pl.concat([TEXTS.to_frame(), *parts])


def _written(metadata: Json, ratings: Mapping[str, float] | None) -> str | None:
    """Write what stands beside a sample, with what its approvals rated as `ratings`."""
    beside: dict[str, Json] = dict(metadata) if isinstance(metadata, Mapping) else {}
    if ratings:
        beside[RATINGS if RATINGS not in beside else f"workbench_{RATINGS}"] = dict(ratings)
    return canonical_json(beside) if beside else None


def approvals(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return the standing approvals of approved samples that count (columns of APPROVALS): those since a recall."""
    query = (
        select(DecisionRow.sample_id, DecisionRow.person_id, DecisionRow.created_at)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(*_approved(project_id), *STANDING, not_recalled(), DecisionRow.verdict == Verdict.APPROVE.value)
    )
    rows = [(sample_id, person, at.date()) for sample_id, person, at in tx.execute(query)]
    return pl.DataFrame(rows, APPROVALS, orient="row")


def edited(tx: Transaction, project_id: str) -> pl.Series:
    """Return the ids of the approved samples that somebody has corrected."""
    query = (
        select(SampleRow.id)
        .join(RevisionRow, RevisionRow.sample_id == SampleRow.id)
        .where(
            *_approved(project_id),
            or_(
                RevisionRow.kind.in_([RevisionKind.EDITED.value, RevisionKind.MERGED.value])
                & (RevisionRow.number <= SampleRow.head),
                (RevisionRow.kind == RevisionKind.PROPOSED.value) & (RevisionRow.number == SampleRow.head),
            ),
        )
        .distinct()
    )
    return pl.Series("id", list(tx.scalars(query)), pl.String)


def engines(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return by sample what looked for personal data in the source of approved samples (columns id and engine)."""
    query = (
        select(SampleRow.id, SourceRow.engine)
        .join(SourceRow, SourceRow.id == SampleRow.source_id)
        .where(*_approved(project_id))
    )
    schema = {"id": pl.String, "engine": pl.String}
    return pl.DataFrame([tuple(row) for row in tx.execute(query)], schema, orient="row")


def replaced(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Count the replaced personal data of approved samples by sample, type and detector (columns of REPLACED)."""
    query = (
        select(SampleRow.id, PiiSpanRow.entity_type, PiiSpanRow.detector, func.count())
        .join(PiiSpanRow, (PiiSpanRow.sample_id == SampleRow.id) & (PiiSpanRow.revision == SampleRow.head))
        .where(*_approved(project_id), HIDDEN)
        .group_by(SampleRow.id, PiiSpanRow.entity_type, PiiSpanRow.detector)
    )
    return pl.DataFrame([tuple(row) for row in tx.execute(query)], REPLACED, orient="row")


def _approved(project_id: str) -> tuple[ColumnElement[bool], ...]:
    return (SampleRow.project_id == project_id, SampleRow.status == SampleStatus.APPROVED.value)


def notes(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return which checks said something of approved samples, once a sample and check (columns of NOTES)."""
    query = (
        select(SampleRow.id, FindingRow.check)
        .join(FindingRow, (FindingRow.sample_id == SampleRow.id) & (FindingRow.revision == SampleRow.head))
        .where(*_approved(project_id), FindingRow.dismissed_by.is_(None))
        .distinct()
    )
    return pl.DataFrame([tuple(row) for row in tx.execute(query)], NOTES, orient="row")


def choices(tx: Transaction, project_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the origins and the languages that approved samples of a project have."""
    found = tx.execute(select(SampleRow.origin, SampleRow.language).where(*_approved(project_id)).distinct()).all()
    return tuple(sorted({origin for origin, _ in found})), tuple(sorted({language for _, language in found}))
