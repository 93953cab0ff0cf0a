"""Lengths of texts in characters: the stretches that they are counted by, and how an address names one."""

import re
from dataclasses import dataclass
from itertools import pairwise

from curation.errors import InputError
from curation.texts import text

_WRITTEN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})?")


@dataclass(frozen=True)
class Lengths:
    """From so many characters to so many, both included; `most` is None where there is no end."""

    least: int
    most: int | None = None

    def __str__(self) -> str:
        """Write it as `lengths_from` reads it."""
        return f"{self.least}-{'' if self.most is None else self.most}"


_EDGES = (0, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400)
STRETCHES = (*(Lengths(low, high - 1) for low, high in pairwise(_EDGES)), Lengths(_EDGES[-1]))


def lengths_from(said: str) -> Lengths:
    """Read `200-399` or `6400-`; raises InputError."""
    found = _WRITTEN.fullmatch(said)
    if found is not None:
        lengths = Lengths(int(found[1]), None if found[2] is None else int(found[2]))
        if lengths.most is None or lengths.least <= lengths.most:
            return lengths
    raise InputError(
        text(
            "A length is written as {between}, or as {open} with no end, in characters.",
            between="200-399",
            open="6400-",
        )
    )
