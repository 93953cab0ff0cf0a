"""Whether experts heed a check: how often they let stand what it notes. Pure."""

from dataclasses import dataclass
from math import sqrt

from curation.texts import text

FEWEST = 20
TOO_OFTEN = 0.75
_Z = 1.96


@dataclass(frozen=True)
class Heeded:
    """Of the decided samples that a check noted: how many, and in how many the noted text was approved as it was."""

    decided: int = 0
    let_stand: int = 0

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
            "Off, because experts approved {stood} of {decided} texts with this note as they were.",
            stood=self.let_stand,
            decided=self.decided,
        )
