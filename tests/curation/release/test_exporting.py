import errno
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from curation.domain.releases import Layout
from curation.errors import ConflictError, NotFoundError, PermissionRefusedError, StorageError
from curation.release.folder import written_aside
from curation.release.manifest import differences
from curation.store.events import recent_events
from tests.builders import a_person
from tests.curation.release.shelf import Shelf, pair, talk

LOADING = """
import json, sys
from datasets import load_dataset
found = load_dataset(*sys.argv[1:])
print(json.dumps({split: [rows.num_rows, sorted(rows.column_names), rows[0]] for split, rows in found.items()}))
"""
EXPORTING = """
import resource, sys
from pathlib import Path
from curation.domain.releases import Layout
from curation.errors import StorageError
from curation.release.exports import export_to
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
try:
    export_to(Path(sys.argv[1]), Layout.MESSAGES, Path(sys.argv[2]))
except StorageError as error:
    print(error)
"""


@pytest.fixture
def frozen(shelf: Shelf) -> Shelf:
    shelf.add(*(pair(i) for i in range(38)), talk(100), talk(101))
    shelf.freeze("v1")
    return shelf


def run(code: str, *arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("place", ["", "prompt_completion", "messages"])
def test_datasets_loads_the_folder_with_its_splits_offline(frozen: Shelf, tmp_path: Path, place: str) -> None:
    folder = frozen.releasing.folder(frozen.owner, frozen.project, "v1").folder / place
    cache = str(tmp_path / "cache")
    printed = run(LOADING, str(folder), HF_HUB_OFFLINE="1", HF_DATASETS_CACHE=cache, HF_HOME=cache)
    found = json.loads(printed.splitlines()[-1])
    assert {split: rows for split, (rows, _, _) in found.items()} == {"train": 32, "validation": 4, "test": 4}
    columns = {
        "": ["context", "group", "id", "language", "messages", "metadata", "origin", "revision", "revision_hash"],
        "prompt_completion": ["completion", "id", "prompt"],
        "messages": ["id", "messages"],
    }
    assert all(found[split][1] == columns[place] for split in found)
    turns = found["train"][2]["completion" if place == "prompt_completion" else "messages"]
    assert set(turns[0]) == {"role", "content"}


@pytest.mark.slow
def test_datasets_loads_an_export_of_one_layout(frozen: Shelf, tmp_path: Path) -> None:
    target = frozen.releasing.export(frozen.owner, frozen.project, "v1", Layout.PROMPT_COMPLETION, tmp_path / "out")
    cache = str(tmp_path / "cache")
    printed = run(LOADING, str(target), HF_HUB_OFFLINE="1", HF_DATASETS_CACHE=cache, HF_HOME=cache)
    assert json.loads(printed.splitlines()[-1])["train"][0] == 32


@pytest.mark.parametrize("layout", list(Layout))
def test_an_export_is_a_whole_folder_of_its_own(frozen: Shelf, tmp_path: Path, layout: Layout) -> None:
    target = frozen.releasing.export(frozen.owner, frozen.project, "v1", layout, tmp_path / "new" / "out")
    assert differences(target) == []
    assert len(list(target.rglob("train.*"))) == 1
    assert [p.name for p in target.parent.iterdir()] == ["out"]
    with frozen.workbench.database.reading() as tx:
        assert recent_events(tx, frozen.project.id)[0].action == "version.exported"


def test_a_zip_holds_the_same_as_the_folder_and_is_the_same_twice(frozen: Shelf, tmp_path: Path) -> None:
    r, who, what = frozen.releasing, frozen.owner, frozen.project
    folder = r.export(who, what, "v1", Layout.MESSAGES, tmp_path / "out")
    packed = r.export(who, what, "v1", Layout.MESSAGES, tmp_path / "out.zip")
    streamed = b"".join(r.download_zip(who, what, "v1", Layout.MESSAGES))
    assert streamed == packed.read_bytes()
    with zipfile.ZipFile(io.BytesIO(streamed)) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        assert all(archive.read(name) == (folder / name).read_bytes() for name in archive.namelist())


def test_a_folder_that_is_there_is_not_written_into(frozen: Shelf, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    with pytest.raises(ConflictError, match="is there already"):
        frozen.releasing.export(frozen.owner, frozen.project, "v1", Layout.PARQUET, tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_changed_file_is_not_exported(frozen: Shelf, tmp_path: Path) -> None:
    folder = frozen.releasing.folder(frozen.owner, frozen.project, "v1").folder
    file = folder / "data" / "train.parquet"
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(StorageError, match="was changed after it was frozen"):
        frozen.releasing.export(frozen.owner, frozen.project, "v1", Layout.PARQUET, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [p for p in tmp_path.iterdir() if "partial" in p.name] == []


def test_a_full_disk_is_one_sentence_and_leaves_nothing(frozen: Shelf, tmp_path: Path) -> None:
    folder = frozen.releasing.folder(frozen.owner, frozen.project, "v1").folder
    place = tmp_path / "full"
    for target in (place / "out", place / "out.zip"):
        said = run(EXPORTING, str(folder), str(target))
        assert said.startswith(f"There is no room left to write {target}.")
        assert "Free some space" in said
        assert list(place.iterdir()) == []


def test_a_full_disk_while_writing_aside_takes_the_whole_away(tmp_path: Path) -> None:
    def fill() -> None:
        with written_aside(tmp_path / "x", "m") as aside:
            aside.mkdir()
            (aside / "first").write_bytes(b"1")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageError, match="no room left"):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_only_files_of_the_version_can_be_downloaded(frozen: Shelf) -> None:
    r, who, what = frozen.releasing, frozen.owner, frozen.project
    assert r.download(who, what, "v1", "data/train.parquet").is_file()
    for path in ("../../workbench.db", "/etc/passwd", "data", "data/../manifest.json"):
        with pytest.raises(NotFoundError, match="has no file"):
            r.download(who, what, "v1", path)


def test_an_observer_cannot_take_data_out(frozen: Shelf, tmp_path: Path) -> None:
    expert = a_person(frozen.workbench, frozen.project, "Dr. Weber")
    with pytest.raises(PermissionRefusedError):
        frozen.releasing.export(expert, frozen.project, "v1", Layout.PARQUET, tmp_path / "out")
    with pytest.raises(PermissionRefusedError):
        frozen.releasing.download(expert, frozen.project, "v1", "data/train.parquet")
