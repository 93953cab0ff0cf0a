"""How decisions on personal data change a project's allow and deny lists, so that future imports follow them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from curation.domain.privacy import PrivacyAction, PrivacyDecision
from curation.pii.denied import denied_entry
from curation.pii.sealed import Seal
from curation.services.privacy_standing import Words, seekable, words_of


@dataclass
class Lists:
    """The entries of a project's lists, in plain; `change` and `take_back` bring them up to a decision."""

    seal: Seal
    allow: set[str]
    deny: set[str] = field(default_factory=set[str])

    def change(self, decision: PrivacyDecision) -> None:
        """Let the lists follow a decision."""
        words = words_of(self.seal, decision)
        if words is None:
            return
        named = words.whole if decision.action is PrivacyAction.EXTEND else words.value
        if decision.action is PrivacyAction.NOT_PERSONAL:
            self.deny = {entry for entry in self.deny if not same(denied_entry(entry)[1], words.value)}
            self.allow.add(words.value)
        else:
            self.allow = {entry for entry in self.allow if not same(entry, named)}
            if seekable(named, by_hand=decision.action is PrivacyAction.MARK):
                self.deny.add(f"{decision.result.entity_type}: {named}")

    def take_back(self, decision: PrivacyDecision, left: Iterable[PrivacyDecision]) -> None:
        """Let the lists be as before a decision; `left` are those on the value that stand, oldest first."""
        words = words_of(self.seal, decision)
        if words is not None:
            gone = [words.value, words.whole]
            self.allow = {entry for entry in self.allow if not any(same(entry, one) for one in gone)}
            self.deny = {entry for entry in self.deny if not any(same(denied_entry(entry)[1], one) for one in gone)}
        for other in left:
            self.change(other)


def standing_on(decisions: Sequence[PrivacyDecision], decision: PrivacyDecision) -> list[PrivacyDecision]:
    """Return the decisions on the same value that stand (of all, oldest first)."""
    undone = {one.undoes for one in decisions}
    return [
        one
        for one in decisions
        if one.target == decision.target and one.undoes is None and one.id not in undone and one.id != decision.id
    ]


def sealed_words(seal: Seal, value: str, whole: str = "") -> bytes:
    """Return what a decision keeps of a value, and of the longer text that it is widened to."""
    left, _, right = whole.partition(value)
    return Words(value, left, right).sealed(seal)


def same(one: str, other: str) -> bool:
    """Tell whether two entries are one but for case and the blanks around them."""
    return one.strip().casefold() == other.strip().casefold()
