"""Which samples of a project are alike: pairs and groups, copies set aside, what needs eyes weighed anew. Heavy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from curation.dedup.duplicates import Duplicates, find_duplicates
from curation.domain.duplicates import standing_on
from curation.domain.findings import DuplicateKind, DuplicatePair, Finding, Severity
from curation.domain.identity import content_hash
from curation.domain.jobs import Job, LightStage, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.projects import Project
from curation.domain.samples import Conversation, Role, SampleStatus
from curation.review.ordering import attention
from curation.services.duplicate_acts import COPY
from curation.services.duplicate_groups import copies_left
from curation.store import duplicates as pairs_store
from curation.store import findings as findings_store
from curation.store import samples as samples_store
from curation.store.database import Database, Transaction
from curation.store.group_decisions import group_decisions
from curation.store.projects import project_by_id
from curation.texts import text

_UNDECIDED = frozenset({SampleStatus.WAITING, SampleStatus.SET_ASIDE, SampleStatus.SCREENING})


@dataclass(frozen=True)
class Found:
    """What the search says: pairs, groups, the group of each sample, and which sample each copy copies."""

    pairs: tuple[DuplicatePair, ...]
    groups: tuple[pairs_store.Group, ...]
    group_of: dict[str, str]
    keeper_of: dict[str, str]


@dataclass(frozen=True)
class SearchFirst:
    """A stage that searches its project for duplicates before another stage reads the groups.

    A correction may have made two samples alike since the last import; a split must not tear them apart.
    """

    database: Database
    stage: LightStage
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """Search, then do the job."""
        with self.database.reading() as tx:
            project = None if job.project_id is None else project_by_id(tx, job.project_id)
        if project is not None:
            reporter.report(Progress(0, None, text("Looking for duplicates")))
            search(self.database, project, self.clock())
        self.stage.run(job, reporter)


def find(heads: Sequence[samples_store.HeadText]) -> Found:
    """Search samples for duplicates and contradictions, and choose which of equal texts is kept.

    Kept is one that somebody has decided on, else the one that came first.
    """
    frame = pl.DataFrame(
        {
            "id": [head.id for head in heads],
            "question": [_asked(head.conversation) for head in heads],
            "answer": [head.conversation.answer for head in heads],
        },
        schema={"id": pl.String, "question": pl.String, "answer": pl.String},
    )
    found = find_duplicates(frame)
    pairs = _pairs(found)
    group_of, groups = _groups(found)
    return Found(pairs, groups, group_of, _keepers(pairs, {head.id: head for head in heads}))


def search(database: Database, project: Project, at: datetime) -> Found:
    """Search a whole project, write what was found, and set exact copies aside; running it again changes nothing.

    Copies that a person has decided on stay where that put them.
    """
    with database.reading() as tx:
        heads = list(samples_store.head_texts(tx, project.id))
    found = find(heads)
    with database.transaction() as tx:
        copies = copies_left(found.keeper_of, standing_on(group_decisions(tx, project.id)))
        before = {name for pair in pairs_store.all_pairs(tx, project.id) for name in (pair.first, pair.second)}
        pairs_store.replace_pairs(tx, project.id, found.pairs)
        pairs_store.replace_groups(tx, project.id, found.groups)
        gone = {name: None for name in before if name not in found.group_of}
        samples_store.set_groups(tx, {**gone, **found.group_of})
        _set_copies_aside(tx, project, copies, at)
        weigh(tx, project, before | {name for pair in found.pairs for name in (pair.first, pair.second)})
    return found


def look_again(database: Database, project: Project, sample_id: str, at: datetime) -> None:
    """Compare a sample whose text has changed with those it was alike before.

    What it is newly alike with is found by the next search of the whole project; that is done at once where
    equal texts hung on it. It stays in its group until then, so that no split can tear the group.
    """
    with database.reading() as tx:
        before = pairs_store.pairs_of(tx, project.id, sample_id)
        beside = {name for pair in before for name in (pair.first, pair.second)} - {sample_id}
        heads = list(samples_store.head_texts(tx, project.id, [sample_id, *beside]))
    if any(pair.kind is DuplicateKind.EXACT for pair in before):
        search(database, project, at)
        return
    found = find(heads) if beside else None
    with database.transaction() as tx:
        if found is not None:
            mine = [pair for pair in found.pairs if sample_id in (pair.first, pair.second)]
            pairs_store.replace_pairs_of(tx, project.id, sample_id, mine)
        weigh(tx, project, [sample_id, *beside])


def weigh(tx: Transaction, project: Project, ids: Iterable[str]) -> None:
    """Compute anew what needs eyes first, from findings, duplicates and doubtful spans of the heads."""
    names = sorted(ids)
    kinds = pairs_store.kinds_of(tx, project.id, names)
    findings, spans = findings_store.findings_of_heads(tx, names), findings_store.spans_of_heads(tx, names)
    samples_store.set_attention(tx, {name: attention(findings[name], kinds[name], spans[name]) for name in names})


def _set_copies_aside(tx: Transaction, project: Project, keeper_of: dict[str, str], at: datetime) -> None:
    before = findings_store.samples_with(tx, project.id, COPY)
    findings_store.drop_findings(tx, before, COPY)
    samples_store.bring_back(tx, [name for name in before if name not in keeper_of], at)
    heads = samples_store.samples(tx, project.id, keeper_of)
    findings_store.add_findings(
        tx, [(name, heads[name].head, _copy_of(keeper)) for name, keeper in sorted(keeper_of.items())]
    )
    samples_store.set_aside(tx, keeper_of, at)


def _copy_of(keeper: str) -> Finding:
    sentence = text("The same text as sample {sample}, which is kept.", sample=keeper[:8])
    return Finding(COPY, Severity.NOTE, sentence)


def _asked(conversation: Conversation) -> str:
    turns = [turn.content for turn in conversation.messages if turn.role is not Role.SYSTEM]
    asked = "\n".join(turns[:-1])
    # Passages count as one word: two questions on one long passage are not alike, two passages are not equal.
    return f"{asked}\n{content_hash(chr(10).join(conversation.context))}" if conversation.context else asked


def _pairs(found: Duplicates) -> tuple[DuplicatePair, ...]:
    rows = found.pairs.select("first", "second", "jaccard", "kind").iter_rows()
    return tuple(
        DuplicatePair(str(first), str(second), float(jaccard), DuplicateKind(kind))
        for first, second, jaccard, kind in rows
    )


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
