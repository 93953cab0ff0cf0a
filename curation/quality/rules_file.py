# pyright: basic
r"""Reads a project's policy of checks from YAML; every refusal names the line and the cure.

checks: {boilerplate: off}            # switches of the table's checks and of own rules
words: [adnexa, lumbago]              # words that spelling knows
reading_level: {least: 30, most: 55}  # LIX
difficulty: {easy: 0.3, medium: 0.5, hard: 0.2}
answer_format: {type: object}         # a JSON schema
rules:
  - name: generic names
    forbid: [Tylenol, Advil]          # a phrase, several, or {pattern: "regular expression"}
    in: answer                        # question, answer or both
    because: Use the generic name.
    severity: warning                 # note, warning or block
    when: dose                        # only where this phrase occurs in the sample
  - name: paracetamol a day
    value: {near: [paracetamol], unit: mg, least: 1, most: 4000}
  - name: statutes
    citation: {looks_like: "§+ *[0-9]+[^.;,]*", form: "§ [0-9]+ (Abs[.] [0-9]+ )?[A-Z]+"}
"""

import regex
import yaml

from curation.domain.findings import Severity
from curation.domain.identity import canonical_json
from curation.errors import InputError
from curation.quality.policy import ChecksPolicy, Demand, Field, Rule, Targets, Values
from curation.quality.rules import is_unit
from curation.quality.yaml_tree import Branch, Tree, read_tree
from curation.texts import text

MOST_CHARACTERS = 200_000
MOST_RULES = 200
DIFFICULTIES = ("easy", "medium", "hard")
_TOP = ("checks", "words", "reading_level", "difficulty", "answer_format", "rules")
_OF_RULE = ("name", "in", "because", "severity", "when", *(demand.value for demand in Demand))


def policy_from_yaml(source: str, known: frozenset[str]) -> ChecksPolicy:
    """Read a policy; `known` are the names of the table's checks. Raises InputError with line and cure."""
    if len(source) > MOST_CHARACTERS:
        raise InputError(text("The rules are longer than {most:,} characters. Split them.", most=MOST_CHARACTERS))
    top = read_tree(source)
    if top is None:
        return ChecksPolicy()
    branch = top.branch(text("The rules begin with a name such as “rules:”."))
    branch.allow(_TOP)
    rules = tuple(_rule(one) for one in branch.items("rules"))
    _require_few_and_unlike(rules, branch)
    names = known | {rule.check for rule in rules} | {rule.name for rule in rules}
    return ChecksPolicy(
        switches=_switches(branch, names, known),
        rules=rules,
        words=frozenset(one.string().lower() for one in branch.items("words")),
        targets=_targets(branch),
        answer_format=_schema(branch),
    )


def _require_few_and_unlike(rules: tuple[Rule, ...], branch: Branch) -> None:
    if len(rules) > MOST_RULES:
        raise InputError(text("There are more than {most} rules. Join some of them.", most=MOST_RULES))
    names = [rule.name for rule in rules]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        second = [one for one in branch.items("rules") if _named(one) == twice][1]
        raise second.error(text("Two rules are called “{name}”. Give each its own name.", name=twice))


def _named(rule: Tree) -> str:
    return rule.branch(text("A rule is a list of names with values.")).string_of("name")


def _switches(branch: Branch, names: frozenset[str], known: frozenset[str]) -> tuple[tuple[str, bool], ...]:
    found: dict[str, bool] = {}
    chosen = branch.get("checks")
    if chosen is None:
        return ()
    switches = chosen.branch(text("Write checks as “name: on” or “name: off”."))
    for name, leaf in switches.pairs():
        if name not in names:
            raise leaf.error(
                text("There is no check “{name}”. There are: {names}.", name=name, names=", ".join(sorted(known)))
            )
        found[name if name in known or name.startswith("rule:") else f"rule:{name}"] = leaf.boolean()
    return tuple(sorted(found.items()))


def _targets(branch: Branch) -> Targets:
    least = most = None
    reading = branch.get("reading_level")
    if reading is not None:
        bounds = reading.branch(text("Write reading_level as “{{least: 30, most: 55}}”."))
        bounds.allow(("least", "most"))
        least, most = bounds.number_of("least"), bounds.number_of("most")
        _require_order(reading, least, most)
    shares: dict[str, float] = {}
    wanted = branch.get("difficulty")
    if wanted is not None:
        levels = wanted.branch(text("Write difficulty as “{{easy: 0.3, medium: 0.5, hard: 0.2}}”."))
        levels.allow(DIFFICULTIES)
        shares = {level: levels.number_of(level) or 0.0 for level in DIFFICULTIES}
        if abs(sum(shares.values()) - 1) > 0.01 or min(shares.values()) < 0:  # noqa: PLR2004 - a rounding
            raise wanted.error(text("The shares of difficulty must add up to 1, each at least 0."))
    allowed = frozenset(level for level, share in shares.items() if share > 0)
    return Targets(least, most, tuple(shares.items()), allowed if len(allowed) < len(DIFFICULTIES) else frozenset())


def _schema(branch: Branch) -> str:
    given = branch.get("answer_format")
    if given is None:
        return ""
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415 - only where a project demands a format

    schema = given.plain()
    if not isinstance(schema, dict):
        raise given.error(text("A JSON schema belongs here: names with values."))
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise given.error(text("The JSON schema is not valid: {error}.", error=error.message)) from error
    return canonical_json(schema)


def _rule(one: Tree) -> Rule:
    branch = one.branch(text("A rule is a list of names with values."))
    branch.allow(_OF_RULE)
    name = branch.string_of("name").strip()
    if not name:
        raise one.error(text("The rule has no name. Add “name: …”."))
    demands = [demand for demand in Demand if branch.get(demand.value) is not None]
    if len(demands) != 1:
        raise one.error(text("The rule “{name}” needs exactly one of: require, forbid, value, citation.", name=name))
    demand = demands[0]
    tree = branch.need(demand.value)
    return Rule(
        name=name,
        demand=demand,
        field=branch.choice("in", Field, Field.ANSWER),
        severity=branch.choice("severity", Severity, Severity.WARNING),
        because=branch.string_of("because"),
        when=_pattern(when) if (when := branch.get("when")) else "",
        pattern=_form(tree) if demand is Demand.CITATION else "" if demand is Demand.VALUE else _pattern(tree),
        looks_like=_looks_like(tree) if demand is Demand.CITATION else "",
        values=_values(tree) if demand is Demand.VALUE else None,
    )


def _pattern(tree: Tree) -> str:
    """Return the regular expression of a phrase, of several, or of `{pattern: ...}`."""
    if isinstance(tree.node, yaml.MappingNode):
        branch = tree.branch("")
        branch.allow(("pattern",))
        return _checked(branch.need("pattern"))
    phrases = [one.string() for one in tree.entries()] if isinstance(tree.node, yaml.SequenceNode) else [tree.string()]
    if not phrases or not all(phrase.strip() for phrase in phrases):
        raise tree.error(text("A phrase is empty. Write what must or must not occur."))
    return "|".join(_phrase(phrase.strip()) for phrase in phrases)


def _phrase(phrase: str) -> str:
    words = r"\s+".join(map(regex.escape, phrase.split()))
    return (r"\b" if phrase[0].isalnum() else "") + words + (r"\b" if phrase[-1].isalnum() else "")


def _checked(leaf: Tree) -> str:
    pattern = leaf.string()
    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        sentence = text("“{pattern}” is no regular expression: {error}.", pattern=pattern, error=error)
        raise leaf.error(sentence) from error
    if compiled.fullmatch("") is not None:
        raise leaf.error(text("“{pattern}” matches the empty text. Write what must stand there.", pattern=pattern))
    return pattern


def _citation(tree: Tree) -> Branch:
    branch = tree.branch(text("Write citation as “{{looks_like: …, form: …}}”."))
    branch.allow(("looks_like", "form"))
    return branch


def _form(tree: Tree) -> str:
    return _checked(_citation(tree).need("form"))


def _looks_like(tree: Tree) -> str:
    return _checked(_citation(tree).need("looks_like"))


def _values(tree: Tree) -> Values:
    branch = tree.branch(text("Write value as “{{near: […], unit: mg, least: 1, most: 4000}}”."))
    branch.allow(("near", "unit", "least", "most"))
    unit = branch.need("unit")
    if not is_unit(unit.string()):
        raise unit.error(
            text("“{unit}” is no unit that can be compared. Write for example mg, ml, days or %.", unit=unit.string())
        )
    least, most = branch.number_of("least"), branch.number_of("most")
    if least is None and most is None:
        raise tree.error(text("A value needs a bound: least, most or both."))
    _require_order(tree, least, most)
    near = branch.get("near")
    words = (
        []
        if near is None
        else [near.string()]
        if isinstance(near.node, yaml.ScalarNode)
        else [o.string() for o in near.entries()]
    )
    return Values(tuple(word.lower() for word in words), unit.string(), least, most)


def _require_order(tree: Tree, least: float | None, most: float | None) -> None:
    if least is not None and most is not None and least > most:
        raise tree.error(text("The least value is greater than the most. Swap them."))
