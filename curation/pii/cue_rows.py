"""What a row of the cue detector is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CueRow:
    """One pattern with a group `value`, the span that counts.

    `hints` are lower-case texts of which a match must contain one (none: always tried); `least` is the
    fewest words of a name; `skipping` passes over capitalised words in front that are no name. `near`
    says where the pattern is tried: around digits or anywhere; those for PERSON around possible names.
    """

    name: str
    entity: str
    pattern: str
    score: float = 0.85
    hints: tuple[str, ...] = ()
    least: int = 1
    skipping: bool = False
    near: str = "digit"

    def hinted(self, lowered: str) -> bool:
        """Tell whether a text in lower case may hold a match."""
        for hint in self.hints:
            if hint in lowered:
                return True
        return not self.hints
