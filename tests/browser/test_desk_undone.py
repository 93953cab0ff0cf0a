"""What is taken back at the desk is there again: a decision with all that went with it."""

from playwright.sync_api import expect

from curation.domain.identity import new_id
from curation.domain.people import PersonRole
from curation.domain.rubric import Criterion, Rubric
from curation.domain.talk import NewFlag
from tests.browser.desk import DeskPage
from tests.builders import a_person


def test_a_correction_that_is_taken_back_after_a_reload_has_its_ratings_comment_and_section(world):
    world.workbench.rubric_rules.choose(world.owner, world.project, Rubric((Criterion("tone", "Tone", required=True),)))
    world.waiting([("First?", "One."), ("Second?", "Two.")])
    desk = world.desk()
    desk.painted("First?")
    desk.press("g")
    desk.press("4")
    desk.field("comment").fill("See page 4.")
    desk.desk.get_by_label("Guidelines section").last.fill("to")
    desk.press("Enter")
    desk.act("edit").click()
    desk.field("answer").fill("One and a half.")
    desk.press("Control+Enter")
    desk.painted("Second?")
    world.until_decided(desk.page, 1)
    desk.page.reload()
    desk.painted("Second?")
    desk.press("u")
    expect(desk.field("answer")).to_have_value("One and a half.")
    expect(desk.field("comment")).to_have_value("See page 4.")
    expect(desk.desk.locator("[data-criterion=tone][value='4']")).to_be_checked()
    expect(desk.desk.locator(".sections .guide").last).to_contain_text("Be plain.")
    desk.painted("")
    desk.press("Control+Enter")
    desk.painted("Second?")
    world.until_decided(desk.page, 3)
    assert [verdict for _, verdict, _ in world.decisions()] == ["approve", "undo", "approve"]


def test_a_flag_that_may_not_be_taken_off_is_there_again_with_the_sentence_and_holds_nothing_up(world):
    [first] = world.waiting([("First?", "One.")])
    flags, projects = world.workbench.flagging, world.workbench.projects
    eve = a_person(world.workbench, world.project, "Eve Engineer", PersonRole.ENGINEER)
    flags.flag(eve, world.project, NewFlag(new_id(), first, 1, "source", ""))
    projects.set_roles(world.owner, world.project, world.ada.id, [PersonRole.EXPERT, PersonRole.LEAD])
    desk = DeskPage(world.open_page(world.server.address, "/my_work", person=world.ada.id))
    desk.painted("First?")
    expect(desk.desk.locator(".flag button")).to_have_count(1)
    projects.set_roles(world.owner, world.project, world.ada.id, [PersonRole.EXPERT])
    desk.desk.locator(".flag button").click()
    desk.says("This flag is somebody else's")
    expect(desk.desk.locator(".flag")).to_contain_text("The source is doubtful")
    desk.desk.focus()
    desk.press("a")
    assert world.until_decided(desk.page, 1) == [(first, "approve", 1)]
    [kept] = flags.of(world.owner, world.project, [first])[first]
    assert kept.ended_at is None
