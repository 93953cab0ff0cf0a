"""Risk: how much harm a wrong answer to a sample could do, and how it is read from what people write."""

from enum import IntEnum

from curation.domain.identity import Json


class Risk(IntEnum):
    """How much harm a wrong answer to a sample could do, as `samples.risk` holds it; a higher number counts as HIGH."""

    NORMAL = 0
    RAISED = 1
    HIGH = 2


_SAID = {"normal": Risk.NORMAL, "low": Risk.NORMAL, "raised": Risk.RAISED, "medium": Risk.RAISED, "high": Risk.HIGH}


def risk_from(said: Json) -> Risk | None:
    """Read a risk from a word (normal, raised, high) or its number (0, 1, 2); None for anything else."""
    word = str(said).strip().casefold().removesuffix(".0")
    return (_SAID | {str(int(one)): one for one in Risk}).get(word)
