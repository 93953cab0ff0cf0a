"""Which samples of a project are alike: pairs and groups, copies set aside, what needs eyes weighed anew. Heavy."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from curation.dedup.duplicates import Duplicates, find_duplicates
from curation.dedup.policy import SEARCH, DuplicatePolicy
from curation.domain.duplicates import standing_on
from curation.domain.findings import DuplicateKind, DuplicatePair, Finding, Severity
from curation.domain.jobs import Job, LightStage, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.projects import Project
from curation.domain.samples import Conversation, SampleStatus
from curation.services.duplicate_acts import COPY
from curation.services.duplicate_groups import copies_left
from curation.services.index_files import only_one
from curation.services.screening_index import find_in_index, frame_of, policy_of
from curation.services.weighing import weigh
from curation.store import duplicates as pairs_store
from curation.store import findings as findings_store
from curation.store import samples as samples_store
from curation.store.database import Database, Transaction
from curation.store.group_decisions import group_decisions
from curation.store.projects import known_project, project_by_id
from curation.texts import text, texts

_UNDECIDED = frozenset({SampleStatus.WAITING, SampleStatus.SET_ASIDE, SampleStatus.SCREENING})


@dataclass(frozen=True)
class Found:
    """What the search says: pairs, groups, the group of each sample, and which sample each copy copies."""

    pairs: tuple[DuplicatePair, ...]
    groups: tuple[pairs_store.Group, ...]
    group_of: dict[str, str]
    keeper_of: dict[str, str]
    crowds: int = 0


@dataclass(frozen=True)
class Index:
    """Where the indexes of a home lie, and where it is told that one had to be built anew."""

    folder: Path
    log: Callable[[str], None] = lambda _line: None


@dataclass(frozen=True)
class SearchFirst:
    """A stage that searches its project for duplicates before another stage reads the groups.

    A correction may have made two samples alike since the last import; a split must not tear them apart.
    """

    database: Database
    stage: LightStage
    clock: Clock = utc_now
    indexes: Path | None = None

    def run(self, job: Job, reporter: Reporter) -> None:
        """Search, then do the job."""
        with self.database.reading() as tx:
            project = project_by_id(tx, job.project_id)
        if project is not None:
            reporter.report(Progress(0, None, text("Looking for duplicates")))
            search(self.database, project, self.clock(), index_of(self.indexes, reporter))
        self.stage.run(job, reporter)


@dataclass(frozen=True)
class OrSearch:
    """A stage that searches its project anew where that is all its job asks for, else lets another stage work."""

    database: Database
    stage: LightStage
    clock: Clock = utc_now
    indexes: Path | None = None

    def run(self, job: Job, reporter: Reporter) -> None:
        """Search, or do the job."""
        if job.payload != SEARCH:
            self.stage.run(job, reporter)
            return
        with self.database.reading() as tx:
            project = known_project(tx, job.project_id)
        reporter.report(Progress(0, 1, text("Looking for duplicates")))
        found = search(self.database, project, self.clock(), index_of(self.indexes, reporter))
        reporter.log(f"{len(found.pairs)} pairs alike, {len(found.groups)} groups, {len(found.keeper_of)} exact copies")
        reporter.report(Progress(1, 1))


def index_of(indexes: Path | None, reporter: Reporter) -> Index | None:
    """Return the index of a job, None where the home keeps none."""
    return None if indexes is None else Index(indexes, reporter.log)


def find(heads: Sequence[samples_store.HeadText], policy: DuplicatePolicy) -> Found:
    """Search samples for duplicates and contradictions, and choose which of equal texts is kept.

    Kept is one that somebody has decided on, else the one that came first.
    """
    return _found(find_duplicates(frame_of(heads), policy), {head.id: head for head in heads})


def search(database: Database, project: Project, at: datetime, index: Index | None = None) -> Found:
    """Search a whole project, write what was found, and set exact copies aside; running it again changes nothing.

    With an index only texts that have changed are looked up. Copies that a person has decided on stay where
    that put them.
    """
    found = _searched(database, project) if index is None else _looked_up(database, project, index)
    if index is not None and found.crowds:
        index.log(crowd_words(found.crowds))
    with database.transaction() as tx:
        copies = copies_left(found.keeper_of, standing_on(group_decisions(tx, project.id)))
        changed = pairs_store.replace_pairs(tx, project.id, found.pairs)
        pairs_store.replace_groups(tx, project.id, found.groups)
        before = pairs_store.group_of_samples(tx, project.id)
        now: dict[str, str | None] = {**dict.fromkeys(before), **found.group_of}
        samples_store.set_groups(tx, {name: group for name, group in now.items() if before.get(name) != group})
        changed |= _set_copies_aside(tx, project, copies, at)
        weigh(tx, project, changed)
    return found


def crowd_words(count: int) -> str:
    """Say that not every pair was compared, and which were."""
    return texts(
        "{count} set of alike texts is very large: only pairs with its first text and of neighbours were compared.",
        "{count} sets of alike texts are very large: only pairs with the first text and of neighbours were compared.",
        count,
    )


def _searched(database: Database, project: Project) -> Found:
    with database.reading() as tx:
        return find(list(samples_store.head_texts(tx, project.id)), policy_of(tx, project))


def _looked_up(database: Database, project: Project, index: Index) -> Found:
    with only_one(index.folder), database.reading() as tx:
        found = find_in_index(tx, project, index.folder / project.id, index.log)
        exact = found.pairs.filter(pl.col("kind") == DuplicateKind.EXACT)
        names = pl.concat([exact["first"], exact["second"]]).unique().to_list()
        return _found(found, {head.id: head for head in samples_store.head_texts(tx, project.id, names)})


def _found(found: Duplicates, heads: dict[str, samples_store.HeadText]) -> Found:
    pairs = _pairs(found)
    group_of, groups = _groups(found)
    return Found(pairs, groups, group_of, _keepers(pairs, heads), found.crowds)


def look_again(database: Database, project: Project, sample_id: str, at: datetime, index: Index | None = None) -> None:
    """Compare a sample whose text has changed with every other one, through the index: only its text is looked up.

    Where equal texts hang on it, or it has become a copy, the whole project is searched: what is set aside follows.
    It stays in its group until the next search, so that no split can tear the group.
    """
    if index is None:
        search(database, project, at)
        return
    with only_one(index.folder), database.reading() as tx:
        before = pairs_store.pairs_of(tx, project.id, sample_id)
        pairs = _pairs(find_in_index(tx, project, index.folder / project.id, index.log, [sample_id]))
    now = [pair for pair in pairs if sample_id in (pair.first, pair.second)]
    if any(pair.kind is DuplicateKind.EXACT for pair in (*before, *now)):
        search(database, project, at, index)
        return
    with database.transaction() as tx:
        pairs_store.replace_pairs_of(tx, project.id, sample_id, now)
        weigh(tx, project, {sample_id, *(name for pair in (*before, *now) for name in (pair.first, pair.second))})


def _set_copies_aside(tx: Transaction, project: Project, keeper_of: dict[str, str], at: datetime) -> set[str]:
    before = findings_store.samples_with(tx, project.id, COPY)
    findings_store.drop_findings(tx, before, COPY)
    samples_store.bring_back(tx, [name for name in before if name not in keeper_of], at)
    heads = samples_store.samples(tx, project.id, keeper_of)
    findings_store.add_findings(
        tx, [(name, heads[name].head, _copy_of(keeper)) for name, keeper in sorted(keeper_of.items())]
    )
    samples_store.set_aside(tx, keeper_of, at)
    return set(before) ^ set(keeper_of)


def _copy_of(keeper: str) -> Finding:
    sentence = text("The same text as sample {sample}, which is kept.", sample=keeper[:8])
    return Finding(COPY, Severity.NOTE, sentence)


def _pairs(found: Duplicates) -> tuple[DuplicatePair, ...]:
    scores = {(str(first), str(second)): float(score) for first, second, *_, score in found.conflicts.iter_rows()}
    rows = found.pairs.select("first", "second", "jaccard", "kind").iter_rows()
    return tuple(
        _pair((str(first), str(second)), float(jaccard), DuplicateKind(kind), scores)
        for first, second, jaccard, kind in rows
    )


def _pair(
    names: tuple[str, str], jaccard: float, kind: DuplicateKind, scores: Mapping[tuple[str, str], float]
) -> DuplicatePair:
    return DuplicatePair(*names, jaccard, kind, scores[names] if kind is DuplicateKind.CONFLICT else None)


def _groups(found: Duplicates) -> tuple[dict[str, str], tuple[pairs_store.Group, ...]]:
    group_of: dict[str, str] = {}
    members: dict[tuple[str, DuplicateKind], list[str]] = {}
    for name, label, kind in found.groups.select("id", "group", "kind").iter_rows():
        kind_of = DuplicateKind(kind)
        key = f"{label}-conflict" if kind_of is DuplicateKind.CONFLICT else str(label)
        members.setdefault((key, kind_of), []).append(str(name))
        if kind_of is not DuplicateKind.CONFLICT:
            group_of[str(name)] = key
    groups = (pairs_store.Group(key, kind, tuple(sorted(names))) for (key, kind), names in sorted(members.items()))
    return group_of, tuple(groups)


def _keepers(pairs: Sequence[DuplicatePair], heads: dict[str, samples_store.HeadText]) -> dict[str, str]:
    # A pair is exact by its words alone: "< 5" and "> 5" would be; only texts with equal signs are copies.
    alike = {name for pair in pairs if pair.kind is DuplicateKind.EXACT for name in (pair.first, pair.second)}
    classes: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(alike):
        classes.setdefault(_same_text(heads[name].conversation), []).append(name)
    kept = [(min(names, key=lambda name: _rank(heads[name])), names) for names in classes.values()]
    return {name: keeper for keeper, names in kept for name in names if name != keeper}


def _same_text(conversation: Conversation) -> tuple[str, ...]:
    texts = (*(turn.content for turn in conversation.messages), *conversation.context)
    return tuple(" ".join(one.casefold().split()) for one in texts)


def _rank(head: samples_store.HeadText) -> tuple[bool, bool, datetime, str]:
    return (
        head.status in _UNDECIDED,
        head.status is SampleStatus.SET_ASIDE,
        head.created_at,
        head.id,
    )
