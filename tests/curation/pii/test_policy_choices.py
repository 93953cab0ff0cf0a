"""One choice a type: what a policy does with it, and the policy that does what was chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import InputError
from curation.pii.policy import LINES, PiiPolicy
from curation.pii.policy_choices import Choice, choices_of, default_of, with_choices, with_default
from curation.pii.policy_parts import Operator, UserPattern

POLICIES = st.sampled_from(
    [
        PiiPolicy(),
        PiiPolicy(countries=("de", "ca")),
        PiiPolicy(operators=(("*", "surrogate"), ("PERSON", "hash"), ("URL", "keep"))),
        PiiPolicy(operators=(("*", "suggest"),)),
        PiiPolicy(patterns=(UserPattern("BADGE", r"B-\d+"),)),
    ]
)


def test_the_usual_policy_hides_people_suggests_dates_and_leaves_company_numbers():
    choices = choices_of(PiiPolicy())
    said = [choices[one] for one in ("PERSON", "US_SSN", "DATE_TIME", "US_NPI")]
    assert said == [Choice.HIDDEN, Choice.HIDDEN, Choice.SUGGEST, Choice.LEFT]
    assert "DE_TAX_ID" not in choices


@given(POLICIES, st.data())
def test_every_choice_is_what_the_policy_then_does(policy, data):
    entity = data.draw(st.sampled_from(sorted(choices_of(policy))))
    choice = data.draw(st.sampled_from(list(Choice)))
    changed = with_choices(policy, [(entity, choice)])
    others = {name: one for name, one in choices_of(policy).items() if name != entity}
    assert {name: one for name, one in choices_of(changed).items() if name != entity} == others
    assert changed.looks_for(entity) is (choice is not Choice.LEFT)
    assert changed.replaces(entity) is (choice not in (Choice.LEFT, Choice.SUGGEST))
    if choice not in (Choice.LEFT, Choice.SUGGEST, Choice.HIDDEN):
        assert changed.operator(entity).value == choice.value
    assert PiiPolicy.from_json(changed.to_json()) == changed


@given(POLICIES)
def test_choosing_what_is_chosen_changes_nothing(policy):
    assert with_choices(policy, choices_of(policy).items()) == policy


@pytest.mark.parametrize("operator", [Operator.TAG, Operator.SURROGATE, Operator.MASK])
def test_another_default_is_what_stands_for_types_without_one_of_their_own(operator):
    changed = with_default(PiiPolicy(operators=(("PERSON", "hash"),)), operator)
    assert default_of(changed) is operator
    assert (changed.operator("EMAIL_ADDRESS"), changed.operator("PERSON")) == (operator, Operator.HASH)


def test_a_type_with_a_line_of_its_own_is_hidden_from_there_on_and_others_as_the_profile_says():
    policy = PiiPolicy.from_json({"lines": {"PERSON": 0.8}})
    assert [policy.redacts("PERSON", score) for score in (0.79, 0.8)] == [False, True]
    assert policy.redacts("LOCATION", LINES["recall"])
    assert PiiPolicy.from_json(policy.to_json()) == policy
    assert "lines" not in PiiPolicy().to_json()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "object"),
        ({"PERSON": 2}, "PERSON"),
        ({"PERSON": True}, "PERSON"),
        ({"PERSN": 0.5}, "PERSN"),
        ({"x": 1}, "x"),
    ],
)
def test_a_line_that_cannot_be_read_is_a_sentence(lines, said):
    with pytest.raises(InputError, match=said):
        PiiPolicy.from_json({"lines": lines})
