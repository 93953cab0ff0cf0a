import pytest

from curation.errors import InputError
from curation.pii.analyzer import PatternRecognizer, predefined_recognizers
from curation.pii.cues import ROWS
from curation.pii.entity_types import COUNTRIES, ENTITY_TYPES
from curation.pii.policy import REDACTED, SILENT, SUGGESTED, PiiPolicy
from curation.pii.policy_parts import Operator


def test_a_policy_comes_back_from_its_json_unchanged():
    policy = PiiPolicy(allow=("info@example.org",), countries=("de",), threshold=0.6)
    assert PiiPolicy.from_json(policy.to_json()) == policy
    assert PiiPolicy.from_json(policy.to_json()).hash == policy.hash


def test_what_a_policy_file_does_not_name_keeps_its_default():
    assert PiiPolicy.from_json(None) == PiiPolicy.from_json({}) == PiiPolicy()
    assert PiiPolicy.from_json({"threshold": 1}).entities == PiiPolicy().entities


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (["PERSON"], "object"),
        ({"entitys": []}, "entitys"),
        ({"entities": "PERSON"}, "entities"),
        ({"allow": ["a", 3]}, "allow"),
        ({"threshold": "high"}, "threshold"),
        ({"threshold": 2}, "threshold"),
        ({"threshold": True}, "threshold"),
        (
            {"entities": ["PERSONS"]},
            "“entities” .* PERSONS, which nothing finds. Known are: .*EMAIL_ADDRESS, .*PERSON, ",
        ),
        ({"suggest_only": ["BADGE"]}, "“suggest_only” .* BADGE"),
        ({"off": ["US_SSNS"]}, "US_SSNS"),
        ({"operators": {"BADGE": "mask"}}, "“operators” .* BADGE"),
        ({"operators": {"PERSON": "blur"}}, "“blur” for PERSON. Known are: tag, surrogate, hash, mask, remove, keep"),
        ({"countries": ["us", "xx"]}, "“xx”.* Known are: .*, uk, us"),
    ],
)
def test_a_bad_policy_is_refused_with_the_field(given, word):
    with pytest.raises(InputError, match=word):
        PiiPolicy.from_json(given)


def test_national_identifiers_follow_the_countries():
    assert PiiPolicy().replaces("US_SSN")
    assert not PiiPolicy().looks_for("DE_TAX_ID")
    assert PiiPolicy(countries=("de",)).replaces("DE_TAX_ID")
    assert not PiiPolicy(countries=("de",)).looks_for("DE_PLZ")


def test_suggestions_are_looked_for_and_never_replaced():
    assert PiiPolicy().looks_for("URL")
    assert not PiiPolicy().replaces("URL")


def test_the_allow_list_ignores_case_and_knows_a_star():
    policy = PiiPolicy(allow=("*.gov", "Help@Example.org"))
    assert policy.allows("info@IRS.gov")
    assert policy.allows("help@example.ORG")
    assert not policy.allows("help@example.org.net")


def test_a_projects_own_patterns_and_denied_texts_define_types():
    rows = {"patterns": [{"entity_type": "BADGE", "pattern": "B-7"}], "deny": ["Anna", "WARD_NAME: Rosengarten"]}
    policy = PiiPolicy.from_json(rows | {"operators": {"BADGE": "mask", "WARD_NAME": "keep"}, "off": ["BADGE"]})
    assert policy.operator("WARD_NAME") is Operator.KEEP


def test_the_known_types_are_those_that_something_finds():
    found = {entity for kind in patterns_of_presidio() for entity in kind(supported_language="en").supported_entities}
    cues = {row.entity for row in ROWS}
    assert {*found, *cues, *REDACTED, *SUGGESTED, *SILENT} == ENTITY_TYPES
    assert {kind.COUNTRY_CODE for kind in patterns_of_presidio()} - {None} == set(COUNTRIES)


def patterns_of_presidio():
    kinds = [kind for kind in vars(predefined_recognizers).values() if isinstance(kind, type)]
    return [kind for kind in kinds if issubclass(kind, PatternRecognizer)]
