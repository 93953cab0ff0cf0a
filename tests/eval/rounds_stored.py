"""Rounds in a real store: services with a clock by hand, written answers, a frozen version and a finished run."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from curation.domain.identity import Json, new_id
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.versions import Recipe
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import VersionRow
from eval.judging import Judging, Verdict
from eval.plans import Rounds
from eval.rounds import Choice
from eval.verdicts import Verdicts
from tests.builders import HandClock
from training.runs import BaseChoice, BaseKind, Method, TuningPlan, TuningSettings, VersionRef
from training.store import RunRow
from workbench.bootstrap import Workbench


@dataclass(frozen=True)
class Judged:
    """The services around rounds, on one store and one clock."""

    workbench: Workbench
    owner: Person
    project: Project
    clock: HandClock
    rounds: Rounds
    judging: Judging
    verdicts: Verdicts

    def rate_all(self, actor: Person, round_id: str, choose, comment: str = "") -> int:
        """Judge everything that waits; `choose` maps the texts (left, right) to a choice."""
        count = 0
        while tasks := self.judging.waiting(actor, self.project, round_id, 20):
            for task in tasks:
                self.clock.forward(5)
                verdict = Verdict(new_id(), task.id, choose(task.left, task.right), comment, 4.5)
                self.judging.rate(actor, self.project, verdict)
                count += 1
        return count


def stars_for_phones(kind: str, question: Json, seconds: float) -> Json:
    """Stands in for the worker: every telephone number becomes a placeholder."""
    assert kind == "redact_preview"
    assert isinstance(question, dict)
    return json.loads(json.dumps(question).replace("030 1234567", "<PHONE_NUMBER_1>"))


def judged_by(owned: tuple[Workbench, Person, Project]) -> Judged:
    workbench, owner, project = owned
    clock = HandClock()
    home = workbench.settings.home
    return Judged(
        workbench,
        owner,
        project,
        clock,
        Rounds(workbench.database, home, stars_for_phones, clock),
        Judging(workbench.database, workbench.seal, clock),
        Verdicts(workbench.database, home),
    )


def written_content(questions: int = 24, systems: str = "AB", name: str = "Try-out") -> bytes:
    return json.dumps(
        {
            "name": name,
            "about": "No model made these answers.",
            "systems": [{"key": key, "name": f"System {key}"} for key in systems],
            "questions": [
                {
                    "question": f"What is fact {n}?",
                    "answers": {key: f"Words of {key} on {n}, marked {key * 3}." for key in systems},
                }
                for n in range(questions)
            ],
        }
    ).encode()


def prefers(mark: str):
    """Choose the side whose text carries a mark, or a tie where neither does."""

    def choose(left: str, right: str) -> Choice:
        if mark * 3 in left:
            return Choice.LEFT
        return Choice.RIGHT if mark * 3 in right else Choice.TIE

    return choose


def a_version(judged: Judged, name: str = "v1", test: int = 24, learnt: tuple[str, ...] = ()) -> Path:
    """A frozen version whose folder holds a training and a test split, with its samples in the store."""
    folder = f"versions/{judged.project.slug}/{name}"
    path = judged.workbench.settings.home / folder / "prompt_completion"
    path.mkdir(parents=True)
    ids = [f"{name}-s{n}" for n in range(test)]
    splits = {
        "train": [("x", q) for q in ("What is learnt?", *learnt)],
        "test": [(sample, f"What is fact {n}?") for n, sample in enumerate(ids)],
    }
    for split, rows in splits.items():
        lines = [
            {
                "id": sample,
                "prompt": [{"role": "user", "content": question}],
                "completion": [{"role": "assistant", "content": "It is so."}],
            }
            for sample, question in rows
        ]
        if lines:
            (path / f"{split}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    _remember_version(judged, name, folder, ids)
    return path.parent


def _remember_version(judged: Judged, name: str, folder: str, ids: list[str]) -> None:
    at = judged.clock.now
    with judged.workbench.database.transaction() as tx:
        tx.add(
            VersionRow(
                id=f"version-{name}", project_id=judged.project.id, name=name, hash="h" * 64,
                recipe=Recipe().settings(), counts={"train": 1, "test": len(ids)}, folder=folder,
                manifest_hash="m" * 64, created_by=judged.owner.id, created_at=at,
            )
        )  # fmt: skip
        tx.add_all(
            SampleRow(
                id=sample, project_id=judged.project.id, source_id=None, passage_id=None, locator="", record=n,
                origin="written", language="en", task_kind="", specialties=[], risk=0, subject_key=None,
                valid_until=None, attributes={}, head=1, status="approved", attention=0, group_id=None,
                created_at=at, changed_at=at,
            )
            for n, sample in enumerate(ids)
        )  # fmt: skip


def a_run(judged: Judged, version: Path, base: str = "base-model", state: str = "done", name: str = "first") -> str:
    """A run of a version as its stage leaves it in the store."""
    run_id = new_id()
    plan = TuningPlan(
        run_id,
        VersionRef(str(version), "h" * 64),
        BaseChoice(BaseKind.FOLDER, base),
        Method.LORA,
        TuningSettings(),
    )
    with judged.workbench.database.transaction() as tx:
        tx.add(
            RunRow(
                id=run_id, project_id=judged.project.id, version_id=f"version-{version.name}", job_id=None, name=name,
                plan=plan.to_json(), state=state, metrics=None, folder=f"runs/{run_id}", error=None,
                created_by=judged.owner.id, created_at=judged.clock.now + timedelta(seconds=1), ended_at=None,
            )
        )  # fmt: skip
    return run_id
