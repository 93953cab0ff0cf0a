"""A thousand identifiers go in by every door; none comes out in clear anywhere."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from curation.domain.browsing import Wanted
from curation.domain.identity import Json
from curation.domain.jobs import JobState
from curation.domain.people import PersonRole
from curation.services.duplicates import GroupFilter
from curation.services.privacy import ValueFilter
from curation.store.tables_duplicates import GroupDecisionRow
from eval.store import AnswerRow, QuestionRow
from tests.builders import a_person
from tests.curation.leaks.planting import COUNT, Leaky, plant
from tests.curation.leaks.search import found_below
from workbench.cli.waiting import job_value
from workbench.routes.desk_items import item_json

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Leaky:
    return plant(tmp_path_factory.mktemp("leaks"))


def test_every_identifier_went_in(leaky: Leaky) -> None:
    assert len(leaky.used) >= COUNT * 0.95
    assert {one.kind for one in leaky.used} == {one.kind for one in leaky.planted}
    states = [job.state for job in leaky.workbench.queue.recent(leaky.project.id, 200)]
    assert states.count(JobState.FAILED) == 1
    assert set(states) == {JobState.DONE, JobState.FAILED}


def test_no_identifier_stands_in_clear_in_home_exports_logs_or_backups(leaky: Leaky) -> None:
    everything = leaky.workbench.settings.home.parent
    assert found_below(everything, leaky.needles) == []


def payloads(leaky: Leaky) -> Iterator[tuple[str, Json]]:
    """What the app's own routes and the command line hand out, to somebody who has typed nothing."""
    workbench, project = leaky.workbench, leaky.project
    bea = a_person(workbench, project, "Bea", PersonRole.EXPERT, PersonRole.LEAD)
    paula = a_person(workbench, project, "Paula", PersonRole.PRIVACY)
    for item in workbench.reviewing.next_items(bea, project, 500):
        yield "desk", item_json(item)
    page = workbench.privacy.values(paula, project, ValueFilter(suggested=False), 0, 5_000)
    for group in page.groups:
        hidden = [one for one in workbench.privacy.examples(paula, project, group.key) if one.shown.startswith("<")]
        yield "privacy", [[one.before, one.shown, one.after] for one in hidden]
    for job in workbench.queue.recent(project.id, 500):
        yield "job", job_value(job, workbench)
    for found in workbench.rounds.rounds(bea, project):
        yield "round", [found.name, found.note, *(arm.label for arm in found.arms)]
    shown = workbench.browsing.page(bea, project, Wanted())
    yield "list", str(shown)
    for hit in shown.hits:
        yield "history", str(workbench.histories.of(bea, project, hit.sample.id))
        yield "flags", str(workbench.flagging.of(bea, project, [hit.sample.id]))
        talk = workbench.talking.of(bea, project, hit.sample.id)
        if talk.threads:
            yield "talk", str(talk)
        yield "why first", list(workbench.checks.why_first(bea, project, hit.sample.id))
    yield "distribution", str(workbench.distributions.now(bea, project))
    yield "card", workbench.releasing.card(bea, project, "v1")
    yield "backups", [str(one) for one in workbench.settings.backups.iterdir()]
    groups = workbench.duplicates.page(bea, project, GroupFilter(), 0, 500)
    yield "groups", [str(groups)]
    for source in workbench.importing.sources(bea, project):
        yield "source", str(workbench.importing.source(bea, project, source.id))
    with workbench.database.reading() as tx:
        yield "round", [[row.messages, row.reference] for row in tx.query(QuestionRow)]
        yield "round", [row.answer for row in tx.query(AnswerRow)]
        yield "notes", [row.note for row in tx.query(GroupDecisionRow)]


def test_no_payload_of_routes_and_commands_holds_one(leaky: Leaky) -> None:
    kinds: dict[str, int] = {}
    needles = [needle.casefold() for needle in leaky.needles]
    for kind, payload in payloads(leaky):
        kinds[kind] = kinds.get(kind, 0) + 1
        said = json.dumps(payload, ensure_ascii=False).casefold()
        assert [needle for needle in needles if needle in said] == [], kind
    assert set(kinds) == {
        *("flags", "talk", "desk", "privacy", "job", "round", "groups", "source", "notes"),
        *("list", "history", "why first", "distribution", "card", "backups"),
    }
    assert min(kinds["desk"], kinds["privacy"], kinds["job"]) > 9


def test_no_identifier_is_found_by_its_words(leaky: Leaky) -> None:
    browsing, owner, project = leaky.workbench.browsing, leaky.owner, leaky.project
    assert browsing.page(owner, project, Wanted(words="rule")).hits
    known = [one for one in leaky.used if one.kind in ("mail", "person", "phone")]
    assert len(known) > 99
    assert [one.value for one in known if browsing.page(owner, project, Wanted(words=f'"{one.value}"')).hits] == []


def test_topics_and_notes_of_the_projects_own_rules_are_there_to_be_looked_at(leaky: Leaky) -> None:
    now = leaky.workbench.distributions.now(leaky.owner, leaky.project)
    assert now.survey is not None
    assert any(topic.words for topic in now.survey.topics)
    assert leaky.workbench.importing.checks(leaky.owner, leaky.project).get("rule:no rule", 0) > 20


def test_the_search_finds_what_is_there(leaky: Leaky, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(f"It was {leaky.needles[0].upper()}!")
    assert found_below(tmp_path, leaky.needles) == [("a.log", leaky.needles[0])]
    with closing(sqlite3.connect(leaky.workbench.settings.home / "workbench.db")) as database:
        [samples] = database.execute("SELECT count(*) FROM samples").fetchone()
        [spans] = database.execute("SELECT count(*) FROM pii_spans").fetchone()
    assert samples > 100
    assert spans > COUNT * 0.5
