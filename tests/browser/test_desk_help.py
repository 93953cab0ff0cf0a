"""The desk's help: conversations of many turns, and what stands beside the card when it is asked for."""

import json

from playwright.sync_api import expect

from curation.domain.findings import Finding, Part, Place, Severity
from curation.domain.rubric import Criterion, Rubric, Scale
from curation.domain.samples import Conversation, Message, Origin, Role, question_and_answer
from curation.quality.suite import check
from curation.store.findings import add_findings
from curation.store.ratings import approved_ratings
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions
from curation.store.tables_samples import RevisionRow
from tests.curation.reviewing.desk_builders import approving

SAID = ("Be **brief**.", "What helps?", "*Rest* an' water.", "How long?", "A day.")
ROLES = (Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT)
TALK = Conversation(tuple(Message(role, said) for role, said in zip(ROLES, SAID, strict=True)))


def talking(world, conversation=TALK, number=1):
    """Conversations that wait, first the one with the smallest number."""
    ids = [f"{world.project.id}-t{i}" for i in range(number)]
    at = world.workbench.reviewing.clock()
    with world.workbench.database.transaction() as tx:
        new = [NewSample(s, None, "a.jsonl", i, Origin.COLLECTED, "en", 9.0 - i) for i, s in enumerate(ids)]
        add_samples(tx, world.project.id, new, at)
        add_first_revisions(tx, [Screened(s, conversation, conversation.hash) for s in ids], at)
    return ids


def typed(world, sample_id, number=2):
    with world.workbench.database.reading() as tx:
        row = tx.get_one(RevisionRow, (sample_id, number))
        return [turn["content"] for turn in json.loads(world.workbench.seal.open(row.sealed))["messages"]]


def test_every_turn_of_a_conversation_is_read_noted_and_corrected_on_a_phone(world):
    first, _ = talking(world, number=2)
    start = SAID[2].index("an'")
    note = Finding("spelling", Severity.NOTE, "Misspelt.", Place(Part.MESSAGE, 2, start, start + 3))
    with world.workbench.database.transaction() as tx:
        add_findings(tx, [(first, 1, note)])
    desk = world.desk(width=390)
    desk.painted("How long?")
    turns = desk.desk.locator("[data-turn]")
    expect(turns).to_have_count(5)
    expect(turns.nth(2).locator("em")).to_have_text("Rest")
    expect(desk.desk.get_by_role("heading", name="Earlier answer, message 3")).to_be_visible()
    desk.press("m")
    expect(turns.nth(0)).to_have_text("Be **brief**.")
    desk.press("1")
    expect(turns.nth(2).locator("mark.here")).to_have_text("an'")
    desk.press("e")
    expect(desk.field("turn-2")).to_be_focused()
    desk.field("turn-2").fill("Rest and water.")
    desk.field("turn-0").fill("Be plain.")
    expect(desk.desk.locator("[data-mine] ins").first).to_have_text("plain")
    desk.page.reload()
    desk.says("Your text from before is back")
    expect(desk.field("turn-2")).to_have_value("Rest and water.")
    desk.painted("Earlier answer")
    desk.field("answer").fill("Two days.")
    desk.painted("")
    desk.press("Control+Enter")
    world.until_decided(desk.page, 1)
    assert typed(world, first) == ["Be plain.", "What helps?", "Rest and water.", "How long?", "Two days."]
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_fixes_are_looked_at_before_they_are_taken_and_taken_back_like_any_edit(world):
    weak = "Sure, here is what helps: <b>rest</b> for a day. I hope this helps!"
    first, _ = talking(world, question_and_answer("What helps?", weak), number=2)
    with world.workbench.database.transaction() as tx:
        add_findings(tx, [(first, 1, one) for one in check(question_and_answer("What helps?", weak), "en")])
    desk = world.desk()
    desk.painted("What helps?")
    sheet = desk.desk.locator(".sheet")
    desk.press("f")
    expect(sheet.locator("del").first).to_contain_text("Sure")
    desk.press("Escape")
    expect(sheet).to_be_hidden()
    assert world.decisions() == []
    desk.press("f")
    expect(sheet).to_contain_text("Markup of a web page is taken out.")
    desk.press("e")
    expect(desk.field("answer")).to_have_value("Rest for a day.")
    desk.press("Escape")
    desk.press("f")
    desk.says("You have words of your own")
    desk.press("e")
    desk.act("discard").click()
    desk.painted("Sure, here")
    desk.press("f")
    expect(sheet.locator("del").first).to_be_visible()
    desk.press("f")
    world.until_decided(desk.page, 1)
    assert typed(world, first) == ["What helps?", "Rest for a day."]
    desk.press("u")
    desk.says("Your text from before is back")
    expect(desk.field("answer")).to_have_value("Rest for a day.")


def test_what_was_settled_before_and_the_rubric_stand_beside_the_text(world):
    rubric = Rubric((Criterion("safe", "Safe", Scale.YES_NO, "<b>Harm</b>", required=True), Criterion("tone", "Tone")))
    world.workbench.rubric_rules.choose(world.owner, world.project, rubric)
    [settled] = world.waiting([("How long does a patient fast before anaesthesia?", "Six hours.")])
    world.workbench.reviewing.decide(world.ada, world.project, approving(settled))
    talking(world, question_and_answer("How long must a patient fast before anaesthesia?", "Eight hours."), number=2)
    desk = world.desk()
    desk.painted("Eight hours.")
    beside = desk.desk.locator("[data-similar]")
    expect(beside).to_be_hidden()
    desk.press("v")
    expect(beside).to_contain_text("Six hours.")
    expect(beside).to_contain_text("approved")
    with desk.page.expect_popup() as opened:
        beside.get_by_role("link", name="Page of the sample").click()
    expect(opened.value.get_by_text("Six hours.").first).to_be_visible()
    opened.value.close()
    desk.desk.focus()
    desk.press("a")
    desk.says("To approve it, rate this first: Safe")
    expect(desk.desk.get_by_role("group", name="Safe <b>Harm</b> · needed to approve")).to_be_visible()
    desk.press("1")
    desk.press("4")
    desk.page.reload()
    desk.painted("Eight hours.")
    expect(desk.desk.get_by_role("radio", name="Yes")).to_be_checked()
    expect(desk.desk.get_by_role("radio", name="4")).to_be_checked()
    desk.press("v")
    expect(beside).to_contain_text("Six hours.")
    desk.press("a")
    assert len(world.until_decided(desk.page, 2)) == 2
    with world.workbench.database.reading() as tx:
        assert approved_ratings(tx, world.project.id)[f"{world.project.id}-t0"] == {"safe": 1.0, "tone": 4.0}
    desk.painted("Eight hours.")
    expect(desk.desk.get_by_role("radio", name="Yes")).not_to_be_checked()
    expect(beside).to_contain_text("Six hours.")
    with desk.page.expect_popup() as opened:
        desk.press("o")
    expect(opened.value.get_by_text("Eight hours.").first).to_be_visible()
    desk.press("v")
    expect(beside).to_be_hidden()
