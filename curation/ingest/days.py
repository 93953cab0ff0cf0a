"""Reads the day that a value names, as files say it."""

import re
from datetime import date, datetime

from curation.domain.identity import Json

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def day_in(value: Json) -> date | None:
    """Return the day that is said as 2026-06-01, as a moment of that day, or as 1.6.2026; None where nothing is said.

    Raises ValueError for anything else: a day with slashes is read differently by different people.
    """
    if value is None:
        return None
    said = str(value).strip()
    if not said:
        return None
    dotted = _DOTTED.fullmatch(said)
    if dotted is not None:
        return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    return datetime.fromisoformat(said).date()
