"""The checks that a project writes itself: phrases, patterns, values with units, forms of citation. Pure.

Patterns come from people: each search is bounded in time (`regex`), and one that takes too long is said to.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

import regex

from curation.domain.findings import Finding
from curation.domain.samples import Role
from curation.quality.passages import Case, Findings, Turn
from curation.quality.policy import Demand, Field, Rule, Values
from curation.quality.quantities import Quantity, as_written, quantities
from curation.texts import text

SECONDS = 0.05
NEAR = 60
MOST_NOTES = 5
_ROLES = {
    Field.QUESTION: (Role.USER,),
    Field.ANSWER: (Role.ASSISTANT,),
    Field.BOTH: (Role.USER, Role.ASSISTANT),
}


def own_rules(case: Case) -> Findings:
    """What the project's own rules say."""
    for rule in case.policy.rules:
        if case.policy.is_on(rule.check):
            yield from _rule(case, rule)


def _rule(case: Case, rule: Rule) -> Findings:
    try:
        if rule.when and not any(_search(rule.when, turn.content) for turn in case.spoken):
            return
        for turn in case.spoken:
            if turn.role in _ROLES[rule.field]:
                yield from _LOOKS[rule.demand](turn, rule, case.language)
    except TimeoutError:
        sentence = text(
            "The rule “{rule}” took too long on this text and was stopped. Make it plainer.", rule=rule.name
        )
        yield Finding(rule.check, rule.severity, sentence)


def _forbidden(turn: Turn, rule: Rule, _: str) -> Findings:
    for match in _matches(rule.pattern, turn.content):
        said = match.group() if len(match.group()) <= NEAR else match.group()[:NEAR] + "…"
        sentence = rule.because or text("“{said}” must not occur here.", said=said)
        yield turn.finding(rule.check, rule.severity, sentence, match.span())


def _required(turn: Turn, rule: Rule, _: str) -> Findings:
    if not _search(rule.pattern, turn.content):
        sentence = rule.because or text("What the rule “{rule}” demands is missing.", rule=rule.name)
        yield turn.finding(rule.check, rule.severity, sentence)


def _cited(turn: Turn, rule: Rule, _: str) -> Findings:
    for match in _matches(rule.looks_like, turn.content):
        form = _pattern(rule.pattern).match(turn.content, match.start(), timeout=SECONDS)
        # A form that goes on behind what only looks like a citation ("§ 1 Abs" before its full stop) holds as well.
        if form is None or form.end() < match.end():
            sentence = rule.because or text("“{said}” is not the form of citation that is wanted.", said=match.group())
            yield turn.finding(rule.check, rule.severity, sentence, match.span())


def _valued(turn: Turn, rule: Rule, language: str) -> Findings:
    bounds = rule.values
    if bounds is None:
        return
    size, kind = _unit(bounds.unit)
    for amount in quantities(turn.content):
        if amount.kind != kind or not _is_near(turn, amount, bounds):
            continue
        if not _inside(as_written(amount, turn.content, language), amount.size / size, bounds):
            said = turn.content[amount.start : amount.end]
            sentence = rule.because or _outside(said, bounds)
            yield turn.finding(rule.check, rule.severity, sentence, (amount.start, amount.end))


def _is_near(turn: Turn, amount: Quantity, bounds: Values) -> bool:
    around = turn.small[max(amount.start - NEAR, 0) : amount.end + NEAR]
    return not bounds.near or any(word in around for word in bounds.near)


def _inside(readings: Iterable[float], size: float, bounds: Values) -> bool:
    values = [reading * size for reading in readings]
    return any(
        (bounds.least is None or value >= bounds.least * (1 - 1e-9))
        and (bounds.most is None or value <= bounds.most * (1 + 1e-9))
        for value in values
    )


def _outside(said: str, bounds: Values) -> str:
    unit = bounds.unit
    if bounds.least is None:
        return text("“{said}” is more than {most} {unit}.", said=said, most=f"{bounds.most:g}", unit=unit)
    if bounds.most is None:
        return text("“{said}” is less than {least} {unit}.", said=said, least=f"{bounds.least:g}", unit=unit)
    least, most = f"{bounds.least:g}", f"{bounds.most:g}"
    return text("“{said}” is outside of {least} to {most} {unit}.", said=said, least=least, most=most, unit=unit)


@lru_cache(maxsize=64)
def _unit(unit: str) -> tuple[float, str]:
    [one] = quantities(f"1 {unit}")
    return one.size, one.kind


def is_unit(unit: str) -> bool:
    """Tell whether amounts in this unit are known and comparable."""
    found = quantities(f"1 {unit}")
    return len(found) == 1 and bool(found[0].kind) and found[0].end == len(f"1 {unit}")


def _matches(pattern: str, content: str) -> "list[regex.Match[str]]":
    found: list[regex.Match[str]] = []
    for match in _pattern(pattern).finditer(content, timeout=SECONDS):
        if match.end() > match.start():
            found.append(match)
        if len(found) == MOST_NOTES:
            break
    return found


def _search(pattern: str, content: str) -> bool:
    return _pattern(pattern).search(content, timeout=SECONDS) is not None


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)


_LOOKS: dict[Demand, Callable[[Turn, Rule, str], Findings]] = {
    Demand.FORBID: _forbidden,
    Demand.REQUIRE: _required,
    Demand.CITATION: _cited,
    Demand.VALUE: _valued,
}
