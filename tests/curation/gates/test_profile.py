"""The gate searches with the high-recall profile, whatever profile and operators the project's policy names."""

import pytest

from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.samples import question_and_answer
from curation.errors import JobFailedError
from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor
from curation.services.privacy_values import SEALED
from tests.curation.release.shelf import Shelf, Shelved, named, pair
from workbench.bootstrap import Workbench

DOUBTFUL = "Look at the 0489 25 37 29 about the splint."


@pytest.fixture
def shelf(owned: tuple[Workbench, Person, Project]) -> Shelf:
    found = Shelf(*owned)
    found.add(*(pair(i) for i in range(20)), Shelved(named(900), question_and_answer("Whom do I ask?", DOUBTFUL)))
    return found


def test_the_text_is_one_that_only_the_high_recall_profile_redacts() -> None:
    assert Redactor(PiiPolicy(profile="precise")).redact_text(DOUBTFUL).spans == ()
    assert Redactor(PiiPolicy(profile="recall")).redact_text(DOUBTFUL).spans != ()


@pytest.mark.parametrize(
    "rules", [{"profile": "precise"}, {"profile": "precise", "operators": {"*": "hash"}}, {"operators": {"*": "mask"}}]
)
def test_a_precise_project_is_searched_with_high_recall(shelf: Shelf, rules: dict[str, object]) -> None:
    shelf.workbench.projects.set_policy(shelf.owner, shelf.project, "pii", rules)
    with pytest.raises(JobFailedError, match="1 text of v1 may still hold personal data"):
        shelf.freeze("v1")


def test_what_the_policy_keeps_on_purpose_does_not_stop_a_version(shelf: Shelf) -> None:
    shelf.workbench.projects.set_policy(shelf.owner, shelf.project, "pii", {"operators": {"PHONE_NUMBER": "keep"}})
    shelf.freeze("v1")


def test_a_new_policy_keeps_what_people_added_to_the_lists(owned: tuple[Workbench, Person, Project]) -> None:
    workbench, owner, project = owned
    sealed = SEALED + workbench.seal.close("PERSON: zorbak").decode("ascii")
    projects = workbench.projects
    projects.set_policy(owner, project, "pii", {"deny": [sealed], "allow": ["clinic.example", sealed]})
    projects.set_policy(owner, project, "pii", {"profile": "precise", "deny": ["PERSON: Doe"]})
    after = projects.policy(owner, project, "pii")
    assert isinstance(after, dict)
    assert after["deny"] == ["PERSON: Doe", sealed]
    assert sealed in after["allow"]
    assert "clinic.example" not in after["allow"]
    assert "*.gov" in after["allow"]
    assert projects.set_policy(owner, project, "pii", after) == 3
    assert projects.policy(owner, project, "pii") == after
