"""What a row of the cue detector is, and what a text must hold before a row is tried on it."""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from curation.pii.names import UPPER

_DIGITS = re.compile(r"\d(?:\D{0,3}\d)*")
_NAME_START = re.compile(rf"[{UPPER}](?<=\W.)")
_WORDS = re.compile(r"\w+(?:[\u2019']\w+)*")
_PART = re.compile(r"[\u2019']")
_NEAR = 24


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

    def hinted(self, lowered: str) -> bool:
        """Tell whether a text in lower case may hold a match."""
        for hint in self.hints:
            if hint in lowered:
                return True
        return not self.hints


@dataclass
class Look:
    """What rows ask of one text, worked out once."""

    text: str
    forms: dict[str, bool] = field(default_factory=dict[str, bool])

    @cached_property
    def lowered(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def digits(self) -> int:
        """The most digits that stand close together."""
        found = _DIGITS.findall(self.text)
        return max((sum(c.isdigit() for c in run) for run in found), default=0)

    @cached_property
    def leads(self) -> set[str]:
        """The words before words that begin with a capital."""
        found: set[str] = set()
        for match in _NAME_START.finditer(self.text):
            start = match.start()
            for word in _WORDS.findall(self.text, max(0, start - _NEAR), start)[-1:]:
                found.add(word.lower())
                found.add(_PART.split(word)[-1].lower())
        return found

    def may_hold(self, row: CueRow) -> bool:
        """Tell whether a match of a row is possible."""
        if row.digits and row.digits > self.digits:
            return False
        if row.lead and row.lead.isdisjoint(self.leads):
            return False
        return row.hinted(self.lowered) and (not row.form or self._has(row.form))

    def _has(self, form: str) -> bool:
        if form not in self.forms:
            self.forms[form] = _compiled(form).search(self.text) is not None
        return self.forms[form]


@lru_cache(maxsize=64)
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form)
