"""A person who asks for it is gone: from every text, sealed value, source, draft and free page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.desk import Act, Draft
from curation.domain.identity import new_id
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.errors import InputError
from curation.pii.erasure import ERASED, erasure_of, moved
from curation.services.erasing import Erasing
from curation.services.sealed_files import SealedFiles
from curation.services.verifying import Verifying
from curation.store.events import events_of
from curation.store.findings import spans_of
from curation.store.samples import sample
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of

NAME = "zorbak quillfeather"
MAIL = "zorbak@example.org"
QUESTION = f"How long did {NAME} wear the splint? Ask {MAIL} or ann@example.org."
ANSWER = "It was worn for six weeks, and ann@example.org wrote so."


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = a_world(tmp_path)
    found.take_in(lines_of((QUESTION, ANSWER), ("What is a cast made of?", "Of plaster or glass fibre.")), "a.jsonl")
    return found


def erasing(world: World) -> Erasing:
    workbench = world.workbench
    return Erasing(workbench.database, workbench.seal, SealedFiles(workbench.settings.sources, workbench.seal))


def problems(world: World) -> list[str]:
    workbench = world.workbench
    files = SealedFiles(workbench.settings.sources, workbench.seal)
    looked = Verifying(workbench.database, files, workbench.settings.home).look()
    return [problem for one in looked for problem in one.problems]


def test_what_the_engine_missed_goes_from_texts_database_file_and_sources(world: World) -> None:
    assert NAME.encode() in world.disk()
    done = erasing(world).erase(world.owner.id, [NAME])
    assert (done.samples, done.revisions, done.sources) == (1, 1, 1)
    world.workbench.database.close()
    assert NAME.encode() not in world.disk()
    assert NAME.split()[1].encode() not in world.disk()
    assert ERASED in world.lines()[0].question + world.lines()[1].question
    assert problems(world) == []


def test_a_new_revision_holds_the_erased_text_and_an_approval_stays(world: World) -> None:
    waiting = world.asking("splint")
    items = world.workbench.reviewing.next_items(world.owner, world.project, 2)
    [item] = [one for one in items if one.sample_id == waiting.id]
    world.workbench.reviewing.decide(world.owner, world.project, Act(new_id(), waiting.id, 1, Verdict.APPROVE))
    erasing(world).erase(world.owner.id, [NAME])
    after = world.asking("splint")
    assert (after.head, after.status) == (2, SampleStatus.APPROVED)
    assert item.revision.number == 1
    with world.workbench.database.reading() as tx:
        [event] = events_of(tx, "sample", after.id)[-1:]
        assert event.action == "sample.erased"
        assert sample(tx, world.project.id, after.id).head == 2


def test_places_of_other_personal_data_stay_right(world: World) -> None:
    erasing(world).erase(world.owner.id, [NAME])
    found = world.asking("splint")
    [line] = [one for one in world.lines() if one.sample.id == found.id]
    with world.workbench.database.reading() as tx:
        spans = spans_of(tx, found.id, found.head)
    texts = {"question": line.question, "answer": line.answer}
    assert len(spans) >= 3
    for span in spans:
        assert texts[span.place.part.value][span.place.start : span.place.end] == span.placeholder


def test_a_sealed_value_goes_with_its_hash(world: World) -> None:
    done = erasing(world).erase(world.owner.id, [MAIL])
    assert (done.samples, done.values, done.revisions) == (1, 1, 0)
    assert erasing(world).look(world.owner.id, [MAIL]).nothing
    assert not erasing(world).look(world.owner.id, ["ann@example.org"]).nothing


def test_drafts_and_comments_lose_it_too(world: World) -> None:
    desk, project = world.workbench.reviewing, world.project
    [item] = desk.next_items(world.owner, project, 1)
    moment = world.workbench.queue.clock()
    desk.save_draft(world.owner, project, Draft(item.sample_id, 1, f"Did {NAME} say so?", "x", NAME.upper(), moment))
    erasing(world).erase(world.owner.id, [NAME])
    [again] = [one for one in desk.next_items(world.owner, project, 2) if one.sample_id == item.sample_id]
    assert again.draft is not None
    assert again.draft.question == f"Did {ERASED} say so?"
    assert again.draft.comment == ERASED


def test_looking_changes_nothing_and_erasing_twice_finds_nothing(world: World) -> None:
    before = world.heads()
    found = erasing(world).look(world.owner.id, [NAME, MAIL])
    assert (found.samples, found.revisions, found.values, found.sources) == (1, 1, 1, 1)
    assert world.heads() == before
    erasing(world).erase(world.owner.id, [NAME, MAIL])
    assert erasing(world).look(world.owner.id, [NAME, MAIL]).nothing


def test_the_same_file_again_does_not_bring_it_back(world: World) -> None:
    erasing(world).erase(world.owner.id, [NAME])
    data = lines_of((QUESTION, ANSWER), ("What is a cast made of?", "Of plaster or glass fibre."))
    again = world.workbench.importing.import_file(world.owner, world.project, data, "a.jsonl", _wishes())
    assert not again.new
    assert NAME.encode() not in world.disk()
    assert not list(world.workbench.settings.sources.glob(f"{again.source.bytes_hash}*"))


def _wishes():
    from curation.services.import_plan import Wishes

    return Wishes()


@pytest.mark.parametrize("value", ["", "  ", "Ann", "a b"])
def test_a_value_that_would_take_other_words_is_refused(world: World, value: str) -> None:
    with pytest.raises(InputError, match="at least 4 characters"):
        erasing(world).erase(world.owner.id, [value])


def test_words_are_whole_and_blanks_and_case_do_not_matter() -> None:
    erasure = erasure_of(["Anna Bauer"])
    assert erasure.out_of("ANNA\n bauer, Anna Bauerfeind") == f"{ERASED}, Anna Bauerfeind"
    assert erasure.out_of_json({"Anna Bauer": ["x", 1, {"a": "Anna Bauer"}]}) == {ERASED: ["x", 1, {"a": ERASED}]}


@given(st.lists(st.sampled_from(["Anna Bauer", "<EMAIL_ADDRESS_1>", "so", "é😀", " "]), max_size=12))
def test_marks_point_at_the_same_words_after_erasing(pieces: list[str]) -> None:
    said = " ".join(pieces)
    erasure = erasure_of(["Anna Bauer"])
    after, cuts = erasure.out_of(said), erasure.cuts(said)
    at = 0
    while (start := said.find("<EMAIL_ADDRESS_1>", at)) >= 0:
        at = start + len("<EMAIL_ADDRESS_1>")
        place = moved(start, at, cuts)
        assert place is not None
        assert after[slice(*place)] == "<EMAIL_ADDRESS_1>"
    for cut in cuts:
        assert moved(cut.start, cut.end, cuts) is None


def test_killing_screening_and_erasing_meet_in_one_sentence(world: World) -> None:
    data = lines_of((f"Is {NAME} here?", "Yes, she is here."))
    done = world.workbench.importing.import_file(world.owner, world.project, data, "b.jsonl", _wishes())
    with pytest.raises(Exception, match="being screened"):
        erasing(world).erase(world.owner.id, [NAME])
    assert done.job is not None
    world.stage.run(done.job, ListReporter())
    assert erasing(world).erase(world.owner.id, [NAME]).sources == 2
