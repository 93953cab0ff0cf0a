"""Duplicate groups as people decide on them: what can be said of a group, and what then stands. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from curation.domain.findings import DuplicateKind, DuplicatePair, Severity
from curation.domain.samples import SampleStatus


class GroupKind(StrEnum):
    """What a group is: samples with near-identical texts, or one question with answers that contradict each other."""

    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


class GroupAction(StrEnum):
    """What a person says of a group.

    KEEP_ONE sets all but the keeper aside; MERGE does so too, and rewrites the keeper; KEEP_ALL lets every
    member count; SPLIT says that some members are not alike with the others.
    """

    KEEP_ONE = "keep_one"
    MERGE = "merge"
    KEEP_ALL = "keep_all"
    SPLIT = "split"


@dataclass(frozen=True)
class GroupDecision:
    """A person's word on a group of samples; never changed, taken back by a later one that `undoes` it.

    `members` are those that were shown; `apart` those that a SPLIT takes out; `copies` what the search for
    equal texts had said of members (by sample id), so that taking the decision back brings it back.
    """

    id: str
    project_id: str
    kind: GroupKind
    action: GroupAction
    members: tuple[str, ...]
    decided_by: str
    decided_at: datetime
    keeper: str | None = None
    apart: tuple[str, ...] = ()
    note: str = ""
    copies: Mapping[str, str] = field(default_factory=dict[str, str])
    undoes: str | None = None

    def settles(self, kind: GroupKind, one: str, other: str) -> bool:
        """Tell whether this decides how two samples stand to each other."""
        if kind is not self.kind or one not in self.members or other not in self.members:
            return False
        return self.action is not GroupAction.SPLIT or (one in self.apart) != (other in self.apart)


@dataclass(frozen=True)
class DuplicateGroup:
    """Samples that are alike, by the bytes of their ids, with the pairs that say so.

    `decision` is the newest that settles any of the pairs; the group is open while a pair is settled by none,
    nor by the search, which sets equal texts aside itself.
    """

    kind: GroupKind
    members: tuple[str, ...]
    pairs: tuple[DuplicatePair, ...]
    decision: GroupDecision | None
    open: bool

    @property
    def id(self) -> str:
        """The least member."""
        return self.members[0]

    @property
    def jaccard(self) -> float:
        """How alike the most alike two are, 0 to 1."""
        return max(pair.jaccard for pair in self.pairs)


@dataclass(frozen=True)
class Member:
    """A sample of a group as people compare it; `notes` counts its findings by severity."""

    sample_id: str
    status: SampleStatus
    revision: int
    source_name: str | None
    locator: str
    question: str
    answer: str
    created_at: datetime
    notes: Mapping[Severity, int]


def kind_of(pair: DuplicatePair) -> GroupKind:
    """Return which kind of group a pair belongs to."""
    return GroupKind.CONFLICT if pair.kind is DuplicateKind.CONFLICT else GroupKind.DUPLICATE


def standing_on(decisions: Sequence[GroupDecision]) -> tuple[GroupDecision, ...]:
    """Return the decisions that stand, oldest first: undone ones and the undoing ones left out."""
    undone = {one.undoes for one in decisions}
    return tuple(one for one in decisions if one.undoes is None and one.id not in undone)


def settled_by(stand: Sequence[GroupDecision], kind: GroupKind, one: str, other: str) -> GroupDecision | None:
    """Return the newest standing decision (given oldest first) on how two samples stand to each other."""
    return next((decision for decision in reversed(stand) if decision.settles(kind, one, other)), None)


def put_aside(stand: Iterable[GroupDecision]) -> dict[str, str]:
    """Return which samples are set aside by people, and for which keeper; a later decision outweighs an earlier one."""
    aside: dict[str, str] = {}
    for decision in stand:
        for member in decision.members:
            if decision.keeper is None:
                if decision.action is GroupAction.KEEP_ALL:
                    aside.pop(member, None)
            elif member == decision.keeper:
                aside.pop(member, None)
            else:
                aside[member] = decision.keeper
    return aside


def best_first(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return members as they are best kept: approved first, then what the checks say least of, then the oldest."""

    def rank(member: Member) -> tuple[object, ...]:
        return (
            member.status is not SampleStatus.APPROVED,
            member.status is SampleStatus.REJECTED,
            member.notes.get(Severity.BLOCK, 0),
            member.notes.get(Severity.WARNING, 0),
            member.notes.get(Severity.NOTE, 0),
            member.created_at,
            len(member.locator),
            member.locator,
            member.sample_id,
        )

    return tuple(sorted(members, key=rank))
