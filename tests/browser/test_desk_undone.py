"""What is taken back at the desk is there again: a decision with all that went with it."""

from playwright.sync_api import expect

from curation.domain.rubric import Criterion, Rubric


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
