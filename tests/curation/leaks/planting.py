"""A home through which 1,000 identifiers have gone: every input kind, every field, every station up to export."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from curation.domain.browsing import Wanted
from curation.domain.bulk import BulkKind, BulkOrder
from curation.domain.desk import Act, Draft
from curation.domain.duplicates import GroupAction
from curation.domain.identity import new_id
from curation.domain.jobs import Job, JobKind, Reporter
from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.domain.releases import Layout
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import Origin, SampleStatus
from curation.domain.settling import Ruling
from curation.domain.sources import BadRows
from curation.domain.talk import NewComment, NewFlag
from curation.domain.versions import Recipe
from curation.errors import InputError
from curation.services.backups import Home, back_up
from curation.services.browsing import LONGEST_TITLE, Browsing
from curation.services.duplicate_acts import GroupSaid
from curation.services.duplicates import GroupFilter
from curation.services.histories import LONGEST_TAG, Histories
from curation.services.import_plan import Wishes
from curation.services.pii_try_out import PiiTryOut
from curation.services.screening_preview import RedactPreview
from curation.services.typed_words import TypedWords
from data_samples.build.xlsx_file import xlsx_bytes
from eval.judging import Verdict as Judged
from eval.plans import Rounds
from eval.rounds import Choice
from tests.builders import a_person, a_project, a_workbench
from tests.curation.leaks.identifiers import Planted, identifiers
from workbench.bootstrap import Workbench
from workbench.work.light import run_job
from workbench.work.reporting import RowReporter
from workbench.worker import wire

COUNT = 1_000
MORE = 134
TYPED = 30
TOPICS = ("plaster", "lease", "deposit", "tax", "scan", "appeal", "budget", "splint", "will", "loan")


@dataclass
class Leaky:
    """A workbench, its people, and the identifiers that have been put in."""

    workbench: Workbench
    owner: Person
    expert: Person
    project: Project
    planted: list[Planted]
    given: Iterator[Planted]
    used: list[Planted] = field(default_factory=list[Planted])
    errors: list[str] = field(default_factory=list[str])

    def take(self) -> str:
        """The next identifier's sentence."""
        one = next(self.given)
        self.used.append(one)
        return one.sentence

    def value(self) -> str:
        """The next identifier alone."""
        one = next(self.given)
        self.used.append(one)
        return one.value

    def work(self) -> None:
        """Do what the worker would, with its logs."""
        stages = wire(self.workbench).light
        queue = self.workbench.queue
        while (job := queue.claim("test/1", tuple(stages))) is not None:
            run_job(job, stages[job.kind], RowReporter(queue, "test/1", job, self.workbench.settings))

    @property
    def needles(self) -> list[str]:
        """What must not be found in clear."""
        return [one.value for one in self.used]


def plant(folder: Path) -> Leaky:
    """Put every identifier through import, review, freeze, export and backup."""
    workbench = a_workbench(folder)
    owner, project = a_project(workbench)
    expert = a_person(workbench, project, "Eva", PersonRole.EXPERT)
    found = identifiers(COUNT + MORE)
    leaky = Leaky(workbench, owner, expert, project, found, iter(found))
    files = (_plain, _alpaca, _messages, _sharegpt, _completion, _json_array, _sheet)
    share = (COUNT - 6 * TYPED) // len(files)
    for make in files:
        _import(leaky, make, len(leaky.used) + share)
    _import(leaky, _broken, COUNT - 5 * TYPED)
    leaky.work()
    _review(leaky)
    leaky.work()
    _rounds(leaky)
    _groups(leaky)
    leaky.work()
    _threads(leaky)
    _settled(leaky)
    _named(leaky)
    leaky.work()
    _looked_at(leaky)
    leaky.work()
    _failing(leaky)
    _release(leaky, folder)
    return leaky


def _import(leaky: Leaky, make: Callable[[Leaky, int], tuple[str, bytes]], until: int) -> None:
    ending, data = make(leaky, until)
    name = f"notes for {next(one for one in leaky.used if one.kind == 'mail').value}.{ending}"
    wishes = Wishes(bad_rows=BadRows.SKIP, origin=Origin.COLLECTED)
    leaky.workbench.importing.import_file(leaky.owner, leaky.project, data, name, wishes)


def _fill(leaky: Leaky, until: int, width: int) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while len(leaky.used) + width <= until:
        number += 1
        yield number, [leaky.take() for _ in range(width)]


def _said(number: int, sentence: str) -> str:
    topic = TOPICS[number % len(TOPICS)]
    return f"What does rule {number * 37} say of the {topic} in case {number}? {sentence}"


def _plain(leaky: Leaky, until: int) -> tuple[str, bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("question", "answer", "context", "system", "remark", "reporter_note"))
    for n, (q, a, c, s, r, m) in _fill(leaky, until, 6):
        writer.writerow((_said(n, q), f"It says {n * 53} things. {a}", f"Passage {n}. {c}", f"Be kind. {s}", r, m))
    return "csv", out.getvalue().encode()


def _alpaca(leaky: Leaky, until: int) -> tuple[str, bytes]:
    rows = [
        {"instruction": _said(n, q), "input": i, "output": f"Number {n * 59}. {a}", "remark": {"seen": [m]}}
        for n, (q, i, a, m) in _fill(leaky, until, 4)
    ]
    return "jsonl", "\n".join(json.dumps(row) for row in rows).encode()


def _talk(leaky: Leaky, until: int, names: tuple[str, str, str], speakers: tuple[str, str, str]) -> list[object]:
    rows: list[object] = []
    for n, (s, q1, a1, q2, a2, m) in _fill(leaky, until, 6):
        said = (s, _said(n, q1), f"First {n * 61}. {a1}", f"And then {n * 67}? {q2}", f"Then {n * 71}. {a2}")
        roles = (speakers[0], speakers[1], speakers[2], speakers[1], speakers[2])
        turns = [{names[1]: role, names[2]: text} for role, text in zip(roles, said, strict=True)]
        rows.append({names[0]: turns, "remark": m})
    return rows


def _messages(leaky: Leaky, until: int) -> tuple[str, bytes]:
    rows = _talk(leaky, until, ("messages", "role", "content"), ("system", "user", "assistant"))
    return "jsonl", "\n".join(json.dumps(row) for row in rows).encode()


def _sharegpt(leaky: Leaky, until: int) -> tuple[str, bytes]:
    return "json", json.dumps(
        _talk(leaky, until, ("conversations", "from", "value"), ("system", "human", "gpt"))
    ).encode()


def _completion(leaky: Leaky, until: int) -> tuple[str, bytes]:
    rows = [
        {"prompt": _said(n, p), "completion": f"Value {n * 73}. {c}", "remark": m}
        for n, (p, c, m) in _fill(leaky, until, 3)
    ]
    out = io.BytesIO()
    pl.DataFrame(rows).write_parquet(out)
    return "parquet", out.getvalue()


def _json_array(leaky: Leaky, until: int) -> tuple[str, bytes]:
    rows = [
        {"question": _said(n, q), "answer": f"Answer {n * 79}. {a}", "context": [c, d], "remark": 4}
        for n, (q, a, c, d) in _fill(leaky, until, 4)
    ]
    return "json", json.dumps(rows).encode()


def _sheet(leaky: Leaky, until: int) -> tuple[str, bytes]:
    rows = [[_said(n, q), f"Cell {n * 83}. {a}", m] for n, (q, a, m) in _fill(leaky, until, 3)]
    return "xlsx", xlsx_bytes([["question", "answer", "remark"], *rows])


def _broken(leaky: Leaky, until: int) -> tuple[str, bytes]:
    lines = [json.dumps({"question": "Is this fine?", "answer": "It is fine as it stands."})]
    for n, (q, a) in _fill(leaky, until, 2):
        rows = (
            json.dumps({"question": q, "answer": None, "remark": a}),
            json.dumps({"question": [q], "answer": a}),
            '{"question": "' + q + '", "answer": "' + a,
        )
        lines.append(rows[n % 3])
    return "jsonl", "\n".join(lines).encode()


def _review(leaky: Leaky) -> None:
    reviewing, expert, project = leaky.workbench.reviewing, leaky.expert, leaky.project
    for number in range(TYPED):
        [item] = reviewing.next_items(expert, project, 1)
        act = Act(new_id(), item.sample_id, item.revision.number, Verdict.APPROVE, comment=leaky.take())
        reviewing.correct(expert, project, act, f"Typed {number}? {leaky.take()}", f"Typed so {number}. {leaky.take()}")
    for _ in range(TYPED // 2):
        [item] = reviewing.next_items(expert, project, 1)
        act = Act(
            new_id(), item.sample_id, item.revision.number, Verdict.REJECT, RejectReason.OTHER, comment=leaky.take()
        )
        reviewing.decide(expert, project, act)
    for item in reviewing.next_items(expert, project, TYPED // 2):
        typed = (leaky.take(), leaky.take(), leaky.take())
        moment = leaky.workbench.queue.clock()
        draft = Draft(item.sample_id, item.revision.number, *typed, moment)
        reviewing.save_draft(expert, project, draft)


def _settled(leaky: Leaky) -> None:
    """Samples that a reviewer passed up with a comment, and the question of whoever settles them."""
    workbench, project = leaky.workbench, leaky.project
    for item in workbench.reviewing.next_items(leaky.expert, project, 2):
        act = Act(new_id(), item.sample_id, item.revision.number, Verdict.ESCALATE, comment=leaky.take())
        workbench.reviewing.decide(leaky.expert, project, act)
        found = workbench.settling.detail(leaky.owner, project, item.sample_id)
        asked = Ruling(new_id(), item.sample_id, found.revision, "", found.status, leaky.take())
        workbench.settling.ask(leaky.owner, project, asked)


def _named(leaky: Leaky) -> None:
    """Tags and names of views, which everybody sees as they are typed: each is refused."""
    workbench, owner, project = leaky.workbench, leaky.owner, leaky.project
    worker = PiiTryOut(workbench.database, workbench.seal)
    typed = TypedWords(workbench.database, lambda _kind, question: worker(question))
    histories, browsing = Histories(workbench.database, typed), Browsing(workbench.database, typed)
    sample = browsing.page(owner, project, Wanted()).hits[0].sample.id
    for _ in range(10):
        for act in (
            partial(histories.tag, owner, project, sample, leaky.value()[:LONGEST_TAG]),
            partial(browsing.save_view, owner, project, leaky.value()[:LONGEST_TITLE], Wanted(), shared=True),
        ):
            with pytest.raises(InputError):
                act()
    with pytest.raises(InputError):
        browsing.save_view(owner, project, "Found", Wanted(words=f'"{leaky.value()}"'))
    for name in ("words", "pattern", "specialty"):
        workbench.bulk.look(
            owner, project, {name: re.escape(leaky.value())}, BulkOrder(BulkKind.REJECT, RejectReason.OTHER)
        )


def _threads(leaky: Leaky) -> None:
    """Flags with notes, comments with answers, and drafts of comments, on samples that are decided."""
    flagging, talking, expert, project = leaky.workbench.flagging, leaky.workbench.talking, leaky.expert, leaky.project
    found = leaky.workbench.browsing.page(expert, project, Wanted(status=SampleStatus.REJECTED))
    for hit in found.hits[:4]:
        name = hit.sample.id
        flagging.flag(expert, project, NewFlag(new_id(), name, 1, "source", leaky.take()))
        thread = talking.say(expert, project, NewComment(new_id(), name, 1, f"@Eva {leaky.take()}"))
        talking.say(leaky.owner, project, NewComment(new_id(), name, 1, leaky.take(), thread))
        talking.save_draft(expert, project, name, thread, leaky.take())


def _rounds(leaky: Leaky) -> None:
    """A round of written answers, whose every field holds somebody, judged with notes."""
    workbench, expert, project = leaky.workbench, leaky.expert, leaky.project
    preview = RedactPreview(workbench.database, workbench.seal)
    rounds = Rounds(workbench.database, workbench.settings.home, lambda _kind, question, _seconds: preview(question))
    written = {
        "name": f"Round of {leaky.take()}",
        "about": f"Written by {leaky.take()}",
        "systems": [{"key": key, "name": f"System {key}. {leaky.take()}"} for key in ("x", "y")],
        "questions": [
            {
                "messages": [{"role": "system", "content": leaky.take()}, {"role": "user", "content": leaky.take()}],
                "reference": leaky.take(),
                "answers": {"x": leaky.take(), "y": leaky.take()},
            }
            for _ in range(8)
        ],
    }
    found = rounds.plan_written(leaky.owner, project, json.dumps(written).encode(), [expert.id])
    for task in workbench.judging.waiting(expert, project, found.id, 3):
        verdict = Judged(new_id(), task.id, Choice.LEFT, leaky.take(), 2.0)
        workbench.judging.rate(expert, project, verdict)
    rounds.close(leaky.owner, project, found.id)


def _groups(leaky: Leaky) -> None:
    """Two texts that are alike, and a person's note on them."""
    workbench, project = leaky.workbench, leaky.project
    said = "How long does the plaster stay on a broken wrist, and who looks at it afterwards, in which week of healing?"
    rows = [{"question": said, "answer": f"Six weeks, then somebody looks at it on day {n}."} for n in (41, 42)]
    data = "\n".join(json.dumps(row) for row in rows).encode()
    workbench.importing.import_file(leaky.owner, project, data, "alike.jsonl", Wishes())
    leaky.work()
    page = workbench.duplicates.page(leaky.owner, project, GroupFilter(open=True), 0, 50)
    for group in page.groups[:3]:
        noted = GroupSaid(new_id(), group.kind, group.members, GroupAction.KEEP_ALL, note=leaky.take())
        workbench.duplicates.decide(leaky.owner, project, noted)


def _looked_at(leaky: Leaky) -> None:
    """What reads all texts: the survey with its topics' words, and rules of the project's own that quote and note."""
    workbench, project = leaky.workbench, leaky.project
    rules = {"rules": [{"name": "no rule", "forbid": {"pattern": "rule .{0,80}"}, "in": "both", "because": "Quoted."}]}
    job = workbench.checks.save_rules(leaky.owner, project, json.dumps(rules))
    assert job is not None
    workbench.distributions.survey(leaky.owner, project)


def _failing(leaky: Leaky) -> None:
    """Jobs that fail over a text: by a bug that quotes it, and by a file that cannot be read."""
    queue, settings = leaky.workbench.queue, leaky.workbench.settings
    job = queue.enqueue(JobKind.SCREEN_SOURCE, {"source_id": "gone"}, leaky.owner.id, leaky.project.id)
    claimed = queue.claim("test/2", (JobKind.SCREEN_SOURCE,))
    assert claimed is not None
    assert claimed.id == job.id
    run_job(claimed, Quoting(leaky.take()), RowReporter(queue, "test/2", claimed, settings))


@dataclass(frozen=True)
class Quoting:
    """A stage with a bug: its error quotes the text that it was at."""

    said: str

    def run(self, job: Job, reporter: Reporter) -> None:
        del job, reporter
        raise ValueError(self.said)


def _release(leaky: Leaky, folder: Path) -> None:
    workbench, owner, project = leaky.workbench, leaky.owner, leaky.project
    workbench.releasing.freeze(owner, project, "v1", Recipe(validation=0, test=0))
    leaky.work()
    for layout in Layout:
        workbench.releasing.export(owner, project, "v1", layout, folder / "out" / layout.value)
        workbench.releasing.export(owner, project, "v1", layout, folder / "out" / f"{layout.value}.zip")
    back_up(Home(workbench.database, workbench.seal, workbench.settings.home), workbench.settings.backups)
