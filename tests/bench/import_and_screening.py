"""How long a file of 10,000 samples of about 700 bytes takes from import to the last duplicate.

`python -m tests.bench.import_and_screening [SAMPLES] [WORKERS]` prints one JSON object; the worker's processes are
started inside the measured time, as they are for a job.
"""

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from curation.domain.jobs import Progress
from curation.services.import_plan import Wishes
from curation.services.screening import SourceScreening
from curation.services.screening_revisions import RevisionScreening
from curation.store import findings, sample_pages
from tests.builders import a_project, a_workbench

LIMIT_SECONDS = 90.0
BYTES = 700
SAMPLES_FOLDER = Path(__file__).parents[2] / "data_samples"
PERSONAL = (
    "My name is {name} and my mail is {name2}.{number}@example.com.",
    "Please call me on +49 30 {number}55, I am {name}.",
    "My account is DE89 3704 0044 0532 0130 00, Ms {name} opened it.",
)
NAMES = ("Anna Bauer", "John Miller", "Maria Lopez", "Wei Chen", "Fatima Haddad", "Peter Novak")


class Stages:
    """Keeps when each part of the work was first reported."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}

    def report(self, progress: Progress) -> None:
        self.began.setdefault(progress.note, time.monotonic())

    def log(self, line: str) -> None:
        sys.stderr.write(line + "\n")


def a_file(count: int) -> bytes:
    """JSON Lines of realistic pairs: sentences of the sample documents, personal data in every tenth."""
    chance = random.Random(11)  # noqa: S311 - a corpus, not a secret
    prose = "\n".join(file.read_text() for file in sorted((SAMPLES_FOLDER / "build" / "texts").rglob("*.txt")))
    words = [word for word in prose.split() if word.isascii()]
    return "\n".join(json.dumps(_pair(chance, words, number)) for number in range(count)).encode()


def _pair(chance: random.Random, words: list[str], number: int) -> dict[str, str]:
    at = chance.randrange(len(words) - 200)
    question = " ".join(words[at : at + 18]).capitalize() + f" in case {chance.randrange(10**6)}?"
    answer = ""
    while len(question) + len(answer) < BYTES:
        at = chance.randrange(len(words) - 200)
        answer += " ".join(words[at : at + 14]).capitalize() + ". "
    if number % 10 == 0:
        name = chance.choice(NAMES)
        sentence = chance.choice(PERSONAL)
        question = sentence.format(name=name, name2=name.split()[1].lower(), number=1000 + number) + " " + question
    return {"question": question, "answer": answer.strip()}


def measure(count: int, workers: int) -> dict[str, float | int | str]:
    """Import and screen a fresh file in a scratch home."""
    with tempfile.TemporaryDirectory() as folder:
        workbench = a_workbench(Path(folder))
        owner, project = a_project(workbench)
        data = a_file(count)
        revisions = RevisionScreening(workbench.database, workbench.seal)
        stage = SourceScreening(workbench.database, workbench.importing.files, revisions, workers=workers)
        stages = Stages()
        began = time.monotonic()
        done = workbench.importing.import_file(owner, project, data, "bench.jsonl", Wishes())
        imported = time.monotonic()
        assert done.job is not None
        stage.run(done.job, stages)
        ended = time.monotonic()
        searched = stages.began["Looking for duplicates"]
        with workbench.database.reading() as tx:
            return {
                "samples": sample_pages.count(tx, project.id, sample_pages.Filter()),
                "bytes_per_sample": round(len(data) / count),
                "workers": workers,
                "import_seconds": round(imported - began, 2),
                "redact_and_check_seconds": round(searched - imported, 2),
                "duplicates_seconds": round(ended - searched, 2),
                "seconds": round(ended - began, 2),
                "samples_per_second": round(count / (ended - began)),
                "spans": sum(findings.counts_by_entity(tx, project.id).values()),
            }


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit code whether it was fast enough."""
    count = int(arguments[0]) if arguments else 10_000
    workers = int(arguments[1]) if len(arguments) > 1 else 2
    found = measure(count, workers) | {"limit_seconds": LIMIT_SECONDS}
    sys.stdout.write(json.dumps(found) + "\n")
    return 0 if float(found["seconds"]) <= LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
