"""The log for people: a sentence for every kind, nothing told too early, exports, and a chain that is verified."""

import ast
import csv
import io
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from curation.domain.duplicates import GroupAction
from curation.domain.event_sentences import HIDDEN, sentence_of, sentences
from curation.domain.jobs import JobState
from curation.domain.people import PersonRole
from curation.domain.privacy import PrivacyAction
from curation.errors import JobFailedError, PermissionRefusedError
from curation.services import event_log as log_module
from curation.services.event_log import EventLog, LogLayout, LogVerifying
from curation.services.reviewing import Reviewing
from curation.store.event_pages import LogFilter
from curation.store.events import Thing, append_event
from tests.builders import a_person, a_project
from tests.curation.browsing.conftest import put
from tests.curation.reviewing.desk_builders import approving

ROOT = Path(__file__).parents[3]
ROOMS = ("curation/services", "curation/store", "training", "eval", "workbench")
KIND = re.compile(r"[a-z_]+(\.[a-z_]+)+")
NO_KINDS = {"names.crfsuite", "curation.pii.retraining"}
"""Names of files and modules that stand in the same modules."""
MADE = {
    "group.": list(GroupAction),
    "value.": list(PrivacyAction),
    "run.": list(JobState),
    "policy.": ["pii", "checks", "review", "languages", "anything"],
    "link.used.": ["anything"],
}
FAMILIES = {"policy", "value", "run", "link"}


def kinds_in_the_code():
    """Every string in a module that appends events which can be a kind, and what its f-strings can become."""
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        if any(isinstance(node, ast.Name) and node.id == "append_event" for node in nodes):
            for node in nodes:
                yield from ((kind, path) for kind in kinds_of(node, path))


def kinds_of(node, path):
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        begin = str(node.values[0].value)
        if re.fullmatch(r"([a-z_]+\.)+", begin):
            assert begin in MADE, f"{path}: say in this test what {begin}… can become"
            return [f"{begin}{end}" for end in MADE[begin]]
    said = node.value if isinstance(node, ast.Constant) else None
    is_kind = isinstance(said, str) and KIND.fullmatch(said) and not said.endswith((".json", ".jsonl"))
    return [said] if is_kind and said not in NO_KINDS else []


def test_every_kind_that_the_code_appends_has_its_sentence():
    found = dict(kinds_in_the_code())
    assert len(found) > 60
    named = sentences()
    bare = {kind: path for kind, path in found.items() if kind not in named and kind.partition(".")[0] not in FAMILIES}
    assert bare == {}
    for sentence in named.values():
        assert sentence.format(who="Ada", what="x")


def test_a_kind_that_is_not_known_is_told_without_being_hidden():
    assert sentence_of("moon.landed") == "{who} did something to {what}."
    assert sentence_of("policy.moon") == "{who} changed a rule of the project."


@pytest.fixture
def log(owned, clock):
    return EventLog(owned[0].database, clock)


def actions_of(page):
    return [line.event.action for line in page.lines]


def test_pages_lead_through_every_line_newest_first(owned, clock, log, monkeypatch):
    workbench, owner, project = owned
    monkeypatch.setattr(log_module, "PAGE", 4)
    with workbench.database.transaction() as tx:
        for number in range(11):
            append_event(tx, clock(), owner.id, "view.saved", Thing("view", f"v{number}", project.id))
    seen, before = [], None
    while True:
        page = log.page(owner, project, LogFilter(), before)
        seen += [line.event.number for line in page.lines]
        if page.next is None:
            break
        before = page.next
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == len(log.page(owner, project, LogFilter()).lines) + len(seen) - 4 > 11


def test_filters_by_person_kind_object_and_moment(owned, clock, log, expert):
    workbench, owner, project = owned
    with workbench.database.transaction() as tx:
        append_event(tx, clock(), expert.id, "note.dismissed", Thing("sample", "s1", project.id))
        clock.forward(86_400)
        append_event(tx, clock(), owner.id, "view.saved", Thing("view", "v1", project.id))
    assert actions_of(log.page(owner, project, LogFilter(person=expert.id))) == ["note.dismissed"]
    assert actions_of(log.page(owner, project, LogFilter(action="view.saved"))) == ["view.saved"]
    assert actions_of(log.page(owner, project, LogFilter(object_id="s1"))) == ["note.dismissed"]
    late = log.page(owner, project, LogFilter(since=clock(), until=clock().replace(hour=23)))
    assert actions_of(late) == ["view.saved"]
    [line] = late.lines
    assert line.sentence == "Owner kept filters as a view (v1)."


def test_another_projects_lines_are_not_told(owned, log):
    workbench, owner, project = owned
    _, other = a_project(workbench, "Law")
    told = {line.event.object_id for line in log.page(owner, project, LogFilter()).lines}
    assert other.id not in told
    assert project.id in told


def test_a_decision_is_told_when_it_may_be_known_and_no_filter_tells_it_before(owned, clock, log, expert):
    workbench, owner, project = owned
    workbench.projects.set_policy(owner, project, "review", {"slots": 2})
    other = a_person(workbench, project, "Bob", PersonRole.EXPERT)
    put(workbench, project, {"a": ("One?", "1")}, clock)
    reviewing = Reviewing(workbench.database, workbench.seal, clock)
    reviewing.decide(expert, project, approving("a"))
    [line] = log.page(owner, project, LogFilter(object_id="a")).lines
    assert (line.event.action, line.who, line.event.hashes) == (HIDDEN, "", ())
    assert log.page(owner, project, LogFilter(person=expert.id)).lines == ()
    assert log.page(owner, project, LogFilter(action="sample.approved")).lines == ()
    assert "sample.approved" not in "".join(log.export(owner, project, LogFilter(), LogLayout.JSONL))
    reviewing.decide(other, project, approving("a"))
    told = log.page(owner, project, LogFilter(action="sample.approved")).lines
    assert sorted(line.who for line in told) == ["Ada", "Bob"]


def test_the_export_holds_every_line_in_both_layouts(owned, clock, log, monkeypatch):
    workbench, owner, project = owned
    monkeypatch.setattr(log_module, "_AT_ONCE", 2)
    a_person(workbench, project, "=HYPERLINK(1)", PersonRole.EXPERT)
    lines = "".join(log.export(owner, project, LogFilter(), LogLayout.JSONL)).splitlines()
    values = [json.loads(line) for line in lines]
    assert [value["number"] for value in values] == sorted({value["number"] for value in values})
    assert len(values) == len(log.page(owner, project, LogFilter()).lines)
    rows = list(csv.DictReader(io.StringIO("".join(log.export(owner, project, LogFilter(), LogLayout.CSV)))))
    assert [int(row["number"]) for row in rows] == [value["number"] for value in values]
    assert all(not cell.startswith("=") for row in rows for cell in row.values())


def test_only_whoever_may_export_reads_the_log(owned, log, expert):
    _, _, project = owned
    for asked in (
        lambda: log.page(expert, project, LogFilter()),
        lambda: log.export(expert, project, LogFilter(), LogLayout.CSV),
        lambda: log.verify(expert, project),
    ):
        with pytest.raises(PermissionRefusedError):
            asked()


class Heard:
    """A reporter that remembers."""

    def __init__(self):
        self.notes = []

    def report(self, progress):
        self.notes.append(progress.note)

    def log(self, line):
        self.notes.append(line)


def test_verifying_says_that_all_is_well_or_names_the_first_bad_line(owned, log):
    workbench, owner, project = owned
    job = log.verify(owner, project)
    assert log.verify(owner, project).id == job.id
    heard = Heard()
    LogVerifying(workbench.database).run(job, heard)
    assert re.fullmatch(r"All \d lines of the log follow from one another\.", heard.notes[-1])
    a_person(workbench, project, "Bob")
    with workbench.database.transaction() as tx:
        tx.execute(sql("UPDATE events SET actor = 'nobody' WHERE number = 2"))
    with pytest.raises(JobFailedError, match="Line 2 of the log does not follow"):
        LogVerifying(workbench.database).run(job, heard)
