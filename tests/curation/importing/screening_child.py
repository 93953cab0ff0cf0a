"""Screens one source in a process of its own, which kills itself after so many reports."""

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from curation.domain.jobs import Progress
from curation.services import screening
from curation.services.screening import SourceScreening
from curation.services.screening_revisions import RevisionScreening
from tests.builders import an_environment
from workbench.bootstrap import open_workbench, settings_from


@dataclass
class Dying:
    """Kills its process at the last of so many reports; 0 lets it end."""

    left: int

    def report(self, progress: Progress) -> None:
        del progress
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def log(self, line: str) -> None:
        del line


def main(home: Path, job_id: str, reports: int) -> None:
    screening.BATCH = 2
    workbench = open_workbench(settings_from(an_environment(home)))
    revisions = RevisionScreening(workbench.database, workbench.seal)
    stage = SourceScreening(workbench.database, workbench.importing.files, revisions, workers=1)
    stage.run(workbench.queue.job(job_id), Dying(reports))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
