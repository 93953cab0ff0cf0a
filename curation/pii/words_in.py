"""The shipped lists of words: one file a list, words parted by blanks."""

import re
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("words")
_WORD = re.compile(r"[^\W_]+")


def words_in(name: str) -> list[str]:
    """Return the words of one list in the order of its file."""
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split()


def is_ordinary(value: str) -> bool:
    """Tell whether a text is made of ordinary English words alone: little ones, and such as columns are named with.

    A capital makes a name of the latter: Ward and Page are people too.
    """
    words = _WORD.findall(value.casefold())
    known = _little() | _columns() if value == value.lower() else _little()
    return bool(words) and all(word in known for word in words)


def is_little(value: str) -> bool:
    """Tell whether a text is made of little English words alone: the, and, with."""
    words = _WORD.findall(value.casefold())
    return bool(words) and all(word in _little() for word in words)


def names_a_column(label: str) -> bool:
    """Tell whether every word of a column's name is one that columns are named with, or a number; case is no matter."""
    words = _WORD.findall(label.casefold())
    return bool(words) and all(word.isdigit() or word in _little() or word in _columns() for word in words)


@lru_cache(maxsize=1)
def _little() -> frozenset[str]:
    return frozenset(words_in("little"))


@lru_cache(maxsize=1)
def _columns() -> frozenset[str]:
    return frozenset(words_in("columns"))
