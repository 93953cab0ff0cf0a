"""Small worlds of training: a version folder by hand, a tiny base model, runs in their folders."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from training.artifacts import RunFolder
from training.runs import (
    BaseChoice,
    BaseKind,
    BasePlan,
    BaseSettings,
    Device,
    Method,
    TuningPlan,
    TuningSettings,
    VersionRef,
)

VERSION_HASH = "ab" * 32
TINY = BaseSettings(
    vocabulary=512, width=64, layers=2, heads=2, inner=128, length=64, steps=60, characters=150_000, threads=1
)
QUICK = TuningSettings(max_steps=8, threads=1, device=Device.CPU)

Pair = tuple[str, str]
PAIRS: tuple[Pair, ...] = tuple(
    (f"What colour is the {thing}?", f"The {thing} is {colour}.")
    for thing, colour in zip(
        ("gate", "barn", "boat", "coat", "door", "flag", "hood", "lamp", "mast", "pier", "roof", "sail"),
        ("red", "green", "blue", "white", "black", "grey", "pink", "brown", "gold", "cream", "violet", "amber"),
        strict=True,
    )
)


def a_row(number: int, pair: Pair) -> dict[str, object]:
    question, answer = pair
    return {
        "id": f"{number:04d}",
        "prompt": [{"role": "user", "content": question}],
        "completion": [{"role": "assistant", "content": answer}],
    }


def a_version(folder: Path, train: Sequence[Pair] = PAIRS, validation: Sequence[Pair] = PAIRS[:4]) -> VersionRef:
    """A version folder as docs/formats.md describes it, made without the store."""
    files = {}
    for split, pairs in (("train", train), ("validation", validation)):
        if not pairs:
            continue
        path = folder / "prompt_completion" / f"{split}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(a_row(n, pair)) + "\n" for n, pair in enumerate(pairs)))
        digest = sha256(path.read_bytes()).hexdigest()
        files[f"prompt_completion/{split}.jsonl"] = {"sha256": digest, "bytes": path.stat().st_size}
    manifest = {"format": 1, "kind": "version", "name": "v1", "files": files, "version_hash": VERSION_HASH}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return VersionRef(str(folder), VERSION_HASH)


def a_plan(version: VersionRef, base: Path, method: Method = Method.LORA, **settings: object) -> TuningPlan:
    return TuningPlan(
        id="run1",
        version=version,
        base=BaseChoice(BaseKind.FOLDER, str(base)),
        method=method,
        settings=replace(QUICK, **settings),
    )


def a_run(folder: Path, plan: TuningPlan | BasePlan) -> RunFolder:
    run = RunFolder(folder)
    run.begin(plan)
    return run


def start_child(run: RunFolder) -> subprocess.Popen[bytes]:
    """Start `python -m training FOLDER` as the worker does: its own group, its output in log.txt."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    with (run.path / "log.txt").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "training", str(run.path)],
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,
        )


def wait_until(true: Callable[[], bool], seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


def build_tiny(folder: Path) -> Path:
    """Build a tiny base model as the real one is built, in a process of its own."""
    run = a_run(folder / "run", BasePlan("base", str(folder / "tiny"), TINY))
    assert start_child(run).wait(240) == 0, run.log_tail(20)
    return folder / "tiny"
