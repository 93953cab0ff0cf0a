"""What people say to each other at the desk, by keyboard: sections with reasons, flags, threads beside the card."""

from playwright.sync_api import expect

from curation.domain.people import PersonRole
from curation.domain.reason_policy import FlagReason, ReasonPolicy
from curation.domain.reviews import RejectReason
from curation.store.reviews import decisions_of
from curation.store.tables_talk import CommentRow
from curation.store.threads import open_body
from tests.browser.conftest import settled
from tests.browser.waiting import until
from tests.builders import a_person

HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script> **no** \u202eback"


def screened(world):
    """What the worker does, for a comment without personal data."""
    with world.workbench.database.transaction() as tx:
        row = tx.query(CommentRow).where(CommentRow.author_id == world.ada.id).one()
        open_body(tx, row.id, world.workbench.seal.open(row.body_sealed))


def test_a_rejection_is_made_with_the_section_that_is_read_right_there(world):
    ids = world.waiting([("First?", "One."), ("Second?", "Two."), ("Third?", "Three.")])
    world.workbench.reason_rules.choose(
        world.owner, world.project, ReasonPolicy((FlagReason("odd", "Odd <b>"),), {RejectReason.WRONG: ("tone",)})
    )
    desk = world.desk()
    desk.painted("First?")
    desk.press("x")
    desk.press("1")
    expect(desk.desk.locator(".sheet")).to_contain_text("Name the source.")
    desk.press("Enter")
    desk.painted("Second?")
    desk.press("x")
    desk.desk.get_by_label("Guidelines section").last.focus()
    desk.type("to")
    desk.press("Enter")
    expect(desk.desk.locator(".sheet .guide")).to_contain_text("Be plain.")
    desk.desk.locator("[data-reason=unclear]").click()
    desk.painted("Third?")
    world.until_decided(desk.page, 2)
    with world.workbench.database.reading() as tx:
        said = [(one.reason.value, one.section) for made in decisions_of(tx, ids).values() for one in made]
    assert sorted(said) == [("unclear", "tone"), ("wrong", "tone")]


def test_a_sample_is_flagged_and_unflagged_by_key_without_deciding(world):
    [first] = world.waiting([("First?", "One.")])
    flags = world.workbench.flagging
    desk = world.desk()
    desk.painted("First?")

    def labels():
        return [one.label for one in flags.of(world.ada, world.project, [first])[first] if one.ended_at is None]

    def now(wanted):
        until(desk.page, lambda: labels() == wanted)
        assert labels() == wanted

    desk.press("l")
    desk.page.get_by_label("A note").fill(HOSTILE)
    desk.desk.locator("[data-flag=uncovered]").click()
    expect(desk.desk.locator(".flag")).to_contain_text("The guidelines do not cover this <img src=x")
    now(["The guidelines do not cover this"])
    desk.press("u")
    expect(desk.desk.locator(".flag")).to_have_count(0)
    now([])
    desk.press("l")
    desk.press("1")
    now(["The source is doubtful"])
    assert world.decisions() == []
    assert desk.page.evaluate("window.hacked") is None


def test_comments_are_typed_beside_a_correction_kept_over_a_reload_and_read_by_others_once_screened(world):
    [first] = world.waiting([("First?", "One is enough.")])
    eve = a_person(world.workbench, world.project, "Eve Engineer", PersonRole.ENGINEER)
    desk = world.desk()
    desk.painted("First?")
    desk.press("e")
    desk.field("answer").fill("One is plenty.")
    desk.press("Alt+c")
    composer = desk.page.get_by_label("New comment")
    expect(composer).to_be_focused()
    desk.type(f"Enough? {HOSTILE} @eve")
    expect(desk.desk.get_by_role("button", name="@Eve Engineer")).to_be_visible()
    desk.press("Enter")
    expect(composer).to_have_value(f"Enough? {HOSTILE} @Eve Engineer ")
    desk.page.reload()
    settled(desk.page)
    expect(desk.field("answer")).to_have_value("One is plenty.")
    desk.field("answer").focus()
    desk.press("Alt+c")
    expect(composer).to_have_value(f"Enough? {HOSTILE} @Eve Engineer ")
    desk.press("Control+Enter")
    thread = desk.desk.locator("article.thread")
    expect(thread).to_contain_text("Being checked for personal data")
    expect(composer).to_have_value("")
    desk.press("Escape")
    expect(desk.field("answer")).to_be_focused()
    expect(desk.field("answer")).to_have_value("One is plenty.")
    assert world.decisions() == []
    screened(world)
    page = world.open_page(world.server.address, f"/sample?id={first}&project={world.project.slug}", person=eve.id)
    said = page.locator("article.thread")
    expect(said).to_contain_text("Enough? <img src=x onerror=window.hacked=1>")
    expect(said).to_contain_text("@Eve Engineer")
    page.get_by_role("button", name="Answer").click()
    page.get_by_label("Answer; @ names somebody").fill("It is.")
    page.keyboard.press("Control+Enter")
    expect(said.locator(".said")).to_have_count(2)
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator("article.thread.done")).to_have_count(1)
    assert page.evaluate("window.hacked") is None
    assert desk.page.evaluate("window.hacked") is None
