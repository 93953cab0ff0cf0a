"""Whether experts heed a check: how often they let stand what it notes. Pure."""

from dataclasses import dataclass
from math import sqrt

from curation.texts import text

FEWEST = 20
TOO_OFTEN = 0.75
_Z = 1.96


@dataclass(frozen=True)
class Heeded:
    """Of the samples that a check noted and experts spoke on: how many, where they let the note stand, dismissed it.

    Let stand are the notes that were dismissed, and those whose text was approved as it was.
    """

    decided: int = 0
    let_stand: int = 0
    dismissed: int = 0

    @property
    def least_share(self) -> float:
        """The lower end of the 95 % interval (Wilson) of the share that was let stand; 0 without decisions."""
        if not self.decided:
            return 0.0
        share, n = self.let_stand / self.decided, self.decided
        middle = share + _Z * _Z / (2 * n)
        spread = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        return (middle - spread) / (1 + _Z * _Z / n)

    @property
    def is_dismissed(self) -> bool:
        """Tell whether experts surely let stand three of four notes or more, so that the check only costs time."""
        return self.decided >= FEWEST and self.least_share > TOO_OFTEN

    @property
    def why_off(self) -> str:
        """Say why the check is off."""
        return text(
            "Off, because experts let {stood} of {decided} texts with this note stand as they were "
            "(in {dismissed} they dismissed the note).",
            stood=self.let_stand,
            decided=self.decided,
            dismissed=self.dismissed,
        )

    @property
    def said(self) -> str:
        """Say how experts took the notes so far."""
        return text(
            "Of {decided} texts with this note that experts spoke on, {stood} stood as they were; "
            "the note was dismissed in {dismissed}.",
            decided=self.decided,
            stood=self.let_stand,
            dismissed=self.dismissed,
        )
