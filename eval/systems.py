"""What a round compares: arms made of runs, and the questions that none of them was trained on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from curation.domain.jobs import JobState
from curation.domain.samples import Message, Role
from curation.domain.versions import DatasetVersion, Split
from curation.errors import ConflictError, InputError
from curation.texts import text, texts
from eval.rounds import Arm, ArmKind, Question
from eval.written import arm_name
from training.artifacts import RunFolder
from training.rows import Row, VersionFolder
from training.runs import Method, RunRecord


@dataclass(frozen=True)
class Order:
    """What a round is planned from.

    `runs` are compared with one another, and with the base of the first where `with_base`; `questions` limits
    how many of the version's test split are asked (None for all), drawn by `seed`.
    """

    name: str
    version: str
    runs: tuple[str, ...]
    raters: tuple[str, ...]
    with_base: bool = True
    questions: int | None = None
    seed: int = 42
    max_new_tokens: int = 96


def arms_of(runs: Sequence[RunRecord], *, with_base: bool) -> tuple[Arm, ...]:
    """Return the arms of a comparison; raises where there are fewer than two, or a run has no model yet."""
    for run in runs:
        if run.state is not JobState.DONE:
            raise ConflictError(
                text("The run {name} is {state}, so it has no model to judge.", name=run.name, state=run.state.value)
            )
    kinds = [(ArmKind.BASE, run) for run in runs[:1] if with_base] + [(ArmKind.TUNED, run) for run in runs]
    if len(kinds) < 2:  # noqa: PLR2004 - a comparison
        raise InputError(text("A round compares at least two systems: a run with its base, or two runs."))
    return tuple(Arm(arm_name(i), label_of(kind, run), kind, run_id=run.id) for i, (kind, run) in enumerate(kinds))


def label_of(kind: ArmKind, run: RunRecord) -> str:
    """Say what a system is, in the words of the verdict."""
    if kind is ArmKind.BASE:
        return text("The base model")
    return text("The tuned model {name}", name=run.name)


def placed(arm: Arm, run: RunRecord, home: Path, first: RunRecord) -> Arm:
    """Fill in where an arm's weights, adapter and template lie; the template is that of the round's first run."""
    model = RunFolder(home / run.folder).model
    template = str(RunFolder(home / first.folder).model)
    if arm.kind is ArmKind.BASE:
        return replace(arm, model=run.plan.base.name, template=template)
    if run.plan.method is Method.FULL:
        return replace(arm, model=str(model), template=template)
    return replace(arm, model=run.plan.base.name, adapter=str(model), template=template)


@dataclass(frozen=True)
class Chosen:
    """The questions of a round, and how many of the test split were left out because they had been trained on."""

    questions: tuple[Question, ...]
    learnt: int


def chosen_questions(home: Path, version: DatasetVersion, order: Order, folders: Iterable[str]) -> Chosen:
    """Draw the questions from a version's test split, in the version's order, of those that nobody was trained on.

    A question was trained on where it stands, but for case and spacing, in the training split of the version or
    of one of `folders`. Raises InputError where the version has no test split, or nothing of it is left.
    """
    rows = VersionFolder(home / version.folder).rows(Split.TEST.value)
    if not rows:
        raise InputError(
            text("The version {name} has no test split. Freeze one with a share for testing.", name=version.name)
        )
    learnt = _learnt(home, {version.folder, *folders})
    kept = [row for row in rows if _last(row) not in learnt]
    if not kept:
        raise InputError(
            text(
                "All {count} questions of {name} were trained on, so they would flatter the run. Choose the version "
                "that it was trained on, or freeze a new one.",
                count=len(rows),
                name=version.name,
            )
        )
    left_out = len(rows) - len(kept)
    if order.questions is not None and order.questions < len(kept):
        draw = Random(order.seed)  # noqa: S311 - a reproducible sample, not a secret
        keep = set(draw.sample(range(len(kept)), max(order.questions, 1)))
        kept = [row for place, row in enumerate(kept) if place in keep]
    return Chosen(tuple(_question(number, row) for number, row in enumerate(kept)), left_out)


def left_out_words(chosen: Chosen) -> str:
    """Say how many questions were left out, nothing where none was."""
    if not chosen.learnt:
        return ""
    return texts(
        "{count} question of the test side was left out: it had been trained on.",
        "{count} questions of the test side were left out: they had been trained on.",
        chosen.learnt,
    )


def _learnt(home: Path, folders: Iterable[str]) -> set[str]:
    paths = (Path(folder) if Path(folder).is_absolute() else home / folder for folder in folders)
    return {_last(row) for path in paths for row in VersionFolder(path).rows(Split.TRAIN.value)}


def _question(number: int, row: Row) -> Question:
    return Question(number, _turns(row), row.completion[-1]["content"] if row.completion else None, row.id)


def _turns(row: Row) -> tuple[Message, ...]:
    return tuple(Message(Role(turn["role"]), turn["content"]) for turn in row.prompt)


def _last(row: Row) -> str:
    return _bare(row.prompt[-1]["content"]) if row.prompt else ""


def _bare(words: str) -> str:
    return " ".join(words.casefold().split())
