"""The reasons of a project: what can be read, what is refused, and what keeps its name when the list changes."""

import pytest

from curation.domain.reason_policy import FlagReason, ReasonPolicy, flags_from, reasons_from, standard_flags
from curation.domain.reviews import RejectReason
from curation.errors import InputError, PermissionRefusedError
from tests.builders import a_person


def test_a_project_begins_with_the_standard_flags_and_no_sections():
    assert reasons_from(None) == ReasonPolicy(standard_flags())
    assert len(standard_flags()) <= 9


def test_what_is_written_is_what_is_read():
    policy = ReasonPolicy(
        (FlagReason("a", "A thing"), FlagReason("b", "B", "risks")), {RejectReason.WRONG: ("doses", "risks")}
    )
    assert reasons_from(policy.as_json()) == policy
    assert reasons_from({"flags": []}).flags == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "object"),
        ({"colour": 1}, "flags, sections"),
        ({"flags": "x"}, "at most 9"),
        ({"flags": [{"id": str(i), "label": str(i)} for i in range(10)]}, "at most 9"),
        ({"flags": [{"id": "a"}]}, "label"),
        ({"flags": [{"id": "a", "label": "x", "section": 1}]}, "one section"),
        ({"flags": [{"id": "a", "label": " "}]}, "1 to 80"),
        ({"flags": [{"id": "a", "label": "x" * 81}]}, "1 to 80"),
        ({"flags": [{"id": "a", "label": "x"}, {"id": "a", "label": "y"}]}, "same name"),
        ({"sections": {"boring": []}}, "wrong"),
        ({"sections": {"wrong": "doses"}}, "at most 5"),
        ({"sections": {"wrong": [1]}}, "at most 5"),
    ],
)
def test_reasons_that_cannot_be_are_refused_with_a_sentence(content, said):
    with pytest.raises(InputError, match=said):
        reasons_from(content)


def test_a_reason_keeps_its_name_when_the_list_around_it_changes():
    now = (FlagReason("source", "The source is doubtful", "doses"), FlagReason("old", "Old"))
    found = flags_from(["", " New  one ", "The source is doubtful", "New one", "Old!"], now)
    assert found == (FlagReason("new-one", "New one"), now[0], FlagReason("old-2", "Old!"))


def test_the_lead_changes_the_reasons_and_an_expert_does_not(owned):
    workbench, owner, project = owned
    wanted = ReasonPolicy((FlagReason("a", "A\0 \u202ething"),), {RejectReason.WRONG: ("doses",)})
    assert workbench.reason_rules.choose(owner, project, wanted)
    assert workbench.reason_rules.now(owner, project).flags == (FlagReason("a", "A thing"),)
    assert not workbench.reason_rules.choose(owner, project, wanted)
    with pytest.raises(PermissionRefusedError):
        workbench.reason_rules.choose(a_person(workbench, project, "Ada"), project, wanted)
    with pytest.raises(InputError):
        workbench.projects.set_policy(owner, project, "reasons", {"flags": 1})
