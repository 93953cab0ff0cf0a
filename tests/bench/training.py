"""How fast training is on this machine's CPU: the base model's recipe, LoRA and full tuning, and how soon a run stops.

`python -m tests.bench.training` prints one JSON object; tokens a second are real tokens, two threads.
"""

import json
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from data_samples.build.facts import pairs
from tests.training.worlds import a_plan, a_run, a_version, start_child, wait_until
from training.artifacts import RunFolder
from training.runs import BaseKind, BasePlan, BaseSettings, Method, preset

BASE_STEPS = 60
RUN_STEPS = 120
LIMIT_STOP_SECONDS = 10.0


def main() -> None:
    """Measure, print, and fail where a stop takes too long."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        base, building = _base(folder)
        found: dict[str, object] = {"base": building}
        for method in Method:
            found[method.value] = _run(folder, base, method)
        stopping = _stop(folder, base)
    sys.stdout.write(json.dumps({**found, "stop_seconds": stopping, "limit_stop_seconds": LIMIT_STOP_SECONDS}) + "\n")
    if stopping > LIMIT_STOP_SECONDS:
        sys.exit(1)


def _base(folder: Path) -> tuple[Path, dict[str, object]]:
    settings = replace(BaseSettings(), steps=BASE_STEPS)
    run = a_run(folder / "base-run", BasePlan("base", str(folder / "base"), settings))
    began = time.monotonic()
    _done(run)
    last = run.metrics()[-1]
    whole = BaseSettings().steps / BASE_STEPS * last.seconds + (time.monotonic() - began - last.seconds)
    return folder / "base", {"tokens_a_second": round(last.tokens / last.seconds), "whole_build_seconds": round(whole)}


def _run(folder: Path, base: Path, method: Method) -> dict[str, object]:
    asked = [(f"{pair.question} {pair.context}".strip(), pair.answer) for pair in pairs()]
    version = a_version(folder / f"v-{method.value}", asked[:640], asked[640:720])
    usual = preset(BaseKind.BUILT, method)
    settings = {**usual.settings(), "device": usual.device, "precision": usual.precision, "max_steps": RUN_STEPS}
    run = a_run(folder / method.value, a_plan(version, base, method, **settings))
    began = time.monotonic()
    _done(run)
    whole = time.monotonic() - began
    last = next(line for line in reversed(run.metrics()) if line.loss is not None)
    first = round(whole - last.seconds, 1)
    steps = usual.epochs * 640 // usual.batch_size
    full = round(first + last.seconds / RUN_STEPS * steps)
    return {"tokens_a_second": round(last.tokens / last.seconds), "before_steps": first, "whole_run_seconds": full}


def _stop(folder: Path, base: Path) -> float:
    version = a_version(folder / "v-stop")
    run = a_run(folder / "stop", a_plan(version, base, max_steps=100_000))
    child = start_child(run)
    wait_until(lambda: bool(run.metrics()))
    began = time.monotonic()
    child.send_signal(signal.SIGTERM)
    child.wait(60)
    return round(time.monotonic() - began, 2)


def _done(run: RunFolder) -> None:
    if start_child(run).wait(900) != 0:
        raise SystemExit(run.log_tail(20))


if __name__ == "__main__":
    main()
