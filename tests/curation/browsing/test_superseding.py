"""What newer things supersede goes back: listed first, named in the log, told on the desk, and taken back."""

from dataclasses import replace

import polars as pl
import pytest

from curation.domain.browsing import wanted_from
from curation.domain.bulk import Fate
from curation.domain.guideline_sections import sections_of
from curation.domain.identity import new_id
from curation.domain.jobs import JobKind, JobState
from curation.domain.lapses import Why
from curation.domain.releases import MEMBERS
from curation.domain.samples import Origin, question_and_answer
from curation.domain.sources import Mapping
from curation.domain.versions import DatasetVersion, Recipe, Split
from curation.errors import ConflictError, InputError, PermissionRefusedError
from curation.services.bulk import Bulk, BulkStage, BulkUndoStage
from curation.services.projects import Draft, Projects
from curation.services.reviewing import Reviewing
from curation.services.superseding import Superseding
from curation.store import versions as version_store
from curation.store.events import events_of
from curation.store.samples import NewSample, add_samples, samples
from curation.store.screened import Screened, add_first_revisions
from curation.store.sources import NewSource, Reading, add_source
from curation.store.superseding import guideline_number
from curation.store.tables_samples import PassageRow, SampleRow
from tests.curation.browsing.test_bulk import Reporter
from tests.curation.reviewing.desk_builders import approving, rejecting
from workbench.components.lapse_words import back_words

GUIDELINES = "# Doses\nIn milligrams.\n\n# Tone\nBe plain."


class World:
    """Two sources; a0, a1, a2 come from the older one, b0 from the newer one, all of them wait."""

    def __init__(self, owned, clock, expert):
        self.workbench, self.owner, self.project = owned
        self.database, self.clock, self.ada = self.workbench.database, clock, expert
        self.bulk = Bulk(self.database, self.workbench.seal, self.workbench.bulk.typed, clock)
        self.superseding = Superseding(self.database, self.bulk, clock)
        self.reviewing = Reviewing(self.database, self.workbench.seal, clock)
        self.describe(GUIDELINES)
        self.old, self.new = self.source("old.csv", 3, "a"), self.source("new.csv", 1, "b")

    def describe(self, guidelines):
        draft = Draft(self.project.name, "en", guidelines)
        self.project = Projects(self.database, self.clock).describe(self.owner, self.project, draft)

    def source(self, name, count, prefix):
        new = NewSource(
            id=new_id(),
            project_id=self.project.id,
            name=name,
            bytes_hash=name,
            size=1,
            mapping=Mapping("plain"),
            reading=Reading("csv"),
            origin=Origin.COLLECTED,
            language="en",
            rows=count,
            bad_rows=(),
        )
        ids = [f"{prefix}{i}" for i in range(count)]
        with self.database.transaction() as tx:
            add_source(tx, new, self.owner.id, self.clock())
            add_samples(
                tx,
                self.project.id,
                [NewSample(i, new.id, i, 0, Origin.COLLECTED, "en", 1.0) for i in ids],
                self.clock(),
            )
            texts = [(i, question_and_answer(f"Question {i}?", f"Answer {i}.")) for i in ids]
            add_first_revisions(tx, [Screened(i, said, said.hash) for i, said in texts], self.clock())
        return new.id

    def decide(self, said, person=None):
        self.clock.forward(1)
        return self.reviewing.decide(person or self.ada, self.project, said)

    def work(self):
        stages = {JobKind.BULK: BulkStage, JobKind.BULK_UNDO: BulkUndoStage}
        while (job := self.workbench.queue.claim("worker", tuple(stages))) is not None:
            stages[job.kind](self.database, self.workbench.seal, self.clock).run(job, Reporter())
            self.workbench.queue.finish("worker", job.id, JobState.DONE)

    def go(self, listed, runs=()):
        self.work()
        self.clock.forward(1)
        self.bulk.go(self.owner, self.project, listed.id, runs)
        self.work()
        self.clock.forward(1)
        return listed.id

    def fates(self, act_id):
        return self.bulk.state(self.owner, self.project, act_id).fates

    def stand(self):
        with self.database.reading() as tx:
            found = samples(tx, self.project.id, ["a0", "a1", "a2", "b0"])
        return [found[name].status.value for name in sorted(found)]

    def back(self, sample_id):
        return self.reviewing.item(self.ada, self.project, sample_id).back


def frozen(world, name, ids):
    """A version that holds these samples, without its folder."""
    version = DatasetVersion(
        id=new_id(),
        project_id=world.project.id,
        name=name,
        hash=f"hash of {name}",
        recipe=Recipe(),
        counts={Split.TRAIN: len(ids)},
        folder=name,
        created_by=world.owner.id,
        created_at=world.clock(),
    )
    rows = [(one, 1, "h", "train", one) for one in ids]
    with world.database.transaction() as tx:
        version_store.add_version(tx, version, "m", pl.DataFrame(rows, MEMBERS, orient="row"))
    return version.id


@pytest.fixture
def world(owned, clock, expert):
    return World(owned, clock, expert)


def test_what_was_decided_on_a_superseded_source_goes_back_says_why_and_can_be_taken_back(world):
    world.decide(approving("a0"))
    world.decide(rejecting("a1"))
    world.decide(approving("b0"))
    listed = world.superseding.source(world.owner, world.project, world.old, world.new)
    assert world.stand() == ["approved", "rejected", "waiting", "approved"]
    act_id = world.go(listed)
    assert world.fates(act_id) == {Fate.DONE: 1, Fate.DECIDED: 1, Fate.SAME: 1}
    assert world.stand() == ["waiting", "rejected", "waiting", "approved"]
    said = "What it came from has been superseded by new.csv. Check whether it still holds."
    assert [back_words(world.back(name)) for name in ("a0", "a2")] == [said, said]
    assert world.back("b0") is None
    told = world.workbench.histories.of(world.ada, world.project, "a0").history
    assert [one.decision.verdict.value for one in told if one.decision is not None] == ["approve"]
    world.bulk.undo(world.owner, world.project, act_id)
    world.work()
    assert world.stand() == ["approved", "rejected", "waiting", "approved"]


def test_taking_it_back_leaves_what_was_decided_since(world):
    world.decide(approving("a0"))
    world.decide(approving("a1"))
    act_id = world.go(world.superseding.source(world.owner, world.project, world.old, world.new))
    world.decide(rejecting("a0"))
    world.bulk.undo(world.owner, world.project, act_id)
    world.work()
    state = world.bulk.state(world.owner, world.project, act_id)
    assert state.undone == {Fate.CHANGED: 1, Fate.DONE: 1}
    assert world.stand() == ["rejected", "approved", "waiting", "waiting"]


def test_samples_of_other_sources_that_rest_on_a_passage_are_found_too(world):
    with world.database.transaction() as tx:
        tx.add(PassageRow(id="p", source_id=world.old, ordinal=0, page=1, start=0, end=4, text="Text", text_hash="h"))
        tx.flush()
        tx.get_one(SampleRow, "b0").passage_id = "p"
    wanted = wanted_from({"rests_on": world.old})
    found = world.workbench.browsing.page(world.owner, world.project, wanted).hits
    assert sorted(hit.sample.id for hit in found) == ["a0", "a1", "a2", "b0"]
    assert world.workbench.browsing.count(world.owner, world.project, wanted).count == 4


def test_a_source_supersedes_neither_itself_nor_what_superseded_it(world):
    with pytest.raises(InputError):
        world.superseding.source(world.owner, world.project, world.old, world.old)
    world.superseding.source(world.owner, world.project, world.old, world.new)
    with pytest.raises(InputError):
        world.superseding.source(world.owner, world.project, world.new, world.old)
    with pytest.raises(PermissionRefusedError):
        world.superseding.source(world.ada, world.project, world.old, world.new)
    world.superseding.keep_source(world.owner, world.project, world.old)
    assert world.back("a2") is None
    with pytest.raises(ConflictError):
        world.superseding.keep_source(world.owner, world.project, world.old)
    with world.database.reading() as tx:
        said = [event.action for event in events_of(tx, "source", world.old)]
    assert said == ["source.superseded", "source.kept"]


def test_the_log_names_the_versions_and_runs_that_hold_what_goes_back(world):
    world.decide(approving("a0"))
    world.decide(approving("b0"))
    first = frozen(world, "v1", ["a0"])
    frozen(world, "v2", ["b0"])
    listed = world.superseding.source(world.owner, world.project, world.old, world.new)
    world.work()
    concerned = world.superseding.versions(world.owner, world.project, listed.id)
    assert [version.name for version in concerned] == ["v1"]
    world.go(listed, runs=["r1"])
    with world.database.reading() as tx:
        (event,) = events_of(tx, "version", first)
        assert (event.action, event.hashes) == ("version.superseded", ("hash of v1",))
        assert [event.action for event in events_of(tx, "run", "r1")] == ["run.superseded"]
    assert [version.name for version in world.superseding.versions(world.owner, world.project, listed.id)] == ["v1"]


def test_a_changed_section_puts_back_what_was_decided_by_its_earlier_text_and_nothing_else(world):
    world.decide(replace(approving("a0"), section="doses"))
    world.decide(replace(rejecting("a1"), section="doses"))
    world.decide(replace(approving("a2"), section="tone"))
    assert world.superseding.guidelines(world.owner, world.project).outdated == ()
    world.describe(GUIDELINES.replace("milligrams", "micrograms"))
    world.decide(replace(approving("b0"), section="doses"))
    found = world.superseding.guidelines(world.owner, world.project)
    assert [(one.id, one.title, one.samples) for one in found.outdated] == [("doses", "Doses", 2)]
    act_id = world.go(world.superseding.section(world.owner, world.project, "doses"))
    assert world.fates(act_id) == {Fate.DONE: 2, Fate.SAME: 1}
    assert world.stand() == ["waiting", "waiting", "approved", "approved"]
    back = world.back("a0")
    assert (back.because.why, back.because.number, back.section) == (Why.GUIDELINE, found.number, "Doses")
    assert back_words(back).startswith("The guidelines have changed since it was decided on: Doses.")
    assert world.superseding.guidelines(world.owner, world.project).outdated == ()
    world.bulk.undo(world.owner, world.project, act_id)
    world.work()
    assert world.stand() == ["approved", "rejected", "approved", "approved"]


def test_a_section_that_is_gone_is_told_by_its_name(world):
    world.decide(replace(approving("a0"), section="doses"))
    world.describe("# Tone\nBe plain.")
    (section,) = world.superseding.guidelines(world.owner, world.project).outdated
    assert (section.id, section.title, section.samples) == ("doses", "", 1)
    world.go(world.superseding.section(world.owner, world.project, "doses"))
    assert world.stand()[0] == "waiting"
    assert "doses" in back_words(world.back("a0"))


def test_what_stands_before_any_heading_is_told_as_the_beginning(world):
    world.describe("In milligrams.")
    world.decide(replace(approving("a0"), section="(start)"))
    world.describe("In micrograms.")
    (section,) = world.superseding.guidelines(world.owner, world.project).outdated
    assert (section.id, section.title) == ("(start)", "Beginning")
    world.go(world.superseding.section(world.owner, world.project, "(start)"))
    assert "decided on: Beginning." in back_words(world.back("a0"))


def test_a_section_by_whose_earlier_text_nothing_was_decided_is_refused(world):
    with pytest.raises(InputError):
        world.superseding.section(world.owner, world.project, "doses")
    with pytest.raises(PermissionRefusedError):
        world.superseding.guidelines(world.ada, world.project)


def test_every_text_of_the_guidelines_has_a_number(world):
    with world.database.reading() as tx:
        number, _ = guideline_number(tx, world.project.id)
    world.describe(GUIDELINES)
    world.describe("# Doses\nOther.")
    with world.database.reading() as tx:
        assert guideline_number(tx, world.project.id) == (number + 1, world.clock())
    assert sections_of(world.project.guidelines)[0].id == "doses"
