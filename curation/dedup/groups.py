"""Groups from pairs: union-find, each group labelled by its smallest member. Pure."""

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import TypeVar

# Of more members than this, a set that is all alike is told by its first with each other one.
ALL_PAIRS = 16
_Member = TypeVar("_Member")


def within(members: Sequence[_Member]) -> Iterable[tuple[_Member, _Member]]:
    """Return the pairs by which a set that is all alike is told: all of them, or those with its first."""
    return combinations(members, 2) if len(members) <= ALL_PAIRS else ((members[0], other) for other in members[1:])


def across(left: Sequence[_Member], right: Sequence[_Member]) -> Iterable[tuple[_Member, _Member]]:
    """Return the pairs by which two sets are told that are alike: all of them, or that of the first two."""
    if not left or not right:
        return ()
    return product(left, right) if len(left) * len(right) <= ALL_PAIRS**2 else ((left[0], right[0]),)


def labelled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the label of every id that stands in a pair: the smallest id (by bytes) of its group."""
    parents: dict[str, str] = {}
    for one, other in pairs:
        left, right = _root(parents, one), _root(parents, other)
        if left != right:
            low, high = sorted((left, right), key=by_bytes)
            parents[high] = low
    return {member: _root(parents, member) for member in parents}


def by_bytes(identifier: str) -> bytes:
    """Return what ids are sorted by: their UTF-8 bytes."""
    return identifier.encode("utf-8", "surrogatepass")


def _root(parents: dict[str, str], member: str) -> str:
    parents.setdefault(member, member)
    root = member
    while parents[root] != root:
        root = parents[root]
    while parents[member] != root:
        parents[member], member = root, parents[member]
    return root
