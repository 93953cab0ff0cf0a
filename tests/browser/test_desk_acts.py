from playwright.sync_api import expect

from curation.domain.findings import Finding, Part, Place, Severity
from curation.store.findings import add_findings
from tests.browser.desk import some


def test_the_four_decisions_each_by_their_key(world):
    ids = world.waiting(some(6))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("a")
    desk.painted("Question 1")
    desk.press("x")
    desk.press("3")
    desk.painted("Question 2")
    desk.press("n")
    desk.painted("Question 3")
    desk.press("s")
    desk.painted("Question 4")
    desk.press("e")
    desk.type(" Drink water.")
    desk.press("Control+Enter")
    desk.painted("Question 5")
    assert world.until_decided(desk.page, 5) == [
        (ids[0], "approve", 1),
        (ids[1], "reject", 1),
        (ids[2], "escalate", 1),
        (ids[3], "skip", 1),
        (ids[4], "approve", 2),
    ]
    expect(desk.desk).to_contain_text("4 of 12 today")


def test_fast_presses_decide_on_nothing_unseen(world):
    ids = world.waiting(some(6))
    desk = world.desk()
    desk.painted("Question 0")
    for _ in range(5):
        desk.press("a")
    desk.painted("Question 1")
    desk.press("a")
    desk.painted("Question 2")
    assert world.until_decided(desk.page, 2) == [(ids[0], "approve", 1), (ids[1], "approve", 1)]


def test_a_held_key_counts_once(world):
    ids = world.waiting(some(6))
    desk = world.desk()
    desk.painted("Question 0")
    for _ in range(12):
        desk.page.keyboard.down("a")
        desk.page.wait_for_timeout(60)
    desk.page.keyboard.up("a")
    desk.painted("Question 1")
    assert world.until_decided(desk.page, 1) == [(ids[0], "approve", 1)]


def test_the_buttons_never_move(world):
    long = "A long answer. " * 400
    ids = world.waiting([("Short?", "Short."), ("Long? " * 60, long), ("With notes?", "Take 5 mg.")])
    note = Finding("dose", Severity.WARNING, "A dose without a source.", Place(Part.ANSWER, 0, 5, 9))
    with world.workbench.database.transaction() as tx:
        add_findings(tx, [(ids[2], 1, note)])
    desk = world.desk()
    desk.painted("Short?")
    box = desk.act("approve").bounding_box()
    desk.press("a")
    desk.painted("Long?")
    assert desk.act("approve").bounding_box() == box
    desk.press("e")
    desk.field("question").press_sequentially("And longer. " * 10)
    shown = desk.page.locator("section.desk [data-mine]")
    expect(shown).to_contain_text("And longer.")
    assert desk.act("correct").bounding_box()["y"] == box["y"]
    desk.press("Escape")
    assert desk.act("approve").bounding_box() == box
    desk.press("s")
    desk.painted("With notes?")
    assert desk.act("approve").bounding_box() == box


def test_a_note_marks_its_place_in_the_text(world):
    ids = world.waiting([("How much?", "Take 5 mg of it 🙂 daily, says <PERSON_1>.")])
    place = Place(Part.ANSWER, 0, 18, 23)
    with world.workbench.database.transaction() as tx:
        add_findings(tx, [(ids[0], 1, Finding("vague", Severity.WARNING, "How often?", place))])
    desk = world.desk()
    desk.painted("How much?")
    mark = desk.page.locator("section.desk mark.note")
    expect(mark).to_have_text("daily")
    expect(desk.page.locator("section.desk mark.pii")).to_have_text("<PERSON_1>")
    desk.page.get_by_role("button", name="How often?").click()
    expect(mark).to_have_class("note warning here")


def test_hostile_text_is_shown_and_never_run(world):
    evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    world.waiting([(evil, f"{evil} **bold**")])
    desk = world.desk()
    desk.painted("<script>window.hacked=1</script>")
    assert desk.page.evaluate("window.hacked") is None
    expect(desk.page.locator("section.desk img")).to_have_count(0)


def test_undo_puts_the_sample_back_in_front(world):
    ids = world.waiting(some(4))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("a")
    desk.painted("Question 1")
    desk.press("u")
    desk.painted("Question 0")
    desk.press("x")
    desk.press("1")
    desk.painted("Question 1")
    found = world.until_decided(desk.page, 3)
    assert [(s, v) for s, v, _ in found] == [(ids[0], "approve"), (ids[0], "undo"), (ids[0], "reject")]


def test_undoing_a_correction_brings_both_texts_back(world):
    world.waiting(some(2))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Typed.")
    desk.press("Control+Enter")
    desk.painted("Question 1")
    desk.press("u")
    expect(desk.field("answer")).to_have_value("Answer 0 is rest. Typed.")
    desk.act("discard").click()
    desk.painted("Answer 0 is rest.")


def test_after_a_reload_undo_takes_back_what_was_decided_before_it(world):
    world.waiting(some(2))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("a")
    desk.painted("Question 1")
    world.until_decided(desk.page, 1)
    desk.page.reload()
    desk.painted("Question 1")
    desk.press("u")
    desk.painted("Question 0")


def test_single_letter_keys_can_be_switched_off_and_stay_off(world):
    world.waiting(some(3))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("h")
    desk.page.get_by_label("Single-letter keys").uncheck()
    desk.press("Escape")
    desk.press("a")
    desk.painted("Question 0")
    desk.page.reload()
    desk.painted("Question 0")
    desk.press("a")
    desk.page.wait_for_timeout(300)
    desk.painted("Question 0")
    assert world.decisions() == []
    desk.act("approve").click()
    desk.painted("Question 1")


def test_an_empty_desk_says_so_and_fills_when_samples_come(world):
    desk = world.desk()
    desk.shows("Nothing waits for you")
    world.waiting(some(1))
    desk.page.evaluate("window.dispatchEvent(new Event('focus'))")
    desk.painted("Question 0")


def test_skipped_samples_are_offered_again_at_the_end(world):
    world.waiting(some(2))
    desk = world.desk()
    for number in range(2):
        desk.painted(f"Question {number}")
        desk.press("s")
    desk.shows("Nothing waits for you")
    world.until_decided(desk.page, 2)
    desk.page.reload()
    desk.page.get_by_role("button", name="Look at the 2 you skipped").click()
    desk.painted("Question 0")
    desk.press("s")
    desk.painted("Question 1")


def test_a_desk_that_cannot_fetch_says_so_and_goes_on_by_itself(world):
    world.waiting(some(1))
    desk = world.desk()
    desk.painted("Question 0")
    desk.page.route("**/api/desk/next", lambda route: route.abort())
    desk.page.reload()
    desk.shows("The samples cannot be fetched")
    desk.page.unroute("**/api/desk/next")
    desk.painted("Question 0")


def test_a_slow_server_is_waited_for_and_never_taken_for_an_empty_desk(world):
    world.waiting(some(8))
    desk = world.desk()
    desk.painted("Question 0")
    held = []

    def hold(route):
        held.append(route)

    desk.page.route("**/api/desk/next", hold)
    for number in range(6):
        desk.painted(f"Question {number}")
        desk.press("a")
    desk.shows("Fetching your samples")
    assert held
    desk.page.unroute("**/api/desk/next")
    desk.painted("Question 6")
