"""Whether what needs eyes comes first: the planted corpus imported, screened, surveyed and put in the queue's order.

`python -m tests.bench.attention [SHARE]` prints one JSON object: by kind of planted fault, how many of the faulty
samples that wait stand in the first SHARE (0.2) of the queue, and by how much each part of the figure
helps (the same without it).
"""

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from curation.domain.jobs import Progress
from curation.domain.samples import SampleStatus
from curation.review.ordering import attention
from curation.services.import_plan import Wishes
from curation.services.screening import SourceScreening
from curation.services.screening_revisions import RevisionScreening
from curation.services.surveying import SurveyStage
from curation.store import findings, sample_pages, surveys
from curation.store.duplicates import kinds_of
from tests.builders import a_project, a_workbench

SAMPLES = Path(__file__).parents[2] / "data_samples"
FILES = (
    "health/facts.csv", "law/facts_alpaca.jsonl", "finance/facts.parquet",
    "health/clinic_messages.jsonl", "law/desk_sharegpt.json", "finance/desk.csv",
)  # fmt: skip
FAULTS = ("weak", "conflict", "near_duplicate")


class Silent:
    """Reports to nobody."""

    def report(self, progress: Progress) -> None:
        del progress

    def log(self, line: str) -> None:
        del line


def faulty() -> dict[str, set[tuple[str, int]]]:
    """Return by kind of fault the (file, record) of the samples that have it; both sides of a pair."""
    found: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for entry in json.loads((SAMPLES / "planted.json").read_text(encoding="utf-8")):
        if entry["kind"] in FAULTS:
            kind = f"weak: {entry['check']}" if "check" in entry else entry["kind"]
            found[kind].add((entry["file"], entry["record"]))
            if entry["kind"] == "conflict":
                found[kind].add((entry["other_file"], entry["other_record"]))
    return found


def _record(name: str, locator: str) -> int:
    """Read the number of a record from `row 12`; the first row of a CSV file holds the names of its columns."""
    return int(locator.rsplit(maxsplit=1)[-1]) - (2 if name.endswith(".csv") else 1)


def main() -> None:
    """Import, survey, order, count."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 0.2
    with tempfile.TemporaryDirectory() as folder:
        workbench = a_workbench(Path(folder))
        owner, project = a_project(workbench)
        revisions = RevisionScreening(workbench.database, workbench.seal)
        stage = SourceScreening(workbench.database, workbench.importing.files, revisions, workers=1)
        names: dict[str, str] = {}
        for name in FILES:
            done = workbench.importing.import_file(owner, project, (SAMPLES / name).read_bytes(), name, Wishes())
            stage.run(done.job, Silent())
            names[done.source.id] = name
        job = workbench.distributions.survey(owner, project)
        SurveyStage(workbench.database).run(job, Silent())
        with workbench.database.reading() as tx:
            lines = sample_pages.page(tx, project.id, sample_pages.Filter(SampleStatus.WAITING), limit=100_000)
            ids = [line.sample.id for line in lines]
            known = findings.findings_of_heads(tx, ids), kinds_of(tx, project.id, ids)
            spans, apart = findings.spans_of_heads(tx, ids), surveys.apart(tx, ids)
        workbench.database.close()
    place = {
        line.sample.id: (names[line.sample.source_id], _record(names[line.sample.source_id], line.sample.locator))
        for line in lines
    }
    notes, kinds = known
    parts = {
        "all": lambda i: attention(notes[i], kinds[i], spans[i], apart.get(i)),
        "without rarity and novelty": lambda i: attention(notes[i], kinds[i], spans[i]),
        "without notes": lambda i: attention((), kinds[i], spans[i], apart.get(i)),
        "without duplicates": lambda i: attention(notes[i], (), spans[i], apart.get(i)),
    }
    report: dict[str, object] = {"samples": len(lines), "first": share}
    for name, figure in parts.items():
        queued = set(place.values())
        order = sorted(ids, key=lambda i: (-figure(i), i))
        first = {place[i] for i in order[: round(share * len(order))]}
        counts = {kind: (len(found & first), len(found & queued)) for kind, found in sorted(faulty().items())}
        inside, every = (sum(one[n] for one in counts.values()) for n in (0, 1))
        told = {kind: f"{here} of {there}" for kind, (here, there) in counts.items()}
        report[name] = {"share": round(inside / every, 3), **(told if name == "all" else {})}
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
