"""The rules of a project's review: how many decide on a sample, what they see of each other, what is mixed in."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from curation.domain.identity import Json
from curation.domain.policy_readers import Reader, one_of, yes_or_no
from curation.domain.queue_rules import STANDARD, QueueRules, queue_rules_from
from curation.domain.risks import Risk, RiskRule, risk_rules_from, risk_rules_json
from curation.errors import InputError
from curation.texts import text

KIND = "review"
MOST_SLOTS = 5
MOST_MIXED_IN = 0.5
_HOUR, _DAY, _YEAR = 3_600, 1_440, 365


class Visibility(StrEnum):
    """When a reviewer sees what others said of a sample: never, once their own stands, or once all have spoken."""

    NEVER = "never"
    OWN = "own"
    ALL = "all"


class Feedback(StrEnum):
    """What a reviewer hears after a control sample: nothing, or at once what was expected and why."""

    SILENT = "silent"
    AT_ONCE = "at_once"


class OwnDisputes(StrEnum):
    """Whether somebody may settle a disagreement of their own: never, or where nobody else here can."""

    NEVER = "never"
    IF_ALONE = "if_alone"


class QueueOrder(StrEnum):
    """Which samples experts see first: those that need eyes most, or whatever chance brings (a fair draw of all)."""

    ATTENTION = "attention"
    CHANCE = "chance"


@dataclass(frozen=True)
class ReviewPolicy:
    """How a project reviews.

    `slots` people decide on each sample, `slots_by_risk` on those of a risk. A claim holds `lease_seconds` without
    a sign of life; a skipped sample comes back after `skip_minutes`. `gold_rate` and `repeat_rate` are shares (0 to
    0.5) of control samples, and of own earlier samples of at least `repeat_days` ago, among what a person gets.
    Without `timed` nothing is kept of how long somebody took. `queue` says who gets what, `raises` what
    raises a sample's risk.
    """

    slots: int = 1
    slots_by_risk: tuple[tuple[Risk, int], ...] = ()
    lease_seconds: int = 300
    daily_target: int = 12
    skip_minutes: int = 120
    visibility: Visibility = Visibility.OWN
    own_disputes: OwnDisputes = OwnDisputes.IF_ALONE
    gold_rate: float = 0.0
    feedback: Feedback = Feedback.SILENT
    repeat_rate: float = 0.0
    repeat_days: int = 7
    order: QueueOrder = QueueOrder.ATTENTION
    timed: bool = True
    queue: QueueRules = STANDARD
    raises: tuple[RiskRule, ...] = ()

    def slots_for(self, risk: int) -> int:
        """Return how many people decide on a sample of a risk."""
        level = Risk(max(Risk.NORMAL, min(risk, Risk.HIGH)))
        return dict(self.slots_by_risk).get(level, self.slots)

    @property
    def most_slots(self) -> int:
        """How many people decide on a sample at most."""
        return max((self.slots, *(count for _, count in self.slots_by_risk)))

    def kept_seconds(self, seconds: float) -> float:
        """Return what is kept of how long a decision took."""
        return max(seconds, 0.0) if self.timed else 0.0

    def as_json(self) -> dict[str, Json]:
        """Return what `policy_from` reads."""
        return {
            "slots": self.slots,
            "slots_by_risk": {risk.name.lower(): count for risk, count in self.slots_by_risk},
            "lease_seconds": self.lease_seconds,
            "daily_target": self.daily_target,
            "skip_minutes": self.skip_minutes,
            "visibility": self.visibility.value,
            "own_disputes": self.own_disputes.value,
            "gold_rate": self.gold_rate,
            "feedback": self.feedback.value,
            "repeat_rate": self.repeat_rate,
            "repeat_days": self.repeat_days,
            "order": self.order.value,
            "timed": self.timed,
            "queue": self.queue.as_json(),
            "raises": risk_rules_json(self.raises),
        }


def policy_from(content: Json) -> ReviewPolicy:
    """Read the rules of review from JSON, with the defaults for what is left out; raises InputError by the name."""
    if content is None:
        return ReviewPolicy()
    if not isinstance(content, Mapping):
        raise InputError(text("The rules of review are an object with names, such as slots."))
    known = {field.name for field in fields(ReviewPolicy)}
    unknown = sorted(set(content) - known)
    if unknown:
        raise InputError(
            text(
                "The rules of review know no {name}. They know: {names}.",
                name=unknown[0],
                names=", ".join(sorted(known)),
            )
        )
    read = {name: _READERS[name](name, value) for name, value in content.items()}
    return ReviewPolicy(**read)  # pyright: ignore[reportArgumentType] - each reader returns the type of its field


def _between(least: int, most: int) -> Reader:
    def read(name: str, value: Json) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise InputError(
                text("{name} is a whole number from {least} to {most}.", name=name, least=least, most=most)
            )
        return value

    return read


def _share(name: str, value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_MIXED_IN:
        raise InputError(text("{name} is a share from 0 to {most}.", name=name, most=MOST_MIXED_IN))
    return float(value)


def _by_risk(name: str, value: Json) -> tuple[tuple[Risk, int], ...]:
    levels = {risk.name.lower(): risk for risk in Risk}
    if not isinstance(value, Mapping) or not set(value) <= set(levels):
        raise InputError(text("{name} gives a number of people for: {names}.", name=name, names=", ".join(levels)))
    read = _between(1, MOST_SLOTS)
    for level, count in value.items():
        read(f"{name}.{level}", count)
    return tuple(sorted((levels[level], int(str(count))) for level, count in value.items()))


_READERS: dict[str, Reader] = {
    "slots": _between(1, MOST_SLOTS),
    "slots_by_risk": _by_risk,
    "lease_seconds": _between(60, _HOUR),
    "daily_target": _between(1, 10_000),
    "skip_minutes": _between(1, 7 * _DAY),
    "visibility": one_of(Visibility),
    "own_disputes": one_of(OwnDisputes),
    "gold_rate": _share,
    "feedback": one_of(Feedback),
    "repeat_rate": _share,
    "repeat_days": _between(1, _YEAR),
    "order": one_of(QueueOrder),
    "timed": yes_or_no,
    "queue": queue_rules_from,
    "raises": risk_rules_from,
}
