"""A project's own names model: trained from its cleared text, kept in the home, named by its policy."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from curation.domain.identity import Json
from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError, InputError, JobFailedError
from curation.pii.model_folders import folder_of
from curation.store.cleared import cleared_texts
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job, open_jobs
from curation.store.projects import add_policy, policy
from curation.texts import text, texts

LEAST = 20
FOLDER = Path("models") / "names"
TEXTS, MODEL, RECORD, WEIGHTS = "texts.jsonl", "model", "built_from.json", "names.crfsuite"
_DIGITS = 12


@dataclass(frozen=True)
class NamesModel:
    """A trained model: its folder, the hash of its weights, and of each thing that it was built from."""

    folder: Path
    weights: str
    inputs: Mapping[str, str]


@dataclass(frozen=True)
class NamesTraining:
    """Use cases of a project's names model; `home` is the folder that holds `models/`."""

    database: Database
    home: Path
    clock: Clock = utc_now

    def start(self, actor: Person, project: Project) -> Job:
        """Queue the training; one that waits or runs already is returned. Raises InputError for too little text."""
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.transaction() as tx:
            running = [job for job in open_jobs(tx, project.id) if job.kind is JobKind.TRAIN_NAMES]
            if running:
                return running[0]
            _require_enough(sum(1 for _ in cleared_texts(tx, project.id)))
            return add_job(tx, JobKind.TRAIN_NAMES, {}, actor.id, project.id, self.clock())

    def model(self, actor: Person, project: Project) -> NamesModel | None:
        """Return the project's own model, None where the shipped one is used; raises ConflictError where it is gone."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            content = policy(tx, project.id, "pii")
        named = content.get("names_model") if isinstance(content, Mapping) else None
        if not isinstance(named, str) or not named:
            return None
        folder = folder_of(named, self.home)
        if not (folder / WEIGHTS).is_file():
            raise ConflictError(
                text("The project's names model {folder} is gone. Train it again: workbench pii train", folder=folder)
            )
        return _model(folder)


@dataclass(frozen=True)
class NamesStage:
    """The child stage of TRAIN_NAMES: the child sees cleared texts in a folder, never the database."""

    database: Database
    home: Path
    clock: Clock = utc_now
    module: str = "curation.pii.retraining"

    def prepare(self, job: Job) -> Path:
        """Write the cleared texts of the project into a folder of the job."""
        folder = self.home / FOLDER / f"job-{job.id}"
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        with self.database.reading() as tx, (folder / TEXTS).open("w", encoding="utf-8") as lines:
            for conversation in cleared_texts(tx, _project_of(job)):
                count += 1
                for said in (*(turn.content for turn in conversation.messages), *conversation.context):
                    lines.write(json.dumps(said) + "\n")
        _require_enough(count)
        return folder

    def absorb(self, job: Job, folder: Path, exit_code: int) -> None:
        """Keep the model under the hash of its weights and let the policy name it; nothing stays of a failure."""
        try:
            if exit_code == 0:
                self._keep(job, folder / MODEL)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _keep(self, job: Job, made: Path) -> None:
        model = _model(made)
        if sha256((made / WEIGHTS).read_bytes()).hexdigest() != model.weights:
            raise JobFailedError(text("The trained names model is not whole. Train it again: workbench pii train"))
        project_id = _project_of(job)
        target = self.home / FOLDER / project_id / model.weights[:_DIGITS]
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            made.replace(target)
        with self.database.transaction() as tx:
            self._name(tx, job, project_id, target)
            hashes = (model.weights, *model.inputs.values())
            thing = Thing("project", project_id, project_id, hashes)
            append_event(tx, self.clock(), job.created_by, "names.trained", thing)

    def _name(self, tx: Transaction, job: Job, project_id: str, target: Path) -> None:
        content = policy(tx, project_id, "pii")
        before: dict[str, Json] = dict(content) if isinstance(content, Mapping) else {}
        # Named from the home, so that a backup can be restored anywhere.
        after = before | {"names_model": target.relative_to(self.home).as_posix()}
        if after != before:
            add_policy(tx, project_id, "pii", after, (job.created_by, self.clock()))


def _model(folder: Path) -> NamesModel:
    held: Json = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    inputs = held.get("inputs") if isinstance(held, Mapping) else None
    weights = held.get("weights") if isinstance(held, Mapping) else None
    found = {name: str(digest) for name, digest in inputs.items()} if isinstance(inputs, Mapping) else {}
    return NamesModel(folder, str(weights), found)


def _project_of(job: Job) -> str:
    if job.project_id is None:
        raise InputError(text("The job {job} does not say which project it works for.", job=job.id))
    return job.project_id


def _require_enough(count: int) -> None:
    if count < LEAST:
        raise InputError(
            texts(
                "Only {count} sample is approved; a names model learns from at least {least}. Approve more first.",
                "Only {count} samples are approved; a names model learns from at least {least}. Approve more first.",
                count,
                least=LEAST,
            )
        )
