import errno
import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Barrier

import pytest

from curation.domain.jobs import JobKind, JobState
from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.domain.sources import BadRows, Mapping, Source, SourceState
from curation.errors import InputError, PermissionRefusedError, SealError, StorageError
from curation.ingest.readers import Asked
from curation.pii.sealed import Seal
from curation.services.import_plan import Wishes, command_line
from curation.services.importing import Importing
from curation.services.sealed_files import SealedFiles, hash_of
from curation.store.events import events_of
from tests.builders import a_person, a_project, a_workbench
from workbench.bootstrap import Workbench

PAIRS = b'question,answer\nWhat is a stent?,"A small tube, Dr. Anna Bauer says."\nAnd a bypass?,A detour.\n'
BROKEN = b'{"question": "a", "answer": "b"}\n{"question": "c"\n{"question": "e", "answer": "f"}\n{"question": "g"}\n'
PERSON = "Anna Bauer"


@pytest.fixture
def place(tmp_path: Path) -> tuple[Workbench, Person, Project]:
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    return workbench, owner, project


Place = tuple[Workbench, Person, Project]


def everything_on_disk(workbench: Workbench) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(workbench.settings.home.rglob("*")) if file.is_file())


def test_an_import_keeps_a_source_queues_its_screening_and_notes_the_event(place: Place) -> None:
    workbench, owner, project = place
    done = workbench.importing.import_file(owner, project, PAIRS, "faq.csv", Wishes())
    assert (done.new, done.rows, done.bad_rows) == (True, 2, ())
    assert done.source.state is SourceState.WAITING
    assert done.job is not None
    job = workbench.queue.job(done.job.id)
    assert (job.kind, job.state, job.payload) == (
        JobKind.SCREEN_SOURCE,
        JobState.QUEUED,
        {"source_id": done.source.id},
    )
    with workbench.database.reading() as tx:
        [event] = events_of(tx, "source", done.source.id)
    assert (event.action, event.hashes) == ("source.imported", (done.source.bytes_hash,))


def test_raw_text_and_file_name_never_reach_the_disk_unsealed(place: Place) -> None:
    workbench, owner, project = place
    done = workbench.importing.import_file(owner, project, PAIRS, f"{PERSON}.csv", Wishes())
    written = everything_on_disk(workbench)
    assert PERSON.encode() not in written
    assert PERSON not in done.source.name
    assert workbench.importing.files.open(done.source.bytes_hash).read() == PAIRS
    assert workbench.importing.files.open_name(done.source.id) == f"{PERSON}.csv"


def test_importing_twice_adds_nothing(place: Place, tmp_path: Path) -> None:
    workbench, owner, project = place
    first = workbench.importing.import_file(owner, project, PAIRS, "faq.csv", Wishes())
    path = tmp_path / "copy.csv"
    path.write_bytes(PAIRS)
    again = workbench.importing.import_file(owner, project, path, "copy.csv", Wishes())
    assert (again.new, again.job, again.source) == (False, first.job, first.source)
    assert len(workbench.importing.sources(owner, project)) == 1
    assert len(workbench.queue.recent(project.id)) == 1


class AtOnce(Importing):
    """Imports that all look for the file before any of them has added it."""

    BOTH = Barrier(2, timeout=60)

    def _known(self, project: Project, bytes_hash: str, mapping_hash: str) -> Source | None:
        found = super()._known(project, bytes_hash, mapping_hash)
        self.BOTH.wait()
        return found


def test_importing_twice_at_once_adds_nothing_the_second_time(place: Place) -> None:
    workbench, owner, project = place
    importing = AtOnce(workbench.database, workbench.seal, workbench.settings.sources)
    with ThreadPoolExecutor(2) as two:
        imports = [two.submit(importing.import_file, owner, project, PAIRS, f"{n}.csv", Wishes()) for n in range(2)]
        found = [one.result() for one in imports]
    assert sorted(one.new for one in found) == [False, True]
    assert len({one.job and one.job.id for one in found}) == 1
    [source] = workbench.importing.sources(owner, project)
    names = [file for file in workbench.importing.files.all() if ".name." in file.name]
    assert [file.name.split(".")[0] for file in names] == [source.id]


def test_importing_again_after_a_cancelled_screening_screens(place: Place) -> None:
    workbench, owner, project = place
    first = workbench.importing.import_file(owner, project, PAIRS, "faq.csv", Wishes())
    assert first.job is not None
    workbench.queue.cancel(owner, project, first.job.id)
    again = workbench.importing.import_file(owner, project, PAIRS, "faq.csv", Wishes())
    assert again.job is not None
    assert (again.new, again.job.id != first.job.id, again.job.payload) == (False, True, first.job.payload)


def test_the_same_bytes_read_another_way_are_another_source(place: Place) -> None:
    workbench, owner, project = place
    workbench.importing.import_file(owner, project, PAIRS, "faq.csv", Wishes())
    swapped = Wishes(mapping=Mapping("plain", question="answer", answer="question"))
    assert workbench.importing.import_file(owner, project, PAIRS, "faq.csv", swapped).new
    assert len(workbench.importing.sources(owner, project)) == 2


def test_bad_rows_refuse_the_whole_file_and_leave_nothing(place: Place) -> None:
    workbench, owner, project = place
    with pytest.raises(InputError) as caught:
        workbench.importing.import_file(owner, project, BROKEN, "faq.jsonl", Wishes())
    sentence = str(caught.value)
    assert "faq.jsonl: 2 of 4 rows" in sentence
    assert "Row 2: it is not JSON" in sentence
    assert "Row 4: the answer is missing." in sentence
    assert "--skip-bad-rows" in sentence
    assert workbench.importing.sources(owner, project) == ()
    assert not workbench.settings.sources.exists()


def test_bad_rows_can_be_left_out_and_are_reported(place: Place) -> None:
    workbench, owner, project = place
    done = workbench.importing.import_file(owner, project, BROKEN, "faq.jsonl", Wishes(bad_rows=BadRows.SKIP))
    assert (done.rows, [bad.row for bad in done.bad_rows]) == (2, [2, 4])
    source, bad = workbench.importing.source(owner, project, done.source.id)
    assert source.bad_rows == 2
    assert [(row.row, row.reason) for row in bad] == [(row.row, row.reason) for row in done.bad_rows]


def test_a_file_without_a_single_good_row_is_refused_even_when_skipping(place: Place) -> None:
    workbench, owner, project = place
    for data in (b"question,answer\n", b"question,answer\na\n"):
        with pytest.raises(InputError, match="faq"):
            workbench.importing.import_file(owner, project, data, "faq.csv", Wishes(bad_rows=BadRows.SKIP))


def test_a_preview_guesses_and_names_what_cannot_be_mapped(place: Place) -> None:
    workbench, owner, _ = place
    good = workbench.importing.preview(owner, PAIRS, "faq.csv", Wishes())
    assert (good.mapping.question, good.mapping.answer, good.problem) == ("question", "answer", None)
    assert (good.looked_at, good.whole, len(good.first)) == (2, True, 2)
    odd = workbench.importing.preview(owner, b"left,right\na,b\n", "faq.csv", Wishes())
    assert odd.columns == ("left", "right")
    assert odd.problem is not None
    assert "no column is mapped to the question" in odd.problem


def test_a_preview_reads_no_more_than_it_says(place: Place) -> None:
    workbench, owner, _ = place
    line = json.dumps({"question": "a", "answer": "b"}) + "\n"
    found = workbench.importing.preview(owner, (line * 6_000).encode(), "faq.jsonl", Wishes())
    assert (found.looked_at, found.whole) == (5_000, False)


def test_the_command_line_says_the_same_import(place: Place) -> None:
    workbench, owner, project = place
    wishes = Wishes(
        mapping=Mapping("plain", question="Die Frage", answer="Antwort"),
        asked=Asked(encoding="cp1252"),
        bad_rows=BadRows.SKIP,
    )
    found = workbench.importing.preview(owner, "Die Frage;Antwort\na;b\n".encode("cp1252"), "my faq.csv", wishes)
    assert command_line("my faq.csv", project, found, wishes) == (
        "workbench import 'my faq.csv' --project cardiology --mapping 'question=Die Frage' --mapping answer=Antwort "
        "--layout plain --encoding cp1252 --skip-bad-rows"
    )


def test_an_expert_cannot_import(place: Place) -> None:
    workbench, _, project = place
    expert = a_person(workbench, project, "Eva", PersonRole.EXPERT)
    with pytest.raises(PermissionRefusedError):
        workbench.importing.import_file(expert, project, PAIRS, "faq.csv", Wishes())


def test_a_missing_file_is_one_sentence(place: Place, tmp_path: Path) -> None:
    workbench, owner, project = place
    with pytest.raises(InputError, match="cannot be opened"):
        workbench.importing.import_file(owner, project, tmp_path / "none.csv", "none.csv", Wishes())


class FullDisk(BytesIO):
    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(size)


def test_a_full_disk_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    files = SealedFiles(tmp_path / "sources", Seal(b"A" * 43 + b"="))
    with pytest.raises(StorageError, match="No space left"):
        files.keep(FullDisk(PAIRS), "0" * 64)
    assert list((tmp_path / "sources").iterdir()) == []


def test_a_kept_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    files = SealedFiles(tmp_path, Seal(b"A" * 43 + b"="))
    data = b"x" * 9_000_000
    digest, size = hash_of(BytesIO(data))
    files.keep(BytesIO(data), digest)
    assert size == len(data)
    assert files.open(digest).read() == data
    path = tmp_path / f"{digest}.sealed"
    path.write_bytes(b"\n".join(path.read_bytes().splitlines()[:2]) + b"\n")
    with pytest.raises(SealError, match="not whole"):
        files.open(digest)
