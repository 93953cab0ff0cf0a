"""What a policy does with each type of personal data, one choice a type, as people choose it. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from curation.pii.entity_types import COUNTRIES, ENTITY_TYPES
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator

ANY = "*"
_LEFT = (Operator.KEEP, Operator.SUGGEST)


class Choice(StrEnum):
    """What happens to a type: hidden as all others are, hidden in a way of its own, offered to a person, or left."""

    HIDDEN = "hidden"
    TAG = "tag"
    SURROGATE = "surrogate"
    HASH = "hash"
    MASK = "mask"
    REMOVE = "remove"
    SUGGEST = "suggest"
    LEFT = "left"


def choices_of(policy: PiiPolicy) -> dict[str, Choice]:
    """Return what happens to every type that concerns a policy: those of no country, its countries', and its own."""
    own = (one.entity_type for one in policy.patterns)
    named = (entity for entity, _ in policy.operators if entity != ANY)
    known = (entity for entity in ENTITY_TYPES if country_of(entity) in ("", *policy.countries))
    return {entity: _choice(policy, entity) for entity in sorted({*known, *own, *named})}


def with_choices(policy: PiiPolicy, wanted: Iterable[tuple[str, Choice]]) -> PiiPolicy:
    """Return a policy that does what is wanted with some types, and as before with the others."""
    for entity, choice in wanted:
        if _choice(policy, entity) is not choice:
            policy = _changed(policy, entity, choice)
    return policy


def default_of(policy: PiiPolicy) -> Operator:
    """Return what stands for values whose type says nothing of its own."""
    return Operator(dict(policy.operators).get(ANY, Operator.TAG.value))


def with_default(policy: PiiPolicy, operator: Operator) -> PiiPolicy:
    """Return a policy in which something else stands for values whose type says nothing of its own."""
    kept = [(entity, name) for entity, name in policy.operators if entity != ANY]
    named = [] if operator is Operator.TAG else [(ANY, operator.value)]
    return replace(policy, operators=tuple(sorted([*kept, *named])))


def _choice(policy: PiiPolicy, entity: str) -> Choice:
    if not policy.looks_for(entity):
        return Choice.LEFT
    if not policy.replaces(entity):
        return Choice.SUGGEST
    own = dict(policy.operators).get(entity)
    return Choice.HIDDEN if own is None else Choice(own)


def _changed(policy: PiiPolicy, entity: str, choice: Choice) -> PiiPolicy:
    operators = [(kind, name) for kind, name in policy.operators if kind != entity]
    hidden = choice not in (Choice.SUGGEST, Choice.LEFT)
    if hidden and (choice is not Choice.HIDDEN or default_of(policy) in _LEFT):
        operators.append((entity, Operator.TAG.value if choice is Choice.HIDDEN else choice.value))
    country = country_of(entity) != "" or any(entity == one.entity_type for one in policy.patterns)
    return replace(
        policy,
        entities=_listed(policy.entities, entity, there=hidden and not country),
        suggest_only=_listed(policy.suggest_only, entity, there=choice is Choice.SUGGEST),
        off=_listed(policy.off, entity, there=choice is Choice.LEFT),
        operators=tuple(sorted(operators)),
    )


def _listed(entries: tuple[str, ...], entity: str, *, there: bool) -> tuple[str, ...]:
    if there:
        return entries if entity in entries else (*entries, entity)
    return tuple(one for one in entries if one != entity)


def country_of(entity: str) -> str:
    """Return the code of the country whose identifier a type is, empty for none."""
    code = entity.partition("_")[0].lower()
    return code if code in COUNTRIES else ""
