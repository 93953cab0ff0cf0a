from pathlib import Path

import pytest

from curation.domain.findings import DuplicateKind
from curation.domain.samples import SampleStatus
from curation.domain.sources import SourceState
from curation.errors import JobCancelledError, StorageError
from curation.services import screening
from curation.services.import_plan import Wishes
from curation.store import duplicates, findings, sources
from curation.store.events import broken_lines, events_of
from curation.store.sample_pages import Filter
from tests.curation.importing.screening_world import World, a_corpus, a_world, lines_of

PERSONAL = (
    "My name is Anna Bauer and my mail is anna.bauer@example.com. How long does the plaster stay on my wrist?",
    "Write to anna.bauer@example.com: the plaster stays on for about six weeks, then the doctor looks at it.",
)
PLAIN = (
    "What does a stent do inside a narrowed artery of the heart?",
    "It holds the narrowed artery open, so that enough blood reaches the heart muscle again.",
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return a_world(tmp_path)


def test_screening_opens_redacted_samples_and_the_source(world: World) -> None:
    done = world.take_in(lines_of(PERSONAL, PLAIN), "Anna Bauer.jsonl")
    source, _ = world.workbench.importing.source(world.owner, world.project, done.source.id)
    assert source.state is SourceState.OPEN
    assert {line.sample.status for line in world.lines()} == {SampleStatus.WAITING}
    asked = world.asking("plaster")
    with world.workbench.database.reading() as tx:
        spans = findings.spans_of(tx, asked.id, 1)
        assert [event.action for event in events_of(tx, "source", source.id)] == ["source.imported", "source.screened"]
        assert not list(broken_lines(tx))
    assert {span.entity_type for span in spans} >= {"EMAIL_ADDRESS", "PERSON"}
    [line] = [line for line in world.lines() if line.sample.id == asked.id]
    for span in spans:
        said = line.question if span.place.part.value == "question" else line.answer
        assert said[span.place.start : span.place.end] == span.placeholder


def test_no_raw_value_reaches_the_disk_unsealed(world: World) -> None:
    world.take_in(lines_of(PERSONAL, PLAIN), "for anna.bauer@example.com.jsonl")
    written = world.disk()
    assert b"anna.bauer@example.com" not in written
    assert b"Anna Bauer" not in written
    assert b"plaster" in written


def test_a_replaced_value_is_kept_once_sealed(world: World) -> None:
    world.take_in(lines_of(PERSONAL, PLAIN), "a.jsonl")
    with world.workbench.database.reading() as tx:
        kept = findings.sealed_values(tx, world.project.id)
    opened = [world.workbench.seal.open(sealed) for _, sealed in kept if sealed is not None]
    assert opened.count("anna.bauer@example.com") == 1


def test_a_file_name_is_shown_once_it_is_screened(world: World) -> None:
    done = world.take_in(lines_of(PLAIN), "answers_for_anna.bauer@example.com.jsonl")
    source, _ = world.workbench.importing.source(world.owner, world.project, done.source.id)
    assert source.name.startswith("answers_for")
    assert "anna.bauer" not in source.name


def test_screening_again_adds_nothing(world: World) -> None:
    done = world.take_in(lines_of(PERSONAL, PLAIN), "a.jsonl")
    before = [(head.id, head.conversation) for head in world.heads()]
    assert done.job is not None
    world.screen(done.job)
    assert [(head.id, head.conversation) for head in world.heads()] == before


def test_a_screening_stopped_at_any_batch_ends_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "BATCH", 3)
    pairs = [*a_corpus(20), PERSONAL, PLAIN, PLAIN]
    whole = a_world(tmp_path / "whole")
    whole.take_in(lines_of(*pairs), "a.jsonl")
    torn = a_world(tmp_path / "torn")
    done = torn.workbench.importing.import_file(torn.owner, torn.project, lines_of(*pairs), "a.jsonl", Wishes())
    assert done.job is not None
    for report in (1, 2, 1, 3):
        with pytest.raises(JobCancelledError):
            torn.screen(done.job, cancel_at=report)
    assert 0 < len(torn.heads()) < len(pairs)
    torn.screen(done.job)
    assert told(torn) == told(whole)


def told(world: World) -> list[tuple[str, str, str, int, float]]:
    return sorted(
        (line.question, line.answer, line.sample.status.value, line.findings, line.attention) for line in world.lines()
    )


def test_exact_copies_are_set_aside_after_the_one_that_is_kept(world: World) -> None:
    other = (PLAIN[0].upper(), "  ".join(PLAIN[1].split()))
    world.take_in(lines_of(PLAIN, PERSONAL), "a.jsonl")
    first = world.asking("stent")
    world.take_in(lines_of(other, *a_corpus(3)), "b.jsonl")
    [aside] = world.lines(Filter(status=SampleStatus.SET_ASIDE))
    assert aside.sample.id != first.id
    with world.workbench.database.reading() as tx:
        [finding] = [f for f in findings.findings_of(tx, aside.sample.id, 1) if f.check == "exact_copy"]
        [pair] = duplicates.pairs_of(tx, world.project.id, aside.sample.id)
        group = duplicates.group(tx, world.project.id, aside.sample.group_id or "")
    assert first.id[:8] in finding.message
    assert (pair.kind, pair.jaccard) == (DuplicateKind.EXACT, 1.0)
    assert group is not None
    assert set(group.members) == {first.id, aside.sample.id}


def test_texts_that_differ_in_signs_alone_are_alike_but_both_wait(world: World) -> None:
    rest = "is the limit above which a patient with this condition has to be seen by a doctor on the same day"
    world.take_in(
        lines_of(("What counts?", f"A value < 140 {rest}."), ("What counts?", f"A value > 140 {rest}.")), "a.jsonl"
    )
    assert {line.sample.status for line in world.lines()} == {SampleStatus.WAITING}
    assert all(line.attention > 0 for line in world.lines())


def test_a_contradiction_is_what_needs_eyes_first(world: World) -> None:
    question = "How many days before the hearing does the statement of defence have to reach the court?"
    world.take_in(
        lines_of(
            *a_corpus(5),
            (question, "It has to reach the court fourteen days before the hearing at the latest."),
            (question, "There is no such deadline; it can be handed over in the hearing itself."),
        ),
        "a.jsonl",
    )
    first, second, *rest = world.lines()
    assert first.question == second.question == question
    assert first.attention == second.attention > max(line.attention for line in rest)


def test_a_source_whose_bytes_are_gone_fails_with_a_sentence_and_can_be_tried_again(world: World) -> None:
    data = lines_of(PLAIN)
    done = world.workbench.importing.import_file(world.owner, world.project, data, "a.jsonl", Wishes())
    sealed = world.workbench.settings.sources / f"{done.source.bytes_hash}.sealed"
    kept = sealed.read_bytes()
    sealed.unlink()
    assert done.job is not None
    with pytest.raises(StorageError, match="cannot be read"):
        world.screen(done.job)
    assert world.workbench.importing.source(world.owner, world.project, done.source.id)[0].state is SourceState.FAILED
    sealed.write_bytes(kept)
    again = world.workbench.importing.import_file(world.owner, world.project, data, "a.jsonl", Wishes())
    assert not again.new
    assert again.job is not None
    world.screen(again.job)
    assert len(world.heads()) == 1


def test_pages_are_narrowed_by_status_source_and_check(world: World) -> None:
    first = world.take_in(lines_of(PLAIN, ("?", "Yes.")), "a.jsonl")
    world.take_in(lines_of(PERSONAL), "b.jsonl")
    with world.workbench.database.reading() as tx:
        checks = findings.counts_by_check(tx, world.project.id)
        assert sources.sources(tx, world.project.id)[0].id != first.source.id
    assert len(world.lines(Filter(source_id=first.source.id))) == 2
    [check, *_] = checks
    assert len(world.lines(Filter(check=check))) == checks[check]
    lines, total = world.workbench.importing.samples(world.owner, world.project, Filter(), (1, 1))
    assert (len(lines), total) == (1, 3)


def test_a_question_asked_many_times_does_not_make_a_pair_of_every_two(world: World) -> None:
    answers = [answer for _, answer in a_corpus(150)]
    world.take_in(lines_of(*(("What should a patient do now?", answer) for answer in answers)), "a.jsonl")
    with world.workbench.database.reading() as tx:
        pairs = duplicates.all_pairs(tx, world.project.id)
    assert {pair.kind for pair in pairs} == {DuplicateKind.CONFLICT}
    assert len(pairs) == len(answers) - 1
