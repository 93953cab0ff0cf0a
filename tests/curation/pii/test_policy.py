import pytest

from curation.errors import InputError
from curation.pii.policy import PiiPolicy


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
