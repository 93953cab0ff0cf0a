"""Groups from pairs: union-find, each group labelled by its smallest member. Pure."""

from collections.abc import Iterable


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
