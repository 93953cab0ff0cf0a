"""Reads what happened to one sample from every table that knows of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import select

from curation.domain.blindness import Looking
from curation.domain.histories import Happened, Moment
from curation.domain.lapses import MACHINE
from curation.domain.reviews import Decision, Verdict
from curation.domain.samples import Revision, RevisionKind, SampleStatus
from curation.store.assignments import assigned
from curation.store.corrections import open_revisions
from curation.store.database import Transaction
from curation.store.events import events_of
from curation.store.ratings import ratings_of
from curation.store.recalls import recalls_of
from curation.store.reviews import decisions_of
from curation.store.tables_browser import TagRow
from curation.store.tables_duplicates import GroupDecisionRow
from curation.store.tables_samples import SampleRow, SourceRow
from curation.store.tables_work import VersionMemberRow, VersionRow
from curation.store.validity import dated_of
from curation.store.voices import voices_of

_OF_EVENTS = {"sample.privacy": Happened.PRIVACY, "sample.erased": Happened.ERASED}
_EARLIEST = tuple(Happened)


def history_of(tx: Transaction, project_id: str, sample_id: str, looking: Looking) -> tuple[Moment, ...]:
    """Return what happened to a sample, oldest first; of others' decisions only what the person may know."""
    found = [
        *_imported(tx, sample_id),
        *_judged(tx, sample_id, looking),
        *_from_events(tx, sample_id),
        *_copies(tx, project_id, sample_id),
        *_frozen(tx, sample_id),
        *_beside(tx, project_id, sample_id),
        *_lapses(tx, sample_id),
    ]
    return tuple(sorted(found, key=lambda one: (one.at, _EARLIEST.index(one.what))))


def _imported(tx: Transaction, sample_id: str) -> Iterator[Moment]:
    query = (
        select(SourceRow.imported_at, SourceRow.imported_by, SourceRow.name)
        .join(SampleRow, SampleRow.source_id == SourceRow.id)
        .where(SampleRow.id == sample_id)
    )
    for at, by, name in tx.execute(query):
        yield Moment(at, Happened.IMPORTED, by, name)


def _judged(tx: Transaction, sample_id: str, looking: Looking) -> Iterator[Moment]:
    """Yield revisions and decisions; what others proposed or said is left out while it is not to be known."""
    row = tx.get_one(SampleRow, sample_id, populate_existing=True)
    spoke = looking.person_id in {voice.person_id for voice in voices_of(tx, [sample_id])[sample_id]}
    knows = looking.may_know(SampleStatus(row.status), spoke=spoke)
    decisions = decisions_of(tx, [sample_id])[sample_id]
    every = {one.id: one for one in decisions}
    undone = {one.undoes for one in decisions if one.undoes is not None}
    rated = ratings_of(tx, every)
    for one in decisions:
        first = one if one.undoes is None else every.get(one.undoes, one)
        if knows or looking.person_id in {one.person_id, first.person_id}:
            moment = _decided(one, first, taken_back=one.id in undone)
            yield replace(moment, ratings=rated.get(one.id, ()))
    for before, revision in pairwise((None, *open_revisions(tx, [sample_id]).get(sample_id, ()))):
        if revision is not None and (knows or revision.kind is not RevisionKind.PROPOSED):
            yield _revised(revision, before, named=knows or revision.author_id == looking.person_id)


def _decided(one: Decision, first: Decision, *, taken_back: bool) -> Moment:
    what = Happened.UNDONE if one.verdict is Verdict.UNDO else Happened.DECIDED
    return Moment(one.created_at, what, one.person_id, decision=first, undone=taken_back)


def _revised(revision: Revision, before: Revision | None, *, named: bool) -> Moment:
    author = revision.author_id if named else None
    name = "" if named or revision.author_id is None else "somebody"
    return Moment(revision.created_at, Happened.REVISED, author, name, revision=revision, before=before)


def _from_events(tx: Transaction, sample_id: str) -> Iterator[Moment]:
    for event in events_of(tx, "sample", sample_id):
        if event.action in _OF_EVENTS:
            yield Moment(event.at, _OF_EVENTS[event.action], event.actor)


def _copies(tx: Transaction, project_id: str, sample_id: str) -> Iterator[Moment]:
    query = select(GroupDecisionRow).where(GroupDecisionRow.project_id == project_id)
    rows = list(tx.scalars(query.order_by(GroupDecisionRow.decided_at)))
    undone = {row.undoes for row in rows if row.undoes is not None}
    for row in rows:
        members: Sequence[object] = row.members if isinstance(row.members, list) else []
        if sample_id in members and row.undoes is None:
            yield Moment(row.decided_at, Happened.COPIES, row.decided_by, row.action, undone=row.id in undone)


def _frozen(tx: Transaction, sample_id: str) -> Iterator[Moment]:
    query = (
        select(VersionRow.created_at, VersionRow.created_by, VersionRow.name)
        .join(VersionMemberRow, VersionMemberRow.version_id == VersionRow.id)
        .where(VersionMemberRow.sample_id == sample_id)
    )
    for at, by, name in tx.execute(query):
        yield Moment(at, Happened.FROZEN, by, name)


def _lapses(tx: Transaction, sample_id: str) -> Iterator[Moment]:
    for change in dated_of(tx, sample_id):
        yield Moment(change.at, Happened.DATED, change.by, day=change.after)
    for recall in recalls_of(tx, [sample_id])[sample_id]:
        because, by = recall.because, None if recall.by == MACHINE else recall.by
        gone = recall.undone_at is not None
        yield Moment(recall.at, Happened.RECALLED, by, because.why.value, undone=gone, day=because.until)


def _beside(tx: Transaction, project_id: str, sample_id: str) -> Iterator[Moment]:
    tagged = select(TagRow).where(TagRow.project_id == project_id, TagRow.sample_id == sample_id)
    for row in tx.scalars(tagged):
        yield Moment(row.added_at, Happened.TAGGED, row.added_by, row.tag)
    for one in assigned(tx, project_id, [sample_id]):
        yield Moment(one.assigned_at, Happened.ASSIGNED, one.assigned_by, one.person_id)
