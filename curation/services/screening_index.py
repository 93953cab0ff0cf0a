"""The duplicate index of a project, brought up to date with the store: only texts that changed are looked up. Heavy.

The store is the truth. An index is compared with the head texts before every search, so that whatever a crash
has left undone is done then; a damaged or foreign index is built anew.
"""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from xxhash import xxh3_64_intdigest

from curation.dedup.columns import text_of
from curation.dedup.conflicts import judge, plain_questions
from curation.dedup.contradictions import contradictions
from curation.dedup.duplicates import Duplicates, told
from curation.dedup.index import Reading, TextIndex, open_index
from curation.dedup.policy import POLICY, DuplicatePolicy, policy_from
from curation.dedup.segments import DamagedIndexError
from curation.domain.identity import content_hash
from curation.domain.projects import Project
from curation.domain.samples import Conversation, Role
from curation.store import duplicates as pairs_store
from curation.store import samples as samples_store
from curation.store.database import Transaction
from curation.store.projects import policy
from curation.texts import text

WHOLE, QUESTIONS = "whole", "questions"
TEXTS = {"id": pl.String, "question": pl.String, "answer": pl.String}
Log = Callable[[str], None]


@dataclass(frozen=True)
class _Heads:
    """The head texts of a project, as of one moment of the store."""

    tx: Transaction
    project: Project
    policy: DuplicatePolicy

    def marks(self, ids: Sequence[str] | None) -> pl.DataFrame:
        """Return each sample, or each of some, with a mark that changes with its head text."""
        rows = [
            (name, xxh3_64_intdigest(f"{number}:{text_hash}".encode()))
            for name, number, text_hash in pairs_store.head_marks(self.tx, self.project.id, ids)
        ]
        return pl.DataFrame(rows, schema={"id": pl.String, "mark": pl.UInt64}, orient="row")

    def frame(self, ids: Iterable[str] | None) -> pl.DataFrame:
        """Return the texts of samples, all of them for None, by the bytes of the id."""
        return frame_of(samples_store.head_texts(self.tx, self.project.id, ids))

    def whole(self, ids: Sequence[str]) -> pl.Series:
        """Return what the policy compares of samples, in their order."""
        return text_of(self._in_order(ids), self.policy)

    def questions(self, ids: Sequence[str]) -> pl.Series:
        """Return the questions of samples as they are compared, in their order."""
        return plain_questions(self._in_order(ids)["question"])

    def answers(self, ids: Sequence[str]) -> pl.Series:
        """Return the answers of samples, in their order."""
        return self._in_order(ids)["answer"]

    def _in_order(self, ids: Sequence[str]) -> pl.DataFrame:
        wanted = pl.DataFrame({"id": ids}, schema={"id": pl.String})
        return wanted.join(self.frame(ids), on="id", how="left", maintain_order="left")


def policy_of(tx: Transaction, project: Project) -> DuplicatePolicy:
    """Return the project's policy of duplicates, what is usual for its language where it has none."""
    return policy_from(policy(tx, project.id, POLICY), project.language)


def find_in_index(
    tx: Transaction, project: Project, folder: Path, log: Log, only: Sequence[str] | None = None
) -> Duplicates:
    """Bring the indexes of a project below `folder` up to date, and tell all that is alike in it.

    With `only`, just these samples are brought up to date, where there is an index already; what is told is then
    complete for pairs with one of them.
    """
    heads = _Heads(tx, project, policy_of(tx, project))
    indexes = [_opened(folder / name, heads.policy, log) for name in (WHOLE, QUESTIONS)]
    looked_at = only if all(index.segments for index in indexes) else None
    whole, asked = _both_up_to_date(heads, indexes, looked_at)
    near = None if only is None else whole.around(only) | asked.around(only)
    ids, alike, _ = whole.alike(near)
    _, questions, flags = asked.alike(near)
    names = pl.Series("id", ids, dtype=pl.String)
    against = contradictions(
        questions, flags.to_list(), lambda rows: heads.answers(names.gather(rows).to_list()), heads.policy
    )
    return told(ids, alike, against, whole.crowds + asked.crowds)


def _both_up_to_date(
    heads: _Heads, indexes: Sequence[TextIndex], only: Sequence[str] | None
) -> tuple[TextIndex, TextIndex]:
    marks = heads.marks(only)
    known = [index.live() for index in indexes]
    if only is not None:
        known = [live.filter(pl.col("id").is_in(pl.Series(only, dtype=pl.String).implode())) for live in known]
    away = [live.join(marks, on=["id", "mark"], how="anti")["id"].to_list() for live in known]
    fresh = [marks.join(live, on=["id", "mark"], how="anti") for live in known]
    wanted = pl.concat(fresh)["id"].unique()
    # Where that is most of a project, all texts are read in one go.
    each = only is not None or 2 * len(wanted) < marks.height
    texts = heads.frame(wanted.to_list() if each else None).filter(pl.col("id").is_in(wanted.implode()))
    columns = (text_of(texts, heads.policy), plain_questions(texts["question"]))
    readings = (Reading(heads.whole), Reading(heads.questions, judge))
    whole, asked = (
        _up_to_date(index, gone, new.join(texts.select("id", text=column), on="id"), reading)
        for index, gone, new, column, reading in zip(indexes, away, fresh, columns, readings, strict=True)
    )
    return whole, asked


def frame_of(heads: Iterable[samples_store.HeadText]) -> pl.DataFrame:
    """Return id, question and answer of samples as duplicate search compares them."""
    rows = [(head.id, _asked(head.conversation), head.conversation.answer) for head in heads]
    return pl.DataFrame(rows, schema=TEXTS, orient="row")


def _opened(folder: Path, given: DuplicatePolicy, log: Log) -> TextIndex:
    try:
        return open_index(folder, given)
    except DamagedIndexError as error:
        log(text("{reason} It is built anew.", reason=error))
        shutil.rmtree(folder)
        return TextIndex(folder, given)


def _up_to_date(index: TextIndex, away: Sequence[str], fresh: pl.DataFrame, reading: Reading) -> TextIndex:
    if not away and fresh.is_empty():
        return index
    return index.changed(away, fresh.sort("id"), reading)


def _asked(conversation: Conversation) -> str:
    turns = [turn.content for turn in conversation.messages if turn.role is not Role.SYSTEM]
    asked = "\n".join(turns[:-1])
    # Passages count as one word: two questions on one long passage are not alike, two passages are not equal.
    return f"{asked}\n{content_hash(chr(10).join(conversation.context))}" if conversation.context else asked
