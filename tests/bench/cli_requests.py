"""How fast the worker answers a redaction preview: at rest, and while it screens an import (p95 under 1 s).

`python -m tests.bench.cli_requests [SAMPLES]` prints one JSON object. A real worker on a scratch home.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil

from curation.domain.identity import Json
from curation.domain.jobs import JobState
from curation.services.import_plan import Wishes
from tests.bench.import_and_screening import a_file
from tests.builders import a_project, a_workbench
from workbench.bootstrap import Workbench
from workbench.child import spawn

LIMIT_SECONDS = 1.0
AT_REST = 50


def ask(workbench: Workbench, project_id: str) -> float:
    """Seconds from the question to its answer."""
    words = "Ms Anna Bauer called from +49 30 5512345 about her blood pressure. " * 10
    turns: list[Json] = [{"role": "user", "content": words}, {"role": "assistant", "content": words}]
    question: Json = {"project_id": project_id, "conversations": [{"messages": turns, "context": []}]}
    before = time.monotonic()
    workbench.queue.ask("redact_preview", question, timeout=60)
    return time.monotonic() - before


def figures(seconds: list[float]) -> dict[str, float]:
    """Median and p95 in seconds, and how many."""
    return {
        "asked": len(seconds),
        "p50": round(statistics.median(seconds), 3),
        "p95": round(statistics.quantiles(seconds, n=20)[-1], 3),
        "max": round(max(seconds), 3),
    }


def megabytes(pid: int) -> list[int]:
    """Resident memory of a process and of each that it started."""
    process = psutil.Process(pid)
    return [round(one.memory_info().rss / 1e6) for one in (process, *process.children(recursive=True))]


def main() -> None:
    """Measure, print, and fail where answers are too slow."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    with tempfile.TemporaryDirectory() as folder:
        workbench = a_workbench(Path(folder), WORKBENCH_THREADS="2")
        owner, project = a_project(workbench)
        worker = spawn(workbench.settings, "workbench.worker")
        while not workbench.queue.live_workers():
            time.sleep(0.05)
        first = ask(workbench, project.id)
        rest = [ask(workbench, project.id) for _ in range(AT_REST)]
        imported = workbench.importing.import_file(owner, project, a_file(count), "bench.jsonl", Wishes())
        began, busy = time.monotonic(), list[float]()
        while workbench.queue.job(imported.job.id).state in {JobState.QUEUED, JobState.RUNNING}:
            busy.append(ask(workbench, project.id))
            time.sleep(0.2)
        took = time.monotonic() - began
        job = workbench.queue.job(imported.job.id)
        memory = megabytes(worker.pid)
        worker.terminate()
        worker.wait()
    value = {
        "limit_seconds": LIMIT_SECONDS,
        "first": round(first, 3),
        "at_rest": figures(rest),
        "while_importing": figures(busy),
        "import": {"samples": count, "seconds": round(took, 1), "state": job.state.value},
        "worker_megabytes": memory,
    }
    sys.stdout.write(json.dumps(value) + "\n")
    if value["while_importing"]["p95"] > LIMIT_SECONDS:
        sys.exit(1)


if __name__ == "__main__":
    main()
