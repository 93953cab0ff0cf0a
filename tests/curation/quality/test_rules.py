"""A project's own rules: what they note, and how a file that cannot be read is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.findings import Severity
from curation.domain.samples import question_and_answer
from curation.errors import InputError
from curation.quality.policy import STANDARD
from curation.quality.reading import Difficulty, difficulty, lix
from curation.quality.rules_file import policy_from_yaml
from curation.quality.suite import CHECKS, check

KNOWN = frozenset(CHECKS)
RULES = r"""
checks: {boilerplate: off, slow: on}
words: [managment]
rules:
  - name: generic names
    forbid: [Tylenol, acetyl salicylic]
    because: Use the generic name.
  - name: paracetamol a day
    value: {near: [paracetamol], unit: mg, least: 1, most: 4000}
    severity: block
  - name: statutes
    citation: {looks_like: "§+ *[0-9]+[^.;,]*", form: "§ [0-9]+ (Abs[.] [0-9]+ )?[A-Z]+"}
  - name: sources
    require: {pattern: "Source: .+"}
    when: dose
    severity: note
  - name: slow
    forbid: {pattern: "(x+x+)+y"}
"""


def notes(question, answer, policy=None):
    found = check(question_and_answer(question, answer), "en", policy or policy_from_yaml(RULES, KNOWN))
    return [(finding.check, finding.severity, finding.message) for finding in found]


def test_a_forbidden_phrase_is_noted_with_the_projects_own_words():
    warning = Severity.WARNING
    assert notes("What helps?", "Take tylenol now.") == [("rule:generic names", warning, "Use the generic name.")]
    assert [n for n, _, _ in notes("What?", "Acetyl\nsalicylic acid helps.")] == ["rule:generic names"]
    assert notes("May I take Tylenol?", "Yes, you may take it.") == []
    assert notes("What is it?", "Tylenols are many.") == []


def test_a_value_outside_of_its_bounds_is_noted_whatever_its_unit():
    found = notes("How much?", "Take 5 g of paracetamol a day at most.")
    assert found == [("rule:paracetamol a day", Severity.BLOCK, "“5 g” is outside of 1 to 4000 mg.")]
    assert notes("How much?", "Take 4 g of paracetamol a day at most.") == []
    assert notes("How much?", "Eat 5 g of salt a day at most.") == []


@pytest.mark.parametrize(
    ("said", "language", "noted"),
    [("6,000 mg", "en", True), ("6,000 mg", "de", False), ("6.000 mg", "de-DE", True), ("6,000 mg", "", False)],
)
def test_a_number_is_read_as_its_language_writes_it(said, language, noted):
    sample = question_and_answer("How much?", f"Take {said} of paracetamol.")
    found = check(sample, language, policy_from_yaml(RULES, KNOWN))
    assert ("rule:paracetamol a day" in {finding.check for finding in found}) is noted


def test_json_is_read_as_the_standard_has_it():
    policy = policy_from_yaml("answer_format: {type: object, properties: {dose: {type: number}}}", KNOWN)
    assert notes("Dose?", '{"dose": 5}', policy) == []
    assert [m for _, _, m in notes("Dose?", '{"dose": NaN}', policy)] == [
        "The answer is not JSON, as the project demands."
    ]
    assert [m for _, _, m in notes("Dose?", '{"dose": 5, "dose": 6}', policy)] == [
        "The answer's JSON has the name “dose” twice."
    ]


def test_a_citation_in_another_form_is_noted():
    assert [n for n, _, _ in notes("Which law?", "It is §12 of BGB that says so.")] == ["rule:statutes"]
    assert notes("Which law?", "It stands in § 12 Abs. 3 BGB.") == []


def test_what_must_occur_is_missed_only_where_it_is_due():
    assert [n for n, _, _ in notes("Which dose?", "It is taken twice a day.")] == ["rule:sources"]
    assert notes("Which dose?", "It is taken twice a day. Source: the leaflet.") == []
    assert notes("Which form?", "It is taken twice a day.") == []


def test_a_switch_turns_a_check_or_an_own_rule_off():
    assert notes("What?", "Three of them. I hope this helps!") == []
    off = policy_from_yaml(RULES.replace("slow: on", "generic names: off"), KNOWN)
    assert notes("What helps?", "Take tylenol now.", off) == []
    assert notes("What?", "Three of them. I hope this helps!", STANDARD)[0][0] == "boilerplate"


def test_words_of_the_project_are_no_slips():
    assert notes("What?", "It is the managment of a ward.") == []
    assert [n for n, _, _ in notes("What?", "It is the managment of a ward.", STANDARD)] == ["spelling"]


def test_a_pattern_that_takes_too_long_is_stopped_and_said():
    found = notes("What?", "So it is " + "x" * 5000 + ".")
    said = [(severity, message) for name, severity, message in found if name == "rule:slow"]
    assert [severity for severity, _ in said] == [Severity.WARNING]
    assert "took too long" in said[0][1]


REFUSED = [
    ("a: b", 1, "“a” is not known here"),
    ("- x", 1, "begin with a name"),
    ("rules:\n  - name: x\n    forbit: y", 3, "forbit"),
    ("rules:\n  - name: x", 2, "exactly one of"),
    ("rules:\n  - name: x\n    forbid: y\n    require: z", 2, "exactly one of"),
    ("rules:\n  - forbid: y", 2, "no name"),
    ("rules: {a: b", 1, "no YAML"),
    ("rules:\n\t- x", 2, "no YAML"),
    ("rules: &a [*a]", 1, "anchors"),
    ("answer_format: !!python/object:os.system x", 1, "tags"),
    ("rules:\n  - name: x\n    forbid: {pattern: '('}", 3, "no regular expression"),
    ("rules:\n  - name: x\n    forbid: {pattern: 'a*'}", 3, "matches the empty text"),
    ("rules:\n  - name: x\n    forbid: ['']", 3, "A phrase is empty"),
    ("rules:\n  - name: x\n    value: {unit: foo, most: 3}", 3, "no unit"),
    ("rules:\n  - name: x\n    value: {unit: mg}", 3, "needs a bound"),
    ("rules:\n  - name: x\n    value: {unit: mg, least: 3, most: 1}", 3, "Swap them"),
    ("rules:\n  - name: x\n    value: {most: 1}", 3, "“unit” is missing"),
    ("rules:\n  - name: x\n    forbid: y\n    severity: horrible", 4, "note, warning, block"),
    ("rules:\n  - name: x\n    forbid: y\n  - name: x\n    forbid: z", 4, "its own name"),
    ("checks:\n  nonsense: off", 2, "There is no check “nonsense”"),
    ("checks: {empty: 3}", 1, "on or off"),
    ("checks: on", 1, "name: on"),
    ("words: abc", 1, "A list belongs here"),
    ("reading_level: {least: abc}", 1, "no number"),
    ("reading_level: {least: .nan}", 1, "no number"),
    ("difficulty: {easy: 2}", 1, "add up to 1"),
    ("answer_format: {type: 7}", 1, "not valid"),
]


@pytest.mark.parametrize(("source", "line", "words"), REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_its_line_and_the_cure(source, line, words):
    with pytest.raises(InputError) as refused:
        policy_from_yaml(source, KNOWN)
    sentence = str(refused.value)
    assert sentence.startswith(f"Line {line}: ")
    assert words in sentence
    assert sentence.rstrip("…").endswith(".")


@given(st.text(max_size=200))
def test_any_text_is_a_policy_or_is_refused_in_a_sentence(source):
    outcome = STANDARD
    try:
        outcome = policy_from_yaml(source, KNOWN)
    except InputError as refused:
        outcome = str(refused)
    assert outcome == STANDARD or str(outcome).endswith(".")


def test_an_empty_file_changes_nothing():
    assert policy_from_yaml("", KNOWN) == policy_from_yaml("# nothing\n", KNOWN) == STANDARD


def test_an_answer_must_have_the_format_that_the_project_demands():
    schema = {"type": "object", "required": ["dose"], "properties": {"dose": {"type": "number"}}}
    policy = policy_from_yaml(f"answer_format: {json.dumps(schema)}", KNOWN)
    assert [m for n, _, m in notes("Dose?", '{"dose": "two"}', policy) if n == "answer_format"] == [
        "The answer's JSON breaks the format at $.dose: 'two' is not of type 'number'."
    ]
    assert [n for n, _, _ in notes("Dose?", "It is two milligrams.", policy)] == ["answer_format"]
    assert "answer_format" not in [n for n, _, _ in notes("Dose?", '```json\n{"dose": 2}\n```', policy)]
    assert "answer_format" in [n for n, _, _ in notes("Dose?", "[" * 100_000, policy)]


EASY = "The cat sat on the mat and the dog ran to the door as it saw the man. " * 3
HARD = (
    "Notwithstanding preliminary considerations, multidisciplinary rehabilitation interventions, individualised "
    "according to comorbidities, demonstrate heterogeneous improvements throughout longitudinal observational "
    "investigations, although methodological inconsistencies complicate straightforward interpretation considerably, "
    "notwithstanding sophisticated "
    "statistical adjustments throughout the whole of the years that were looked at."
)


def test_reading_is_measured_and_held_to_its_target():
    assert lix(EASY) < 25
    assert lix(HARD) > 60
    assert lix("Too short.") is None
    policy = policy_from_yaml("reading_level: {least: 25, most: 60}", KNOWN)
    assert "is hard to read" in str(notes("What?", HARD, policy))
    assert "plainer than wanted" in str(notes("What?", EASY, policy))
    assert "reading_level" not in str(notes("What?", HARD, STANDARD))


def test_difficulty_is_measured_and_held_to_what_is_collected():
    hard = question_and_answer(
        "What is it and how does it differ from the other? Why?",
        f"1. {HARD}\n2. If 3 of 4 agree, pay 5.\n3. Unless it rains, however, stay.\n"
        + "More words follow here. " * 30,
    )
    easy = question_and_answer("What is a cat?", "A cat is an animal.")
    assert (difficulty(easy), difficulty(hard)) == (Difficulty.EASY, Difficulty.HARD)
    policy = policy_from_yaml("difficulty: {medium: 0.5, hard: 0.5}", KNOWN)
    assert [n for n, _, _ in notes("What is a cat?", "A cat is an animal.", policy)] == ["difficulty"]
