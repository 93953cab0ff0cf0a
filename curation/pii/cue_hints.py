"""Which hints of cue patterns stand in a text, asked word by word; what a word holds is remembered."""

from collections.abc import Iterable

_REMEMBERED = 20_000
# So many are looked for one by one.
_FEW = 30


class Hints:
    """Knows lower-case texts without one of which a pattern cannot match."""

    def __init__(self, hints: Iterable[str]) -> None:
        # A hint with blanks is looked for by its longest part, and then as a whole.
        self._parts = sorted({(max(hint.split(), key=len), hint) for hint in hints})
        self._wide = {hint for _, hint in self._parts if hint.split() != [hint]}
        self._held: dict[str, tuple[str, ...]] = {}

    def found(self, lowered: str) -> set[str]:
        """Return the hints that a text in lower case contains."""
        if len(self._parts) < _FEW:
            return {hint for _, hint in self._parts if hint in lowered}
        if len(self._held) > _REMEMBERED:
            self._held.clear()
        held, found = self._held, set[str]()
        for word in lowered.split():
            hints = held.get(word)
            if hints is None:
                hints = self._learn(word)
            if hints:
                found.update(hints)
        return {hint for hint in found if hint not in self._wide or hint in lowered}

    def _learn(self, word: str) -> tuple[str, ...]:
        known = self._held[word] = tuple(hint for part, hint in self._parts if part in word)
        return known
