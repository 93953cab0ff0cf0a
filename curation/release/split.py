"""Which side of a version each sample is on: seeded, whole groups, sides that stick.

Samples are of one group where they share a key: a duplicate group, a source passage, or a sample
they were once grouped with. A group is never on two sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from curation.domain.versions import Recipe, Split

FEWEST_GROUPS = 3
_PRECEDENCE = (Split.TRAIN, Split.VALIDATION, Split.TEST)


@dataclass(frozen=True)
class Assignment:
    """A group and a side for each row, in the order of the rows; `moved` counts groups that had two sides."""

    groups: tuple[str, ...]
    sides: tuple[Split, ...]
    moved: int


def assign(keys: Sequence[tuple[str, ...]], recipe: Recipe, sticky: Mapping[str, Split]) -> Assignment:
    """Give each row a side.

    `keys` holds the keys of each row (at least one, such as `sample:ID`); rows that share a key,
    directly or through others, are one group, named by the least of its keys. A group with a key in `sticky`
    keeps that side; where groups of two sides have grown together, training wins, because a model
    has seen them. The others are taken in the order of SHA-256(seed, name): into test, then validation,
    where that brings the side closer to its share, else into train. With fewer than three groups all go to train.
    """
    groups = connected(keys)
    members: dict[str, int] = {}
    old: dict[str, set[Split]] = {}
    for row, group in zip(keys, groups, strict=True):
        members[group] = members.get(group, 0) + 1
        old.setdefault(group, set()).update(sticky[key] for key in row if key in sticky)
    sides = {group: next(s for s in _PRECEDENCE if s in found) for group, found in old.items() if found}
    _fill(sides, members, recipe)
    moved = sum(len(found) > 1 for found in old.values())
    return Assignment(groups, tuple(sides[group] for group in groups), moved)


def connected(keys: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Name the group of each row: the least key that can be reached through shared keys."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for row in keys:
        for key in row:
            parent.setdefault(key, key)
        for key in row[1:]:
            least, other = sorted((root(row[0]), root(key)))
            parent[other] = least
    return tuple(root(row[0]) for row in keys)


def _fill(sides: dict[str, Split], members: Mapping[str, int], recipe: Recipe) -> None:
    rows = sum(members.values())
    have = dict.fromkeys(Split, 0)
    for group, side in sides.items():
        have[side] += members[group]
    shares = {Split.TEST: recipe.test, Split.VALIDATION: recipe.validation}
    enough = len(members) >= FEWEST_GROUPS
    goal = {side: max(round(rows * share), 1) if share and enough else 0 for side, share in shares.items()}
    fresh = (group for group in members if group not in sides)
    for group in sorted(fresh, key=lambda g: sha256(f"{recipe.seed}\0{g}".encode()).digest()):
        size = members[group]
        side = next((s for s in shares if 2 * (goal[s] - have[s]) >= size), Split.TRAIN)
        sides[group] = side
        have[side] += size
