"""Risk: how much harm a wrong answer to a sample could do, and how it is read from what people write."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from curation.domain.findings import Finding, Severity
from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

MOST_RULES = 50
_LONGEST = 60
_EXAMPLE = '{"check": "dose", "risk": "high"}, {"severity": "block", "risk": "raised"}'


class Risk(IntEnum):
    """How much harm a wrong answer to a sample could do, as `samples.risk` holds it; a higher number counts as HIGH."""

    NORMAL = 0
    RAISED = 1
    HIGH = 2


_SAID = {"normal": Risk.NORMAL, "low": Risk.NORMAL, "raised": Risk.RAISED, "medium": Risk.RAISED, "high": Risk.HIGH}


def risk_from(said: Json) -> Risk | None:
    """Read a risk from a word (normal, raised, high) or its number (0, 1, 2); None for anything else."""
    word = str(said).strip().casefold().removesuffix(".0")
    return (_SAID | {str(int(one)): one for one in Risk}).get(word)


class RiskMark(StrEnum):
    """What raises a sample's risk: a note so severe, a note of a check, or a specialty that it needs."""

    SEVERITY = "severity"
    CHECK = "check"
    SPECIALTY = "specialty"


@dataclass(frozen=True)
class RiskRule:
    """Samples with such a mark are at least of this risk."""

    mark: RiskMark
    word: str
    risk: Risk

    def holds(self, specialties: Collection[str], findings: Iterable[Finding]) -> bool:
        """Tell whether a sample has the mark; notes that were dismissed do not count."""
        if self.mark is RiskMark.SPECIALTY:
            return self.word in specialties
        standing = [one for one in findings if one.dismissed_by is None]
        if self.mark is RiskMark.CHECK:
            return any(one.check == self.word for one in standing)
        return any(one.severity.value == self.word for one in standing)


def risk_of(
    said: int | None, specialties: Collection[str], findings: Iterable[Finding], rules: Iterable[RiskRule]
) -> Risk:
    """Return a sample's risk: what people said of it, or more where a rule says so."""
    notes = list(findings)
    raised = [rule.risk for rule in rules if rule.holds(specialties, notes)]
    return max((Risk(min(max(said or 0, Risk.NORMAL), Risk.HIGH)), *raised))


def risk_rules_from(name: str, value: Json) -> tuple[RiskRule, ...]:
    """Read rules from a list of objects such as `{"check": "dose", "risk": "high"}`; raises InputError."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise InputError(text("{name} is a list of rules such as {example}.", name=name, example=_EXAMPLE))
    found = [_rule(name, one) for one in value]
    if len(found) > MOST_RULES:
        raise InputError(text("{name} holds at most {most} rules.", name=name, most=MOST_RULES))
    return tuple(dict.fromkeys(found))


def risk_rules_json(rules: Iterable[RiskRule]) -> list[Json]:
    """Return what `risk_rules_from` reads."""
    return [{rule.mark.value: rule.word, "risk": rule.risk.name.lower()} for rule in rules]


def _rule(name: str, value: Json) -> RiskRule:
    said = dict(value) if isinstance(value, Mapping) else {}
    risk = risk_from(said.pop("risk", None))
    if len(said) == 1 and risk is not None and risk is not Risk.NORMAL:
        [(mark, word)] = said.items()
        severe = mark != RiskMark.SEVERITY or word in {one.value for one in Severity}
        if mark in {one.value for one in RiskMark} and isinstance(word, str) and 0 < len(word) <= _LONGEST and severe:
            return RiskRule(RiskMark(mark), word, risk)
    raise InputError(text("{name} is a list of rules such as {example}.", name=name, example=_EXAMPLE))
