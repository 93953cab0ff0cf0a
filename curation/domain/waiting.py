"""What waits for one person, and what waits for nobody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """What waits for one person now.

    `given` were given to them by name, of which `due_today` are wanted today and `overdue` were wanted before;
    `asked` are second opinions that they were named for, `unsure` all that they may give, `unsettled` disagreements
    that they may settle.
    """

    given: int = 0
    due_today: int = 0
    overdue: int = 0
    asked: int = 0
    unsure: int = 0
    unsettled: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether nothing waits in particular."""
        return not (self.given or self.unsure or self.unsettled)
