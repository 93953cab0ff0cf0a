"""What a run would be, told before it starts: rows, tokens, steps, minutes, and why it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from curation.domain.jobs import JobState
from curation.errors import InputError
from training import preflight
from training.rows import VersionFolder
from training.runs import BaseChoice, BaseKind, Method, RunRecord, TuningSettings, VersionRef
from training.wishes import Outlook

_BYTES_A_WEIGHT = 4
_SMALL_WEIGHTS = 1.02e6
_SMALL_SPEED = 5_000.0
_THREADS = 2
_START_MINUTES = 0.3
BASE_MINUTES = 3.5


@dataclass(frozen=True)
class _Read:
    sizes: tuple[int, ...]
    validation: tuple[int, ...]
    problems: tuple[str, ...]


def outlook(
    version: VersionRef,
    base: BaseChoice,
    method: Method,
    settings: TuningSettings,
    before: Sequence[RunRecord],
) -> Outlook:
    """Look a wish over without loading a model; `before` are runs whose measured speed tells the minutes.

    A built base whose folder does not stand yet is counted in, with a token per four bytes.
    """
    built = base.kind is BaseKind.BUILT and not (Path(base.name) / "manifest.json").exists()
    problems = preflight.check_settings(settings, gpu=True, bf16=True)
    problems += [] if built else preflight.check_base(base)
    read = _read(version, base, _stamp(version, base))
    problems += [*read.problems, *preflight.check_sizes(read.sizes, settings)]
    kept, measured = _kept(read.sizes, settings), _kept(read.validation, settings)
    if not kept:
        return Outlook(0, 0, len(read.sizes), 0, max(read.sizes, default=0), 0, None, 0.0, tuple(problems))
    steps = settings.steps(len(kept))
    epochs = steps * settings.batch_size * settings.accumulation / len(kept)
    speed = _speed(base, method, settings, before)
    return Outlook(
        train_rows=len(kept),
        validation_rows=len(measured),
        left_out=len(read.sizes) + len(read.validation) - len(kept) - len(measured),
        tokens=sum(kept),
        longest=max(read.sizes),
        steps=steps,
        minutes=None if speed is None else _START_MINUTES + sum(kept) * epochs / speed / 60,
        base_minutes=BASE_MINUTES if built else 0.0,
        problems=tuple(problems),
    )


@lru_cache(maxsize=8)
def _read(version: VersionRef, base: BaseChoice, stamp: tuple[tuple[str, int, int], ...]) -> _Read:
    """Read and count a version once for each state of its files, since a form asks at every change of a setting."""
    del stamp
    folder = VersionFolder(Path(version.folder))
    try:
        folder.require(version.hash)
        train, validation = folder.rows("train"), folder.rows("validation")
    except InputError as error:
        return _Read((), (), (str(error),))
    problems = preflight.check_rows(train, "train")
    if validation:
        problems += preflight.check_rows(validation, "validation")
    sizes = tuple(preflight.count_tokens(base, train))
    return _Read(sizes, tuple(preflight.count_tokens(base, validation)), tuple(problems))


def _stamp(version: VersionRef, base: BaseChoice) -> tuple[tuple[str, int, int], ...]:
    folder = Path(version.folder)
    files = [folder / "manifest.json", *sorted(folder.glob("prompt_completion/*"))]
    if base.kind is not BaseKind.HUB and base.name:
        files.append(Path(base.name) / "tokenizer.json")
    there = [(path, path.stat()) for path in files if path.exists()]
    return tuple((str(path), facts.st_mtime_ns, facts.st_size) for path, facts in there)


def _kept(sizes: Sequence[int], settings: TuningSettings) -> list[int]:
    """Return the sizes of the rows that stay where long ones may be left out."""
    return [size for size in sizes if size <= settings.max_length or not settings.leave_out_long]


def _speed(base: BaseChoice, method: Method, settings: TuningSettings, before: Sequence[RunRecord]) -> float | None:
    """Tokens a second: as measured with this base and method, else by the size of its weights on a CPU."""
    for run in before:
        same = run.plan.base == base and run.plan.method is method
        if same and run.state is JobState.DONE and run.figures is not None:
            return run.figures.tokens_per_second
    share = settings.threads / _THREADS
    if base.kind is BaseKind.BUILT:
        return _SMALL_SPEED * share
    weights = preflight.weights_bytes(base) / _BYTES_A_WEIGHT
    return None if not weights else _SMALL_SPEED * share * _SMALL_WEIGHTS / weights
