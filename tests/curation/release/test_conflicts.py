"""Open contradictions leave samples out of a version, or stop it; what people split stays on one side all the same."""

import pytest

from curation.domain.duplicates import GroupAction
from curation.domain.findings import DuplicateKind
from curation.domain.gates import CONFLICTS, GateVerdict
from curation.domain.identity import new_id
from curation.domain.releases import LeftOut
from curation.domain.versions import Recipe
from curation.errors import InputError, JobFailedError, PermissionRefusedError
from curation.services.duplicate_acts import GroupSaid
from curation.services.duplicates import GroupFilter
from curation.store import versions as store
from tests.builders import a_person
from tests.curation.release.shelf import ListReporter, Shelf, named, pair


@pytest.fixture
def contradicting(shelf: Shelf) -> Shelf:
    shelf.add(*(pair(i) for i in range(12)))
    shelf.group("c", DuplicateKind.CONFLICT, named(7), named(8))
    return shelf


def rows_of_gate(shelf: Shelf, version_id: str) -> list[tuple[str, object]]:
    with shelf.workbench.database.reading() as tx:
        return [(one.verdict, one.evidence) for one in store.gates_of(tx, version_id) if one.name == CONFLICTS]


def version_id(shelf: Shelf) -> str:
    return shelf.releasing.version(shelf.owner, shelf.project, "v1").id


def stop(shelf: Shelf) -> None:
    shelf.workbench.conflict_rule.choose(shelf.owner, shelf.project, stop=True)


def test_as_usual_both_samples_are_left_out_and_the_gate_says_so(contradicting: Shelf) -> None:
    contradicting.freeze("v1")
    facts = {"contradicting": 2, "rule": "leave_out", "name": "v1"}
    assert rows_of_gate(contradicting, version_id(contradicting)) == [(GateVerdict.PASSED.value, facts)]


def test_where_the_project_wants_it_an_open_contradiction_stops_the_version_with_the_cure(contradicting: Shelf) -> None:
    stop(contradicting)
    plan = contradicting.releasing.plan(contradicting.owner, contradicting.project, Recipe())
    assert plan.stopped == 2
    with pytest.raises(InputError, match=r"2 approved samples contradict each other.*page Duplicates"):
        contradicting.order()
    assert contradicting.releasing.versions(contradicting.owner, contradicting.project) == ()


def test_a_contradiction_that_the_job_itself_finds_stops_it_and_leaves_a_row_of_the_gate(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(12)))
    stop(shelf)
    job = shelf.order()
    shelf.group("c", DuplicateKind.CONFLICT, named(7), named(8))
    with pytest.raises(JobFailedError, match="page Duplicates"):
        shelf.freezing.run(job, ListReporter())
    facts = {"contradicting": 2, "rule": "block", "name": "v1"}
    assert rows_of_gate(shelf, str(job.payload["version_id"])) == [(GateVerdict.BLOCKED.value, facts)]
    assert not list(shelf.workbench.settings.versions.rglob("manifest.json"))


def test_once_it_is_decided_the_version_is_frozen_with_both(contradicting: Shelf) -> None:
    stop(contradicting)
    asking = contradicting.workbench.duplicates
    [group] = asking.page(contradicting.owner, contradicting.project, GroupFilter(), 0, 10).groups
    said = GroupSaid(new_id(), group.kind, group.members, GroupAction.KEEP_ALL, note="Each holds for its own ward.")
    asking.decide(contradicting.owner, contradicting.project, said)
    plan = contradicting.releasing.plan(contradicting.owner, contradicting.project, Recipe())
    assert (plan.stopped, plan.rows, LeftOut.CONFLICT in plan.left_out) == (0, 12, False)
    contradicting.freeze("v1")
    facts = {"contradicting": 0, "rule": "block", "name": "v1"}
    assert rows_of_gate(contradicting, version_id(contradicting)) == [(GateVerdict.PASSED.value, facts)]


def test_only_who_leads_changes_the_rule(shelf: Shelf) -> None:
    expert = a_person(shelf.workbench, shelf.project, "Erin")
    rule = shelf.workbench.conflict_rule
    assert rule.stops(expert, shelf.project) is False
    with pytest.raises(PermissionRefusedError):
        rule.choose(expert, shelf.project, stop=True)
    rule.choose(shelf.owner, shelf.project, stop=True)
    rule.choose(shelf.owner, shelf.project, stop=False)
    assert rule.stops(expert, shelf.project) is False


def test_samples_that_a_person_took_apart_both_go_in_and_stay_on_one_side(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(30)))
    shelf.group("g", DuplicateKind.NEAR, named(3), named(4))
    asking = shelf.workbench.duplicates
    [group] = asking.page(shelf.owner, shelf.project, GroupFilter(), 0, 10).groups
    said = GroupSaid(new_id(), group.kind, group.members, GroupAction.SPLIT, apart=(named(4),))
    asking.decide(shelf.owner, shelf.project, said)
    for seed in range(4):
        name = f"v{seed}"
        shelf.freeze(name, Recipe(seed=seed, test=0.3, validation=0.3))
        version = shelf.releasing.version(shelf.owner, shelf.project, name)
        with shelf.workbench.database.reading() as tx:
            sides = dict(store.members(tx, version.id).select("id", "split").iter_rows())
        assert sides[named(3)] == sides[named(4)]
