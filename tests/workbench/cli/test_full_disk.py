"""A disk that is really full, as a small file system in memory: one sentence each, nothing half written, then it works.

Mounting needs the rights for it; where they are missing the tests are skipped and say so.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from curation.domain.jobs import JobState
from curation.domain.releases import Layout
from curation.errors import StorageError
from curation.release.exports import export_to
from curation.services.backups import Home, back_up
from curation.services.import_plan import Wishes
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair
from tests.training.worlds import a_plan, a_run, a_version, build_tiny, start_child, wait_until
from training.runs import Method

pytestmark = [pytest.mark.long]


@dataclass(frozen=True)
class SmallDisk:
    """A file system of a few megabytes; `fill` leaves so many bytes of it free."""

    place: Path

    def fill(self, left: int) -> None:
        self.make_room()
        size = shutil.disk_usage(self.place).free - left
        with (self.place / "filler").open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, size)

    def make_room(self) -> None:
        (self.place / "filler").unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    yield SmallDisk(place)
    subprocess.run(["umount", "-l", str(place)], check=True)


def rows(count: int) -> bytes:
    return b"".join(
        json.dumps({"question": f"What is fact {n}?", "answer": os.urandom(400).hex()}).encode() + b"\n"
        for n in range(count)
    )


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*")] if folder.exists() else []


def test_an_import_that_finds_no_room_keeps_nothing_and_works_when_there_is_some(disk: SmallDisk):
    workbench = a_workbench(disk.place)
    owner, project = a_project(workbench)
    content = rows(3_000)
    disk.fill(1_000_000)
    with pytest.raises(StorageError, match=r"No space left on device\. Nothing was imported\. Make room"):
        workbench.importing.import_file(owner, project, content, "facts.jsonl", Wishes())
    assert left_in(workbench.settings.sources) == []
    assert workbench.importing.sources(owner, project) == ()
    disk.make_room()
    assert workbench.importing.import_file(owner, project, content, "facts.jsonl", Wishes()).rows == 3_000
    workbench.database.close()


def test_a_freeze_and_an_export_that_find_no_room_leave_nothing_and_work_when_there_is_some(disk: SmallDisk):
    workbench = a_workbench(disk.place)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(number) for number in range(600)))
    shelf.freeze("v0")
    job = shelf.order("v1")
    disk.fill(30_000)
    with pytest.raises(StorageError, match=r"There is no room left to write .*v1\. Free some space"):
        shelf.freezing.run(job, Unheard())
    assert [name for name in left_in(workbench.settings.versions) if "v1" in name] == []
    disk.make_room()
    shelf.freezing.run(job, Unheard())
    version = shelf.releasing.version(shelf.owner, shelf.project, "v1")
    folder = workbench.settings.home / version.folder
    disk.fill(30_000)
    with pytest.raises(StorageError, match="nothing half-written was left"):
        export_to(folder, Layout.MESSAGES, disk.place / "out")
    assert left_in(disk.place / "out") == []
    disk.make_room()
    export_to(folder, Layout.MESSAGES, disk.place / "out")
    assert "manifest.json" in left_in(disk.place / "out")
    workbench.database.close()


@pytest.mark.parametrize("room", [20_000, 400_000])
def test_a_backup_that_finds_no_room_leaves_nothing_and_works_when_there_is_some(disk: SmallDisk, room: int):
    workbench = a_workbench(disk.place)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(number) for number in range(600)))
    home = Home(workbench.database, workbench.seal, workbench.settings.home)
    disk.fill(room)
    with pytest.raises(StorageError, match="Make room and try again"):
        back_up(home, workbench.settings.backups)
    assert left_in(workbench.settings.backups) == []
    disk.make_room()
    assert back_up(home, workbench.settings.backups).database
    workbench.database.close()


def test_a_run_that_finds_no_room_says_so_and_goes_on_when_there_is_some(disk: SmallDisk, tmp_path: Path):
    base = build_tiny(tmp_path)
    plan = a_plan(a_version(tmp_path / "v1"), base, Method.FULL, max_steps=200, evaluations=100)
    run = a_run(disk.place / "run", plan)
    child = start_child(run)
    wait_until(lambda: any(run.checkpoints.glob("checkpoint-*/trainer_state.json")) or child.poll() is not None)
    disk.fill(20_000)
    assert child.wait(120) == 1
    status = run.status()
    assert status is not None
    assert (status.state, status.error) == (
        JobState.FAILED,
        f"The disk of {run.path} is full. Make room, then resume the run: it goes on from its last whole checkpoint.",
    )
    disk.make_room()
    again = start_child(run)
    assert again.wait(180) == 0, run.log_tail(20)
    assert run.finished()
    assert [line.step for line in run.metrics() if line.loss is not None] == list(range(1, 201))


class Unheard:
    """A reporter to whom nobody listens."""

    def report(self, progress: object) -> None:
        assert progress is not None

    def log(self, line: str) -> None:
        assert line
