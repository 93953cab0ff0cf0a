"""Two reviewers disagree: the lead sees both sides beside the source, and settles it by keyboard."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from curation.domain.identity import new_id
from curation.domain.people import PersonRole
from curation.domain.samples import Conversation, Message, Origin, Role
from curation.domain.talk import NewComment, NewFlag
from curation.store.reviews import decisions_of
from curation.store.samples import NewSample, add_samples, sample
from curation.store.screened import Screened, add_first_revisions
from curation.store.threads import open_body
from tests.browser.desk import DeskPage
from tests.browser.waiting import until
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import approving, rejecting, screen

BASE = Conversation(
    (
        Message(Role.USER, "How long does a patient fast before a planned anaesthesia?"),
        Message(Role.ASSISTANT, "No solid food for eight hours before it."),
    ),
    ("The fasting guideline: no solid food for six hours, clear fluids until two hours before.",),
)
ADA = BASE.answering(BASE.question, "No solid food for six hours before it.")
BEN = BASE.answering(BASE.question, "No solid food for six hours before it; <b>clear</b> fluids until two hours.")
WHY = "The guideline says six hours."


@pytest.fixture
def world(world):
    """Two disputed samples: two corrections that differ, and an approval against a rejection."""
    workbench, project = world.workbench, world.project
    world.workbench.projects.set_policy(world.owner, project, "review", {"slots": 2})
    world.workbench.projects.set_preference(world.owner.id, "project", project.slug)
    world.ben = world.another("Dr. Ben Okoro")
    world.ids = [f"{project.id}-{i:03}" for i in range(2)]
    at = workbench.reviewing.clock()
    with workbench.database.transaction() as tx:
        new = [NewSample(s, None, "a.jsonl", i, Origin.COLLECTED, "en", 2.0 - i) for i, s in enumerate(world.ids)]
        add_samples(tx, project.id, new, at)
        add_first_revisions(tx, [Screened(s, BASE, BASE.hash) for s in world.ids], at)
    first, second = world.ids
    for person, text in ((world.ada, ADA), (world.ben, BEN)):
        act = replace(approving(first), comment=WHY)
        workbench.reviewing.correct(person, project, act, text.question, text.answer)
        with workbench.database.reading() as tx:
            number = decisions_of(tx, [first])[first][-1].revision
        screen(workbench.reviewing, project, first, number, text)
    workbench.reviewing.decide(world.ada, project, approving(second))
    workbench.reviewing.decide(world.ben, project, rejecting(second))
    return world


def said_by(world, person, i, words, thread=None) -> str:
    """A comment of somebody's, screened; the id of its thread."""
    comment = NewComment(new_id(), world.ids[i], 1, words, thread)
    found = world.workbench.talking.say(person, world.project, comment)
    with world.workbench.database.transaction() as tx:
        open_body(tx, comment.id, words)
    return found


def opened(world, **more) -> Page:
    page = world.open_page(world.server.address, f"/disagreements?project={world.project.slug}", world.owner.id, **more)
    expect(card(page)).to_have_attribute("aria-busy", "false")
    return page


def card(page: Page):
    return page.locator("section.disagreements")


def status(world, i=0):
    with world.workbench.database.reading() as tx:
        found = sample(tx, world.project.id, world.ids[i])
    return found.status.value, found.head


def test_both_sides_stand_beside_the_source_with_what_differs_and_no_name(world):
    page = opened(world)
    expect(card(page).locator(".side")).to_have_count(2)
    expect(card(page).locator(".passage")).to_contain_text("The fasting guideline")
    expect(card(page).locator(".side").first.locator("ins")).to_have_text("six")
    expect(card(page).locator(".side").nth(1)).to_contain_text("<b>clear</b> fluids")
    assert "Okoro" not in card(page).inner_text()
    assert "Frost" not in card(page).inner_text()


def test_what_was_said_beside_the_decisions_stands_under_the_letters_of_the_sides(world):
    said_by(world, world.ben, 0, "The newer guideline <i>differs</i>.")
    said_by(world, a_person(world.workbench, world.project, "Eve Engineer", PersonRole.ENGINEER), 0, "Page 4.")
    flag = NewFlag(new_id(), world.ids[0], 1, "source", "")
    world.workbench.flagging.flag(world.ada, world.project, flag)
    page = opened(world)
    expect(card(page)).to_contain_text("Flag: The source is doubtful")
    threads = card(page).locator(".thread")
    expect(threads).to_have_text(["Reviewer B newThe newer guideline <i>differs</i>.", "Eve Engineer newPage 4."])
    assert "Okoro" not in card(page).inner_text()
    page.keyboard.press("ArrowDown")
    expect(card(page).locator(".side").nth(1)).to_contain_text("Rejects it: Wrong")
    expect(threads).to_have_count(0)


def test_comments_that_are_read_beside_a_disagreement_are_new_no_more(world):
    thread = said_by(world, world.owner, 0, "Which guideline?")
    said_by(world, world.ada, 0, "That of 2024.", thread)
    said_by(world, world.ada, 1, "Further down.", said_by(world, world.owner, 1, "Where?"))

    def new():
        return [one.sample_id for one in world.workbench.talking.unread(world.owner, world.project)]

    assert sorted(new()) == sorted(world.ids)
    page = opened(world)
    expect(card(page).locator(".thread")).to_have_text("YouWhich guideline?Reviewer A newThat of 2024.")
    card(page).locator(".thread .words").last.scroll_into_view_if_needed()
    until(page, lambda: new() == [world.ids[1]])
    page.reload()
    expect(card(page).locator(".thread")).to_have_text("YouWhich guideline?Reviewer AThat of 2024.")


def test_one_side_is_chosen_by_keyboard_and_the_ruling_taken_back(world):
    page = opened(world)
    page.keyboard.press("2")
    expect(card(page).locator(".side").nth(1)).to_have_attribute("aria-checked", "true")
    page.keyboard.press("k")
    expect(card(page).locator(".notice")).to_have_text("Settled.")
    assert status(world) == ("approved", 3)
    page.keyboard.press("u")
    expect(card(page).locator(".notice")).to_contain_text("taken back")
    assert status(world) == ("disputed", 1)


def test_a_text_is_merged_by_hand_and_kept_while_it_is_typed(world):
    page = opened(world)
    page.keyboard.press("m")
    area = card(page).get_by_label("Answer")
    area.press("End")
    area.press_sequentially(" Clear fluids until two.")
    assert until(page, lambda: any("Clear fluids until two." in draft for draft in world.drafts(world.owner)))
    area.press("Control+Enter")
    expect(card(page).locator(".notice")).to_contain_text("Written.")
    assert status(world)[0] == "screening"


def test_a_question_sends_it_back_to_the_desks(world):
    page = opened(world)
    page.keyboard.press("ArrowDown")
    expect(card(page).locator(".side").nth(1)).to_contain_text("Rejects it: Wrong")
    page.keyboard.press("b")
    card(page).get_by_label("What are the reviewers to answer?").press_sequentially("Which guideline?")
    page.keyboard.press("Control+Enter")
    expect(card(page).locator(".notice")).to_have_text("Sent back with your question.")
    assert status(world, 1)[0] == "waiting"
    world.workbench.projects.set_preference(world.ben.id, "desk.practice", "done")
    desk = world.desk(world.ben)
    desk.shows("Sent back with a question.")


def test_a_rejection_of_both_asks_for_the_reason_by_digit(world):
    page = opened(world)
    page.keyboard.press("x")
    page.keyboard.press("3")
    expect(card(page).locator(".notice")).to_have_text("Settled.")
    assert status(world)[0] == "rejected"


def test_whoever_may_not_settle_finds_no_way_here(world):
    desk = world.desk()
    expect(desk.page.get_by_text("to settle")).to_have_count(0)
    page = world.open_page(world.server.address, "/disagreements", world.ada.id)
    expect(page.locator("section.disagreements")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_reads_well_on_a_phone(world, scheme):
    page = opened(world, width=390, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    card(page).locator("[data-act=settle]").click()
    expect(card(page).locator(".notice")).to_have_text("Settled.")


def test_the_way_here_is_on_the_lead_s_desk(world):
    world.workbench.projects.set_preference(world.owner.id, "desk.practice", "done")
    page = world.open_page(world.server.address, f"/my_work?project={world.project.slug}", world.owner.id)
    DeskPage(page)
    page.get_by_role("link", name="2 samples to settle").click()
    expect(card(page).locator(".value")).to_have_count(2)
