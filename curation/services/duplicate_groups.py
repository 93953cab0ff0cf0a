"""Which groups the pairs of a project make, by what people have decided on them. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from curation.dedup.groups import by_bytes, labelled
from curation.domain.duplicates import (
    DuplicateGroup,
    GroupAction,
    GroupDecision,
    GroupKind,
    kind_of,
    settled_by,
)
from curation.domain.findings import DuplicateKind, DuplicatePair


def groups_of(
    pairs: Iterable[DuplicatePair], stand: Sequence[GroupDecision], copies: Collection[str] = ()
) -> tuple[DuplicateGroup, ...]:
    """Return the groups of a project's pairs, those that are open first, then the most alike, then by id.

    `stand` are the standing decisions, oldest first, `copies` the samples that the search has set aside: a copy
    and what it copies need no decision. Samples that somebody took apart are not joined by the pair that says
    they are alike.
    """
    held: dict[GroupKind, list[DuplicatePair]] = {kind: [] for kind in GroupKind}
    decided = _by_member(stand)
    for pair in pairs:
        last = _last(decided, pair)
        if last is None or last.action is not GroupAction.SPLIT:
            held[kind_of(pair)].append(pair)
    found = [group for kind, of_kind in held.items() for group in _groups(kind, of_kind, decided, copies)]
    return tuple(sorted(found, key=lambda group: (not group.open, -group.jaccard, by_bytes(group.id))))


def copies_left(keeper_of: Mapping[str, str], stand: Sequence[GroupDecision]) -> dict[str, str]:
    """Return which copies the search for equal texts still sets aside: those that no person has decided on."""
    return {
        name: keeper
        for name, keeper in keeper_of.items()
        if settled_by(stand, GroupKind.DUPLICATE, name, keeper) is None
    }


def _groups(
    kind: GroupKind,
    pairs: Sequence[DuplicatePair],
    decided: Mapping[str, Sequence[GroupDecision]],
    copies: Collection[str],
) -> Iterable[DuplicateGroup]:
    labels = labelled((pair.first, pair.second) for pair in pairs)
    members: dict[str, list[str]] = {}
    for member, label in labels.items():
        members.setdefault(label, []).append(member)
    inside: dict[str, list[DuplicatePair]] = {}
    for pair in pairs:
        inside.setdefault(labels[pair.first], []).append(pair)
    for label, names in members.items():
        left = [pair for pair in inside[label] if not _copied(pair, copies)]
        said = [_last(decided, pair) for pair in inside[label]]
        known = [one for one in said if one is not None]
        yield DuplicateGroup(
            kind=kind,
            members=tuple(sorted(names, key=by_bytes)),
            pairs=tuple(inside[label]),
            decision=max(known, key=lambda one: (one.decided_at, one.id), default=None),
            open=any(_last(decided, pair) is None for pair in left),
        )


def _copied(pair: DuplicatePair, copies: Collection[str]) -> bool:
    return pair.kind is DuplicateKind.EXACT and (pair.first in copies or pair.second in copies)


def _by_member(stand: Sequence[GroupDecision]) -> dict[str, list[GroupDecision]]:
    found: dict[str, list[GroupDecision]] = {}
    for decision in stand:
        for member in decision.members:
            found.setdefault(member, []).append(decision)
    return found


def _last(decided: Mapping[str, Sequence[GroupDecision]], pair: DuplicatePair) -> GroupDecision | None:
    return settled_by(decided.get(pair.first, ()), kind_of(pair), pair.first, pair.second)
