"""Long lists in parts: a statement takes so many parameters and no more (sqlite.org/limits.html, point 9)."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

_AT_ONCE = 500
_Item = TypeVar("_Item")


def in_parts(whole: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """Yield a sequence in parts of at most 500."""
    return (whole[start : start + _AT_ONCE] for start in range(0, len(whole), _AT_ONCE))
