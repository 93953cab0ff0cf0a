"""Reads what people said of samples in columns: decisions, control samples and repeats, for figures of agreement."""

from collections.abc import Collection

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import aliased

from curation.domain.probes import Answer
from curation.domain.reviews import Verdict
from curation.domain.samples import RevisionState
from curation.store.database import Transaction
from curation.store.reviews import STANDING
from curation.store.tables_browser import TagRow
from curation.store.tables_review import GoldRow, ProbeAnswerRow, ProbeRow
from curation.store.tables_samples import RevisionRow, SampleRow
from curation.store.tables_work import DecisionRow

JUDGEMENTS = pl.Schema(
    {
        "id": pl.String(),
        "sample": pl.String(),
        "person": pl.String(),
        "purpose": pl.String(),
        "slot": pl.Int64(),
        "slots": pl.Int64(),
        "verdict": pl.String(),
        "reason": pl.String(),
        "section": pl.String(),
        "seconds": pl.Float64(),
        "at": pl.Datetime(time_zone="UTC"),
        "revision": pl.Int64(),
        "written": pl.Int64(),
        "blind": pl.Boolean(),
        "is_gold": pl.Boolean(),
        "is_repeat": pl.Boolean(),
        "expected": pl.String(),
        "alike": pl.Float64(),
    }
)
"""A row is a standing decision, or a standing answer to a control sample or to a repeat.

`verdict` is approve, correct, reject, escalate or skip. `revision` is the text that was shown, `written` the one
that a correction of a decision wrote. `expected` is the verdict of a control sample, and of a repeat what the same
person said the first time; `alike` (0 to 1) how like the expected text a correction is. Of decisions `is_gold` and
`is_repeat` are false; only `purpose` review and `blind` ones were made without knowing what others said.
"""


def judgements(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return everything that people said of a project's samples (columns of JUDGEMENTS), oldest first."""
    return pl.concat([_decisions(tx, project_id), _probes(tx, project_id)]).sort("at", "id")


def _decisions(tx: Transaction, project_id: str) -> pl.DataFrame:
    written = (RevisionRow.sample_id == DecisionRow.sample_id) & (RevisionRow.number == DecisionRow.revision)
    own = (RevisionRow.author_id == DecisionRow.person_id) & (DecisionRow.verdict == Verdict.APPROVE.value)
    query = (
        select(DecisionRow, RevisionRow.parent)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .outerjoin(RevisionRow, written & own & (RevisionRow.created_at == DecisionRow.created_at))
        .where(SampleRow.project_id == project_id, DecisionRow.verdict != Verdict.ASK.value, *STANDING)
    )
    rows = [
        (
            *(row.id, row.sample_id, row.person_id, row.purpose, row.slot, row.slots),
            row.verdict if parent is None else Answer.CORRECT.value,
            *(row.reason, row.section, row.seconds, row.created_at),
            row.revision if parent is None else parent,
            None if parent is None else row.revision,
            *(row.blind, False, False, None, None),
        )
        for row, parent in tx.execute(query)
    ]
    return pl.DataFrame(rows, JUDGEMENTS, orient="row")


def _probes(tx: Transaction, project_id: str) -> pl.DataFrame:
    back = aliased(ProbeAnswerRow)
    first = aliased(RevisionRow)
    written = (first.sample_id == DecisionRow.sample_id) & (first.number == DecisionRow.revision)
    query = (
        select(ProbeAnswerRow, ProbeRow, GoldRow.expected, DecisionRow.verdict, first.parent)
        .join(ProbeRow, ProbeRow.id == ProbeAnswerRow.probe_id)
        .outerjoin(GoldRow, GoldRow.id == ProbeRow.gold_id)
        .outerjoin(DecisionRow, DecisionRow.id == ProbeRow.repeats)
        .outerjoin(
            first,
            written & (first.author_id == DecisionRow.person_id) & (first.created_at == DecisionRow.created_at),
        )
        .where(
            ProbeRow.project_id == project_id,
            ProbeAnswerRow.undoes.is_(None),
            ~select(back.id).where(back.undoes == ProbeAnswerRow.id).exists(),
        )
    )
    rows = [
        (
            *(answer.id, probe.sample_id, probe.person_id, "review", None, 1),
            *(answer.verdict, answer.reason, None, answer.seconds, answer.created_at, probe.revision, None),
            *(True, probe.gold_id is not None, probe.repeats is not None),
            expected or (verdict if parent is None else Answer.CORRECT.value),
            answer.alike,
        )
        for answer, probe, expected, verdict, parent in tx.execute(query)
    ]
    return pl.DataFrame(rows, JUDGEMENTS, orient="row")


def tags_of(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return the tags of a project's samples (columns sample and tag)."""
    rows = tx.execute(select(TagRow.sample_id, TagRow.tag).where(TagRow.project_id == project_id).distinct())
    return pl.DataFrame([tuple(row) for row in rows], {"sample": pl.String, "tag": pl.String}, orient="row")


def specialties_of(tx: Transaction, project_id: str) -> pl.DataFrame:
    """Return the specialties of a project's samples that somebody decided on (columns sample and tag)."""
    said = select(DecisionRow.sample_id).where(DecisionRow.sample_id == SampleRow.id).exists()
    query = select(SampleRow.id, SampleRow.specialties).where(SampleRow.project_id == project_id, said)
    rows = [
        (sample, name)
        for sample, names in tx.execute(query)
        for name in (names if isinstance(names, list) else [])
        if isinstance(name, str)
    ]
    return pl.DataFrame(rows, {"sample": pl.String, "tag": pl.String}, orient="row")


def written_texts(tx: Transaction, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return question and answer of open revisions, by (sample, number); those still sealed are left out."""
    query = select(RevisionRow.sample_id, RevisionRow.number, RevisionRow.question, RevisionRow.answer).where(
        RevisionRow.sample_id.in_({sample for sample, _ in places}),
        RevisionRow.state == RevisionState.OPEN.value,
    )
    wanted = set(places)
    return {(s, n): f"{question}\n{answer}" for s, n, question, answer in tx.execute(query) if (s, n) in wanted}
