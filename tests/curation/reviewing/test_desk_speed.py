import pytest
from sqlalchemy import event

from curation.domain.desk import Pool
from curation.store import desk_queue
from curation.store.desk_queue import Asking, Candidate
from tests.curation.reviewing.desk_builders import waiting_samples

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def queue_plan(desk, pool, *, by_chance=False):
    """The plan of the query that picks what comes next, as SQLite explains it."""
    seen = []
    engine = desk.workbench.database.engine
    event.listen(engine, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
    with desk.workbench.database.reading() as tx:
        asking = Asking(desk.project.id, desk.ada.id, pool, desk.clock(), desk.clock(), 1, by_chance)
        desk_queue.candidates(tx, asking, Candidate(3.0, "s002", 0), 20)
    query, values = seen[-1]
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        return [str(row[3]) for row in cursor.execute(f"EXPLAIN QUERY PLAN {query}", values)]


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
    counted = []
    event.listen(desk.workbench.database.engine, "before_cursor_execute", lambda *a: counted.append(a[2]))
    desk.reviewing.next_items(desk.ada, desk.project, 8)
    assert len(counted) < 40


@ON_SQLITE
def test_ones_own_claims_are_found_from_the_claims_not_from_the_queue(desk):
    waiting_samples(desk.workbench, desk.project, 30)
    desk.reviewing.next_items(desk.ada, desk.project, 3)
    seen = []
    engine = desk.workbench.database.engine
    event.listen(engine, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
    with desk.workbench.database.reading() as tx:
        asking = Asking(desk.project.id, desk.ada.id, Pool.WAITING, desk.clock(), desk.clock(), 1)
        assert desk_queue.held(tx, asking, desk.clock()) == ["s000", "s001", "s002"]
    query, values = seen[-1]
    with engine.connect() as connection:
        plan = [str(row[3]) for row in connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert not any("ix_samples_queue" in line or line.startswith("SCAN") for line in plan), plan
