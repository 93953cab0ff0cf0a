"""How long planning, freezing and exporting a version of 20,000 samples takes: at most 30 s to freeze, 2 s to plan.

`python -m tests.bench.freezing` prints one JSON object.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from curation.domain.releases import Layout
from curation.domain.versions import Recipe
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import ListReporter, Shelf, pair

SAMPLES = 20_000
AT_ONCE = 5_000
LIMITS = {"plan": 2.0, "freeze": 30.0}
Result = TypeVar("Result")


def main() -> None:
    """Measure, print, and fail where it is too slow."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        workbench = a_workbench(folder)
        shelf = Shelf(workbench, *a_project(workbench))
        for start in range(0, SAMPLES, AT_ONCE):
            shelf.add(*(pair(i) for i in range(start, start + AT_ONCE)))
        who, what, releasing = shelf.owner, shelf.project, shelf.releasing
        found: dict[str, float] = {}
        timed(found, "plan", lambda: releasing.plan(who, what, Recipe()))
        job = shelf.order("v1")
        timed(found, "freeze", lambda: shelf.freezing.run(job, ListReporter()))
        timed(found, "export", lambda: releasing.export(who, what, "v1", Layout.PARQUET, folder / "out"))
        workbench.database.close()
    sys.stdout.write(json.dumps({"samples": SAMPLES, "limit_seconds": LIMITS, "seconds": found}) + "\n")
    if any(found[name] > limit for name, limit in LIMITS.items()):
        sys.exit(1)


def timed(found: dict[str, float], name: str, what: Callable[[], Result]) -> Result:
    """Do something and note how long it took."""
    before = time.monotonic()
    result = what()
    found[name] = round(time.monotonic() - before, 2)
    return result


if __name__ == "__main__":
    main()
