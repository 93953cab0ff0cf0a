"""What freezing a version speaks of: who is in, who is left out and why, in which shapes it goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from curation.domain.versions import DatasetVersion, Split

TURN = pl.Struct({"role": pl.String, "content": pl.String})
CANDIDATES = pl.Schema(
    {
        "id": pl.String,
        "revision": pl.Int32,
        "revision_hash": pl.String,
        "origin": pl.String,
        "language": pl.String,
        "source": pl.String,
        "group_id": pl.String,
        "passage_id": pl.String,
        "asked": pl.String,
        "blocked": pl.Boolean,
        "empty": pl.Boolean,
        "lapsed": pl.Boolean,
    }
)
PAIRS = pl.Schema({"first": pl.String, "second": pl.String, "kind": pl.String})
TEXTS = pl.Schema({"id": pl.String, "messages": pl.List(TURN), "context": pl.List(pl.String), "metadata": pl.String})
ROWS = pl.Schema(
    {
        "id": pl.String,
        "revision": pl.Int32,
        "revision_hash": pl.String,
        "messages": pl.List(TURN),
        "context": pl.List(pl.String),
        "language": pl.String,
        "origin": pl.String,
        "group": pl.String,
        "metadata": pl.String,
    }
)
MEMBERS = pl.Schema(
    {"id": pl.String, "revision": pl.Int32, "revision_hash": pl.String, "split": pl.String, "group": pl.String}
)
APPROVALS = pl.Schema({"id": pl.String, "person": pl.String, "day": pl.Date})
NOTES = pl.Schema({"id": pl.String, "check": pl.String})
REPLACED = pl.Schema({"id": pl.String, "entity_type": pl.String, "detector": pl.String, "count": pl.Int64})


class Layout(StrEnum):
    """The shapes in which a version can be exported."""

    PARQUET = "parquet"
    PROMPT_COMPLETION = "prompt-completion"
    MESSAGES = "messages"


class LeftOut(StrEnum):
    """Why a sample is not in a version; the first that holds counts, in this order."""

    SCREENING = "screening"
    NOT_SCREENED = "not_screened"
    WAITING = "waiting"
    ESCALATED = "escalated"
    DISPUTED = "disputed"
    REJECTED = "rejected"
    RETRIEVAL = "retrieval"
    SET_ASIDE = "set_aside"
    LAPSED = "lapsed"
    FILTERED = "filtered"
    EMPTY = "empty"
    BLOCKED = "blocked"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class ReleasePlan:
    """What a freeze would hold now: samples a side, why others are left out, and what to know before.

    `stopped` counts the samples whose open contradictions stop it, 0 where nothing does.
    """

    counts: Mapping[Split, int]
    left_out: Mapping[LeftOut, int]
    warnings: Sequence[str]
    stopped: int = 0

    @property
    def rows(self) -> int:
        """How many samples would be in it."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Comparison:
    """What changed from one version to another; each list holds sample ids, sorted by their bytes."""

    before: DatasetVersion
    after: DatasetVersion
    added: Sequence[str]
    removed: Sequence[str]
    changed: Sequence[str]
    moved: Sequence[str]
    unchanged: int
