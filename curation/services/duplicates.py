"""Duplicate groups and conflicts: shown with their evidence, decided by people, taken back. Nothing is deleted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curation.domain.desk import Draft
from curation.domain.duplicates import (
    DuplicateGroup,
    GroupAction,
    GroupDecision,
    GroupKind,
    Member,
    best_first,
    standing_on,
)
from curation.domain.findings import DuplicateKind
from curation.domain.identity import new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError, NotFoundError
from curation.pii.sealed import Seal
from curation.services.duplicate_acts import COPY, Deciding, GroupSaid
from curation.services.duplicate_groups import groups_of
from curation.services.on_desk import on_desk, require_off_desk
from curation.services.reviewing_drafts import opened
from curation.store import group_decisions as store
from curation.store.database import Database, Transaction
from curation.store.drafts import drafts_of
from curation.store.duplicates import all_pairs, pairs_around
from curation.store.findings import samples_with
from curation.store.samples import sample
from curation.texts import text

MOST_SHOWN = 50


@dataclass(frozen=True)
class GroupFilter:
    """Which groups are wanted; None for any. `least` is how alike (Jaccard, 0 to 1) the most alike of it must be."""

    kind: GroupKind | None = None
    open: bool | None = None
    least: float = 0.0

    def holds(self, group: DuplicateGroup) -> bool:
        """Tell whether a group is wanted."""
        return self.kind in (None, group.kind) and self.open in (None, group.open) and group.jaccard >= self.least


@dataclass(frozen=True)
class GroupPage:
    """Some of the groups wanted, how many there are, and how many are open of each kind.

    `titles` holds the question of each group's first member, by its id, where it may be read; `at_once` counts the
    groups wanted that can be decided together: open ones, no contradictions.
    """

    groups: tuple[DuplicateGroup, ...]
    total: int
    open: Mapping[GroupKind, int]
    titles: Mapping[str, str]
    at_once: int = 0


@dataclass(frozen=True)
class GroupDetail:
    """A group with the texts of its members, the one best kept first.

    At most 50 are shown; those that nobody may read yet are left out.
    """

    group: DuplicateGroup
    members: tuple[Member, ...]

    @property
    def suggested(self) -> str | None:
        """The member that is best kept."""
        return self.members[0].sample_id if self.members else None


@dataclass(frozen=True)
class DuplicateReview:
    """Use cases around duplicate groups and conflicts."""

    database: Database
    seal: Seal
    clock: Clock = field(default=utc_now)

    def page(self, actor: Person, project: Project, wanted: GroupFilter, offset: int, limit: int) -> GroupPage:
        """Return a page of the groups of a project, open ones first, then the most alike."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            every = _groups(tx, project)
            found = [group for group in every if wanted.holds(group)]
            shown = tuple(found[offset : offset + limit])
            heads = store.members_of(tx, project.id, [group.id for group in shown])
            first = on_desk(tx, actor, project).members(tx, heads)
        counts = Counter(group.kind for group in every if group.open)
        titles = {member.sample_id: member.question for member in first}
        return GroupPage(shown, len(found), counts, titles, sum(map(_is_plain, found)))

    def detail(self, actor: Person, project: Project, kind: GroupKind, group_id: str) -> GroupDetail:
        """Return a group side by side; raises NotFoundError where it is not there any more."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            group = _group(tx, project, kind, group_id)
            found = store.members_of(tx, project.id, group.members[:MOST_SHOWN])
            members = on_desk(tx, actor, project).members(tx, found)
        return GroupDetail(group, best_first(members))

    def typed(self, actor: Person, project: Project, sample_id: str) -> Draft | None:
        """Return what the actor was typing on a sample, nothing where they were not."""
        actor.require(Permission.REVIEW)
        with self.database.reading() as tx:
            sample(tx, project.id, sample_id)
            return opened(self.seal, drafts_of(tx, actor.id, [sample_id]).get(sample_id))

    def decide(self, actor: Person, project: Project, said: GroupSaid) -> GroupDecision:
        """Record what somebody says of a group, once; samples follow at once.

        Raises ConflictError where the group has changed since it was shown, or others are merged into a sample that
        lies on the actor's desk, InputError where the decision
        lacks its keeper, its note or its text.
        """
        actor.require(Permission.REVIEW)
        with self.database.transaction() as tx:
            sent = store.find_group_decision(tx, said.id)
            if sent is not None:
                return _own(sent, actor, project)
            group = _group(tx, project, said.kind, said.members[0]) if said.members else None
            if group is None or group.members != said.members:
                raise ConflictError(text("This group has changed while you looked at it. Look at it again."))
            if said.action is GroupAction.MERGE and said.keeper in group.members:
                require_off_desk(tx, actor, project, said.keeper)
            return Deciding(tx, self.seal, self.clock(), actor, project).record(said)

    def keep_suggested(self, actor: Person, project: Project, wanted: GroupFilter | None = None) -> int:
        """Keep the suggested sample of every open group of duplicates that is wanted; return how many were decided.

        Conflicts are left: which of two answers is right is for a person to say.
        """
        actor.require(Permission.REVIEW)
        chosen = wanted or GroupFilter()
        with self.database.transaction() as tx:
            acting = Deciding(tx, self.seal, self.clock(), actor, project)
            decided = 0
            for group in (one for one in _groups(tx, project) if chosen.holds(one) and _is_plain(one)):
                members = store.members_of(tx, project.id, group.members)
                if len(members) == len(group.members):
                    keeper = best_first(members)[0].sample_id
                    acting.record(GroupSaid(new_id(), group.kind, group.members, GroupAction.KEEP_ONE, keeper))
                    decided += 1
        return decided

    def undo(self, actor: Person, project: Project) -> tuple[GroupDecision, ...]:
        """Take back the actor's last decision, or all that were made at once with it; raises NotFoundError."""
        actor.require(Permission.REVIEW)
        with self.database.transaction() as tx:
            mine = [one for one in standing_on(store.group_decisions(tx, project.id)) if one.decided_by == actor.id]
            taken = [one for one in mine if one.decided_at == mine[-1].decided_at]
            if not taken:
                raise NotFoundError(text("There is no decision of yours on duplicates to take back."))
            acting = Deciding(tx, self.seal, self.clock(), actor, project)
            for one in reversed(taken):
                acting.take_back(one)
        return tuple(taken)


def _groups(tx: Transaction, project: Project) -> Sequence[DuplicateGroup]:
    copies = frozenset(samples_with(tx, project.id, COPY))
    return groups_of(all_pairs(tx, project.id), standing_on(store.group_decisions(tx, project.id)), copies)


def _is_plain(group: DuplicateGroup) -> bool:
    return group.open and group.kind is GroupKind.DUPLICATE


def _group(tx: Transaction, project: Project, kind: GroupKind, group_id: str) -> DuplicateGroup:
    kinds = [one for one in DuplicateKind if (one is DuplicateKind.CONFLICT) == (kind is GroupKind.CONFLICT)]
    pairs = pairs_around(tx, project.id, group_id, kinds)
    copies = frozenset(samples_with(tx, project.id, COPY))
    near = groups_of(pairs, standing_on(store.group_decisions(tx, project.id)), copies)
    found = next((one for one in near if one.kind is kind and one.id == group_id), None)
    if found is None:
        raise NotFoundError(text("This group is not there any more. Look at the list again."))
    return found


def _own(sent: GroupDecision, actor: Person, project: Project) -> GroupDecision:
    if sent.decided_by != actor.id or sent.project_id != project.id:
        raise ConflictError(text("That decision is somebody else's."))
    return sent
