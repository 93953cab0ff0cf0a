import pytest

from curation.domain.desk import Pool
from curation.store import desk_queue
from curation.store.desk_queue import Asking, Candidate
from tests.curation.reviewing.desk_builders import waiting_samples
from tests.statements import plan_of, statements

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def queue_plan(desk, pool, *, by_chance=False):
    """The plan of the query that picks what comes next, as SQLite explains it."""
    engine = desk.workbench.database.engine
    with statements(engine) as seen, desk.workbench.database.reading() as tx:
        asking = Asking(desk.project.id, desk.ada.id, pool, desk.clock(), desk.clock(), 1, by_chance)
        desk_queue.candidates(tx, asking, Candidate(3.0, "s002", 0), 20)
    return plan_of(engine, seen[-1])


@ON_SQLITE
def test_what_comes_next_is_read_from_the_queue_index_without_sorting(desk):
    waiting_samples(desk.workbench, desk.project, 30)
    for pool in (Pool.WAITING, Pool.SKIPPED, Pool.ESCALATED, Pool.DISPUTED):
        plan = queue_plan(desk, pool)
        assert any("ix_samples_queue" in line for line in plan), plan
        assert not any("TEMP B-TREE" in line or line.startswith("SCAN") for line in plan), plan


@ON_SQLITE
def test_an_order_of_chance_is_read_from_its_own_index(desk):
    waiting_samples(desk.workbench, desk.project, 30)
    plan = queue_plan(desk, Pool.WAITING, by_chance=True)
    assert any("ix_samples_chance" in line for line in plan), plan
    assert not any("TEMP B-TREE" in line or line.startswith("SCAN") for line in plan), plan


@ON_SQLITE
def test_kept_texts_are_found_from_the_drafts_not_from_the_project(desk):
    plan = queue_plan(desk, Pool.KEPT)
    assert any(line.startswith("SEARCH drafts") for line in plan), plan
    assert not any("project_id=?" in line or line.startswith("SCAN") for line in plan), plan


def test_a_desk_item_costs_few_statements_however_many_are_fetched(desk):
    waiting_samples(desk.workbench, desk.project, 30)
    desk.reviewing.next_items(desk.ada, desk.project, 8)
    with statements(desk.workbench.database.engine) as counted:
        desk.reviewing.next_items(desk.ada, desk.project, 8)
    assert len(counted) < 40


@ON_SQLITE
def test_ones_own_claims_are_found_from_the_claims_not_from_the_queue(desk):
    waiting_samples(desk.workbench, desk.project, 30)
    desk.reviewing.next_items(desk.ada, desk.project, 3)
    engine = desk.workbench.database.engine
    with statements(engine) as seen, desk.workbench.database.reading() as tx:
        asking = Asking(desk.project.id, desk.ada.id, Pool.WAITING, desk.clock(), desk.clock(), 1)
        assert desk_queue.held(tx, asking, desk.clock()) == ["s000", "s001", "s002"]
    plan = plan_of(engine, seen[-1])
    assert not any("ix_samples_queue" in line or line.startswith("SCAN") for line in plan), plan
