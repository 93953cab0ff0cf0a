"""Screens one source in a process of its own that a test may kill: says a line after every report."""

import sys
from pathlib import Path

from curation.domain.jobs import Progress
from curation.services import screening
from curation.services.screening import SourceScreening
from curation.services.screening_revisions import RevisionScreening
from tests.builders import an_environment
from workbench.bootstrap import open_workbench, settings_from


class LineReporter:
    def report(self, progress: Progress) -> None:
        sys.stdout.write(f"{progress.done} {progress.note}\n")
        sys.stdout.flush()

    def log(self, line: str) -> None:
        del line


def main(home: Path, job_id: str) -> None:
    screening.BATCH = 2
    workbench = open_workbench(settings_from(an_environment(home)))
    revisions = RevisionScreening(workbench.database, workbench.seal)
    stage = SourceScreening(workbench.database, workbench.importing.files, revisions, workers=1)
    stage.run(workbench.queue.job(job_id), LineReporter())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
