"""The demo, loaded once by the command line, with what data_samples/planted.json lists counted in the store."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from curation.domain.findings import DuplicateKind
from curation.domain.jobs import JobKind
from curation.domain.samples import SampleStatus
from curation.store import duplicates, findings, sample_pages, samples
from curation.store.sample_pages import Filter, Line
from curation.texts import text
from tests.builders import an_environment
from workbench.bootstrap import Workbench, open_workbench, settings_from
from workbench.cli import door
from workbench.work.demo import CLEAN, PLANTED
from workbench.work.demo_decisions import day_of

pytestmark = pytest.mark.slow
SAMPLES = Path(__file__).parents[3] / "data_samples"
EVERYTHING = 5_000


@dataclass(frozen=True)
class Loaded:
    home: Path
    environment: dict[str, str]

    @contextmanager
    def opened(self) -> Iterator[Workbench]:
        workbench = open_workbench(settings_from(self.environment))
        yield workbench
        workbench.database.close()

    def lines(self) -> dict[tuple[str, int], Line]:
        """Every sample by its file and its place in it, from 0."""
        with self.opened() as workbench:
            owner, project = workbench.projects.enter("local", "demo")
            found: dict[tuple[str, int], Line] = {}
            for source in workbench.importing.sources(owner, project):
                name = source.name.replace(" ", "/", 1)
                chosen = Filter(source_id=source.id)
                lines, _ = workbench.importing.samples(owner, project, chosen, (0, EVERYTHING))
                ordered = sorted(lines, key=lambda line: int(line.sample.locator.removeprefix("row ")))
                found |= {(name, number): line for number, line in enumerate(ordered)}
        return found


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    home = tmp_path_factory.mktemp("demo") / "home"
    environment = an_environment(home)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        assert door.run(["demo"]) == 0
        yield Loaded(home, environment)


@pytest.fixture(scope="module")
def planted() -> list[dict[str, object]]:
    entries = json.loads((SAMPLES / "planted.json").read_text(encoding="utf-8"))
    return [entry for entry in entries if entry["file"] in PLANTED]


def test_every_station_of_the_demo_shows_something(loaded: Loaded) -> None:
    with loaded.opened() as workbench:
        owner, project = workbench.projects.enter("local", "demo")
        counts = workbench.importing.counts(owner, project)
        assert project.demo
        assert len(workbench.importing.sources(owner, project)) == len(CLEAN) + len(PLANTED)
        assert counts[SampleStatus.APPROVED] > 700
        passing = {SampleStatus.SCREENING, SampleStatus.NOT_SCREENED, SampleStatus.DISPUTED}
        assert all(counts[status] for status in set(SampleStatus) - passing)
        assert [version.name for version in workbench.releasing.versions(owner, project)] == ["demo-1"]
        [run] = workbench.runs.runs(owner, project)
        assert run.version_name == "demo-1"
        [judged] = workbench.judging.assignments(owner, project)
        assert 0 == judged.judged < judged.total
        assert any(job.kind is JobKind.BUILD_BASE for job in workbench.queue.open(None))


def test_the_day_of_the_demos_experts_is_still_before_them(loaded: Loaded) -> None:
    with loaded.opened() as workbench:
        owner, project = workbench.projects.enter("local", "demo")
        midnight = workbench.reviewing.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        for person in workbench.projects.members(owner, project):
            since = day_of(workbench, person, midnight)
            assert workbench.reviewing.progress(person, project, since).today == 0


def test_at_least_sixty_planted_samples_wait_for_whoever_tries_the_desk(loaded: Loaded) -> None:
    waiting = [
        line
        for (name, _), line in loaded.lines().items()
        if name in PLANTED and line.sample.status is SampleStatus.WAITING
    ]
    assert len(waiting) >= 60


def test_planted_personal_data_is_gone_from_the_store(loaded: Loaded, planted: list[dict[str, object]]) -> None:
    lines = loaded.lines()
    values = [
        (str(entry["value"]), str(entry["entity_type"]), lines[str(entry["file"]), int(str(entry["record"]))])
        for entry in planted
        if entry["kind"] == "personal_data"
    ]
    with loaded.opened() as workbench, workbench.database.reading() as tx:
        project_id = values[0][2].sample.project_id
        heads = {
            head.id: " ".join(turn.content for turn in head.conversation.messages)
            for head in samples.head_texts(tx, project_id)
        }
    left = [(value, entity) for value, entity, line in values if value in heads[line.sample.id]]
    assert len(values) > 100
    assert len(left) <= len(values) * 0.05, left
    assert not [pair for pair in left if pair[1] not in {"PERSON", "LOCATION", "PHONE_NUMBER"}]


def test_planted_duplicates_and_contradictions_are_pairs_in_the_store(
    loaded: Loaded, planted: list[dict[str, object]]
) -> None:
    lines = loaded.lines()
    wanted = {
        "exact_duplicate": {DuplicateKind.EXACT},
        "duplicate_after_redaction": {DuplicateKind.EXACT, DuplicateKind.NEAR},
        "near_duplicate": {DuplicateKind.NEAR, DuplicateKind.EXACT},
        "conflict": {DuplicateKind.CONFLICT},
    }
    missed: list[object] = []
    checked = 0
    with loaded.opened() as workbench, workbench.database.reading() as tx:
        for entry in planted:
            kinds = wanted.get(str(entry["kind"]))
            if kinds is None:
                continue
            checked += 1
            one = lines[str(entry["file"]), int(str(entry["record"]))].sample
            other = lines[str(entry["other_file"]), int(str(entry["other_record"]))].sample
            pairs = duplicates.pairs_of(tx, one.project_id, one.id)
            if not any({pair.first, pair.second} == {one.id, other.id} and pair.kind in kinds for pair in pairs):
                missed.append((entry["kind"], entry["file"], entry["record"]))
    assert checked > 40
    assert missed == []


def test_planted_weak_samples_carry_the_note_of_their_check(loaded: Loaded, planted: list[dict[str, object]]) -> None:
    lines = loaded.lines()
    missed: list[object] = []
    with loaded.opened() as workbench, workbench.database.reading() as tx:
        for entry in planted:
            if entry["kind"] == "weak":
                line = lines[str(entry["file"]), int(str(entry["record"]))]
                said = {finding.check for finding in findings.findings_of(tx, line.sample.id, 1)}
                if entry["check"] not in said:
                    missed.append((entry["check"], entry["file"], entry["record"], said))
    assert missed == []


def test_loading_again_says_that_it_is_here(loaded: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["demo"]) == 0
    assert capsys.readouterr().out.strip() == text("The demo project is here already.")


def test_the_demo_can_be_removed_and_loaded_anew(loaded: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["demo", "--remove", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"project": "demo", "removed": True}
    with loaded.opened() as workbench:
        assert workbench.projects.of("local") == ()
    assert door.run(["demo", "--no-wait", "--json"]) == 0
    with loaded.opened() as workbench, workbench.database.reading() as tx:
        assert [job.kind for job in workbench.queue.open(None)].count(JobKind.LOAD_DEMO) == 1
        assert sample_pages.counts_by_status(tx, "nothing")[SampleStatus.WAITING] == 0


def test_a_missing_folder_of_samples_is_one_sentence(tmp_path, monkeypatch, capsys):
    nowhere = tmp_path / "nowhere"
    for name, value in an_environment(tmp_path / "home", WORKBENCH_SAMPLES=str(nowhere)).items():
        monkeypatch.setenv(name, value)
    assert door.run(["demo"]) == 1
    assert f"The samples of the demo are not in {nowhere}." in capsys.readouterr().err
