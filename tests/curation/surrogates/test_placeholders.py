"""Whatever operator made a placeholder: it is known as one, and another one of the same type means the same."""

import pytest

from curation.domain.desk import Act
from curation.domain.findings import Part, Place
from curation.domain.identity import new_id
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus, question_and_answer
from curation.errors import InputError
from curation.pii.meaning import meaning_of
from curation.pii.placeholders import SHOWN
from curation.services.privacy_apply import ApplyPrivacy
from curation.services.privacy_marks import Mark
from tests.curation.importing.screening_world import World, a_world, lines_of
from workbench.components.redacted import pieces

MASKED = "*** **"
QUESTION = "May I write to anna.bauer@example.com about zorbak, who broke a wrist?"


@pytest.mark.parametrize("shown", ["<PERSON_12>", "<US_SSN:0123456789ab>", "<REMOVED>"])
def test_a_placeholder_is_shown_as_one(shown: str) -> None:
    assert pieces(f"a {shown} b") == [[False, "a "], [True, shown], [False, " b"]]
    assert SHOWN.fullmatch(shown)


@pytest.mark.parametrize("shown", ["<REMOVE>", "<person_1>", "<PERSON:0123>", "a < b_1 > c", "**bold**"])
def test_what_is_none_is_not(shown: str) -> None:
    assert pieces(shown) == [[False, shown]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<PERSON_1>", "<PERSON_2>"),
        ("<PERSON_1>", "<PERSON:0123456789ab>"),
        ("<PERSON:0123456789ab>", "<PERSON:ba9876543210>"),
        ("<PERSON_1>", "Rosa Lind"),
        ("Rosa Lind", "Karl Amber"),
        ("Rosa Lind", MASKED),
        ("<REMOVED>", MASKED),
    ],
)
def test_texts_that_differ_by_a_placeholder_mean_the_same(one: str, other: str) -> None:
    named = dict.fromkeys(("Rosa Lind", "Karl Amber", MASKED, "<REMOVED>"), "PERSON")
    texts = [question_and_answer(f"Is {said} well?", f"{said} is.") for said in (one, other)]
    assert meaning_of(texts[0], named) == meaning_of(texts[1], named)


@pytest.mark.parametrize("other", ["<PLACE_1>", "Rosa Lindqvist", "nobody", "<PLACE:0123456789ab>"])
def test_texts_that_differ_by_more_do_not(other: str) -> None:
    named = {"Rosa Lind": "PERSON"}
    texts = [question_and_answer(f"Is {said} well?", "Yes.") for said in ("Rosa Lind", other)]
    assert meaning_of(texts[0], named) != meaning_of(texts[1], named)


def operating(tmp_path, operator: str) -> World:
    world = a_world(tmp_path)
    world.workbench.projects.set_policy(world.owner, world.project, "pii", {"operators": {"*": operator}})
    world.take_in(lines_of((QUESTION, "Yes, write to anna.bauer@example.com today.")), "a.jsonl")
    return world


@pytest.mark.parametrize(
    ("operator", "stands"),
    [("hash", r"<PERSON:[0-9a-f]{12}>"), ("mask", r"\*{6}"), ("remove", "<REMOVED>"), ("surrogate", "<PERSON_1>")],
)
def test_a_mark_hides_as_the_policy_says_and_an_approval_stays(tmp_path, operator: str, stands: str) -> None:
    world = operating(tmp_path, operator)
    [line] = world.lines()
    world.workbench.reviewing.next_items(world.owner, world.project, 1)
    world.workbench.reviewing.decide(world.owner, world.project, Act(new_id(), line.sample.id, 1, Verdict.APPROVE))
    mark = Mark(new_id(), line.sample.id, 1, "PERSON", value="zorbak")
    world.workbench.marking.mark(world.owner, world.project, mark)
    [after] = world.lines()
    assert "zorbak" not in after.question
    import re

    assert re.search(rf"about {stands}, who broke", after.question)
    assert after.sample.status is SampleStatus.APPROVED
    applying = ApplyPrivacy(world.workbench.database, world.workbench.seal)
    with world.workbench.database.reading() as tx:
        from curation.store.privacy import privacy_decisions

        made = privacy_decisions(tx, world.project.id)
    assert not applying.converge(world.project, line.sample.id, applying.asked(made), world.owner.id)


def test_a_placeholder_cannot_be_marked(tmp_path) -> None:
    world = operating(tmp_path, "hash")
    [line] = world.lines()
    start = line.question.index("<EMAIL_ADDRESS:")
    place = Place(Part.QUESTION, 0, start, line.question.index(">") + 1)
    with pytest.raises(InputError, match="placeholder"):
        world.workbench.marking.mark(
            world.owner, world.project, Mark(new_id(), line.sample.id, 1, "PERSON", place=place)
        )


def test_a_corrected_text_keeps_its_values_for_the_privacy_reviewer(tmp_path) -> None:
    world = operating(tmp_path, "tag")
    [line] = world.lines()
    act = Act(new_id(), line.sample.id, 1, Verdict.APPROVE)
    world.workbench.reviewing.correct(world.owner, world.project, act, line.question, "Yes, <EMAIL_ADDRESS_1>, soon.")
    world.revisions.screen(world.project, line.sample.id, 2, world.owner.id)
    from curation.domain.privacy import PrivacyAction
    from curation.services.privacy import Said, ValueFilter

    privacy = world.workbench.privacy
    page = privacy.values(world.owner, world.project, ValueFilter(entity_type="EMAIL_ADDRESS"), 0, 10)
    assert [group.occurrences for group in page.groups] == [2]
    made = privacy.decide(world.owner, world.project, page.groups[0].key, Said(PrivacyAction.NOT_PERSONAL))
    applying = ApplyPrivacy(world.workbench.database, world.workbench.seal)
    applying.converge(world.project, line.sample.id, applying.asked([made]), world.owner.id)
    [after] = world.lines()
    assert after.answer == "Yes, anna.bauer@example.com, soon."
