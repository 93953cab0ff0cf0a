"""Which decisions on personal data stand, what they rest on, and what they ask to be hidden wherever it stands."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from curation.domain.privacy import PrivacyAction, PrivacyDecision, SpanKind, SpanState, ValueKey
from curation.pii.sealed import Seal
from curation.pii.words_in import is_little, is_ordinary

SHORTEST, LONGEST = 2, 200
_CHANGED_VALUE = (PrivacyAction.RETYPE, PrivacyAction.EXTEND)
_RUN = re.compile(r"[0-9A-Za-z]+")
# A figure as short as an age or a dose stands everywhere: what it is in one place says nothing of another.
_FIGURE = re.compile(r"[\d.,/ %-]*")
_FEW_DIGITS = 3


@dataclass(frozen=True)
class Words:
    """What a decision rests on: the value, and what stood around it where it was widened."""

    value: str
    left: str = ""
    right: str = ""

    @property
    def whole(self) -> str:
        """The widened value."""
        return self.left + self.value + self.right

    def sealed(self, seal: Seal) -> bytes:
        """Return the words as a decision keeps them."""
        return seal.close(json.dumps([self.value, self.left, self.right]))


def words_of(seal: Seal, decision: PrivacyDecision) -> Words | None:
    """Return what a decision rests on, None where that was purged."""
    return None if decision.sealed is None else Words(*json.loads(seal.open(decision.sealed)))


@dataclass(frozen=True)
class Standing:
    """The decisions of a project by what they are about; `made` holds undone ones too, the newest of each result.

    `hidden` are the values that somebody said are to be hidden, whatever was said of them since.
    """

    said: dict[ValueKey, PrivacyDecision]
    marks: dict[ValueKey, PrivacyDecision]
    made: dict[ValueKey, PrivacyDecision]
    hidden: frozenset[ValueKey] = frozenset()
    made_of: Mapping[tuple[ValueKey, str], PrivacyDecision] = field(
        default_factory=dict[tuple[ValueKey, str], PrivacyDecision]
    )

    def maker(self, key: ValueKey, was: str) -> PrivacyDecision | None:
        """Return what made a value of another one of a type (empty where nobody knows any more)."""
        return self.made_of.get((key, was)) or self.made.get(key)


def standing(decisions: Sequence[PrivacyDecision]) -> Standing:
    """Sort out which decisions stand (given oldest first)."""
    undone = {one.undoes for one in decisions}
    stand = [one for one in decisions if one.undoes is None and one.id not in undone]
    changed = [one for one in decisions if one.action in _CHANGED_VALUE and one.undoes is None]
    return Standing(
        said={one.target: one for one in stand if one.action is not PrivacyAction.MARK},
        marks={one.target: one for one in stand if one.action is PrivacyAction.MARK},
        made={one.result: one for one in changed},
        made_of={(one.result, one.target.entity_type): one for one in changed},
        hidden=frozenset(one.target for one in stand if one.action is not PrivacyAction.NOT_PERSONAL),
    )


@dataclass(frozen=True)
class Seek:
    """A value that is hidden wherever it stands as whole words: as which type, and what its span then says."""

    value: str
    entity_type: str
    state: SpanState


def seeks(stand: Standing, seal: Seal, targets: Iterable[ValueKey]) -> list[Seek]:
    """Return what the decisions on some values ask to be hidden wherever it stands, found there before or not."""
    return [one for target in dict.fromkeys(targets) for one in _seeks(stand, seal, target)]


def seekable(value: str, *, by_hand: bool = False) -> bool:
    """Tell whether a value is looked for in every text.

    Not a single sign, a figure of up to three digits, or ordinary words alone: they stand where nobody is meant. Of
    words that somebody chose by hand only the little ones are ordinary.
    """
    if not SHORTEST <= len(value) <= LONGEST or not any(map(str.isalnum, value)):
        return False
    if _FIGURE.fullmatch(value) is not None:
        return sum(map(str.isdigit, value)) > _FEW_DIGITS
    return not (is_little(value) if by_hand else is_ordinary(value))


def longest_run(value: str) -> str:
    """Return the longest stretch of plain letters and digits, in small letters: JSON writes all else as escapes."""
    return max(_RUN.findall(value.lower()), key=len, default="")


def runs_of(words: Words | None) -> frozenset[str]:
    """Return the stretches one of which stands wherever one of the words does, in capitals too; none of no words."""
    if words is None:
        return frozenset()
    return frozenset(longest_run(one) for value in (words.value, words.whole) for one in (value, value.upper()))


def runs_in(texts: Iterable[str]) -> set[str]:
    """Return every stretch of plain letters and digits of some texts, in small letters."""
    return {run for one in texts for run in _RUN.findall(one.lower())}


def _seeks(stand: Standing, seal: Seal, target: ValueKey) -> Iterator[Seek]:
    said, mark = stand.said.get(target), stand.marks.get(target)
    one = said or mark
    words = None if one is None else words_of(seal, one)
    if one is None or words is None or one.action is PrivacyAction.NOT_PERSONAL:
        return
    by_hand = mark is not None
    if one.action in _CHANGED_VALUE and seekable(words.whole, by_hand=by_hand):
        yield Seek(words.whole, one.result.entity_type, SpanState(SpanKind.MARKED, one.action, was=target.entity_type))
    narrow = one.action is not PrivacyAction.RETYPE and (one.action is not PrivacyAction.EXTEND or by_hand)
    if narrow and seekable(words.value, by_hand=by_hand):
        yield Seek(words.value, target.entity_type, SpanState(SpanKind.MARKED))
