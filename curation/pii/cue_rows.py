"""What a row of the cue detector is, and what a text must hold before a row is tried on it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from curation.pii.names import UPPER

_DIGITS = re.compile(r"\d(?:\D{0,3}\d)*")
# A word with at most a few signs between it and a capital letter.
_BEFORE_NAME = re.compile(rf"(?<!\w)(\w++(?:[\u2019']\w++)*+)(?=\W{{1,8}}[{UPPER}])")
_PART = re.compile(r"[\u2019']")


@dataclass(frozen=True)
class CueRow:
    """One pattern with a group `value`, the span that counts.

    `least` is the fewest words of a name; `skipping` passes over capitalised words in front that are no name.
    `near` says where the pattern is tried: around digits or anywhere; those for PERSON around possible names.
    What follows are necessary conditions, without which a row is not tried: `hints` are lower-case texts of which
    a match contains one, `lead` holds the word (in lower case) before the first of a name, `form` is a pattern that
    a match contains, `digits` counts digits of the value with at most three other signs between them.
    """

    name: str
    entity: str
    pattern: str
    score: float = 0.85
    hints: tuple[str, ...] = ()
    least: int = 1
    skipping: bool = False
    near: str = "digit"
    lead: frozenset[str] = frozenset()
    form: str = ""
    digits: int = 0

    def hinted(self, hints: Collection[str]) -> bool:
        """Tell whether a text that holds some hints (or the text in lower case) may hold a match."""
        for hint in self.hints:
            if hint in hints:
                return True
        return not self.hints

    @cached_property
    def formed(self) -> re.Pattern[str]:
        """The form, ready."""
        return re.compile(self.form)


class Look:
    """What rows ask of one text, worked out once, when it is asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._digits: int | None = None
        self._leads: set[str] | None = None
        self._forms: dict[str, bool] = {}

    def may_hold(self, row: CueRow) -> bool:
        """Tell whether a match of a row is possible, if it is hinted at."""
        if row.digits and row.digits > self._most_digits():
            return False
        if row.lead and row.lead.isdisjoint(self._words_before()):
            return False
        if not row.form:
            return True
        if row.form not in self._forms:
            self._forms[row.form] = row.formed.search(self.text) is not None
        return self._forms[row.form]

    def _most_digits(self) -> int:
        """Count the most digits that stand close together."""
        if self._digits is None:
            found = _DIGITS.findall(self.text)
            self._digits = max((sum(map(str.isdigit, run)) for run in found), default=0)
        return self._digits

    def _words_before(self) -> set[str]:
        """Return the words before words that begin with a capital."""
        if self._leads is None:
            found = {word.lower() for word in _BEFORE_NAME.findall(self.text)}
            self._leads = found | {_PART.split(word)[-1] for word in found if "'" in word or "\u2019" in word}
        return self._leads
