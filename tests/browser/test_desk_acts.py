from playwright.sync_api import expect

from curation.domain.findings import Finding, Part, Place, Severity
from curation.store.findings import add_findings, findings_of
from tests.browser.desk import some
from tests.browser.waiting import at_once, intercepting, until


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
    at_once(desk.page, "a", 5)
    desk.painted("Question 1")
    desk.press("a")
    desk.painted("Question 2")
    assert world.until_decided(desk.page, 2) == [(ids[0], "approve", 1), (ids[1], "approve", 1)]


LATE = """() => {
    const quick = window.fetch;
    window.fetch = async (address, ...more) => {
        const answer = await quick(address, ...more);
        if (String(address).includes("/next")) await new Promise((go) => setTimeout(go, 1_000));
        return answer;
    };
}"""


def test_what_is_left_is_not_taken_from_an_answer_older_than_a_decision(world):
    ids = world.waiting(some(12))
    desk = world.desk()
    desk.painted("Question 0")
    desk.page.evaluate(LATE)
    for number in range(1, 4):
        if number == 3:
            with desk.page.expect_response("**/api/desk/next*"):
                desk.press("a")
        else:
            desk.press("a")
        desk.painted(f"Question {number}")
    with desk.page.expect_response("**/api/desk/decide*"):
        desk.press("a")
    desk.painted("Question 4")
    # The late answer has come by then; what must not happen shows itself no other way.
    desk.page.wait_for_timeout(1_200)
    assert desk.page.locator("section.desk [data-at=left]").inner_text() == "8 left"
    assert [name for name, _, _ in world.until_decided(desk.page, 4)] == ids[:4]


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


def test_a_note_leads_to_both_places_and_is_dismissed_by_key_and_by_click(world):
    passage = "Adults take 500 mg of it. " + "Nothing else is said here. " * 60 + "Children take a half."
    ids = world.waiting([("How much?", "Take 800 mg. Then rest."), ("Next?", "Next.")], [passage])
    dose = Finding("numbers", Severity.WARNING, "Not so.", Place(Part.ANSWER, 1, 5, 11), Place(Part.CONTEXT, 0, 0, 25))
    short = Finding("too_short", Severity.NOTE, "Too short.", Place(Part.ANSWER, 1, 13, 23))
    with world.workbench.database.transaction() as tx:
        add_findings(tx, [(ids[0], 1, dose), (ids[0], 1, short)])
    desk = world.desk()
    desk.painted("How much?")
    said, compared = desk.desk.locator("mark.note").first, desk.desk.locator("mark.near")
    desk.press("1")
    expect(said).to_have_class("note warning here")
    expect(compared).to_have_class("near here")
    expect(desk.desk.locator("[data-note='0']")).to_have_attribute("aria-pressed", "true")
    desk.press("1")
    expect(compared).to_be_in_viewport()
    desk.press("d")
    expect(desk.desk.locator(".remark.dismissed")).to_have_text("1Dismissed: Not so.Let stand")
    expect(desk.desk.locator("mark.near")).to_have_count(0)
    assert dismissed(world, desk.page, ids[0], 1) == {"numbers": world.ada.id, "too_short": None}
    desk.press("u")
    expect(desk.desk.locator(".remark.dismissed")).to_have_count(0)
    assert dismissed(world, desk.page, ids[0], 0) == {"numbers": None, "too_short": None}
    desk.page.get_by_role("button", name="Dismiss: Too short.").click()
    assert dismissed(world, desk.page, ids[0], 1) == {"numbers": None, "too_short": world.ada.id}
    desk.page.reload()
    desk.painted("How much?")
    expect(desk.desk.locator(".remark.dismissed")).to_contain_text("Too short.")
    desk.press("d")
    assert dismissed(world, desk.page, ids[0], 2) == {"numbers": world.ada.id, "too_short": world.ada.id}
    desk.press("d")
    expect(desk.status).to_have_text("No note is left to dismiss.")
    desk.press("a")
    desk.painted("Next?")


def dismissed(world, page, sample_id, number):
    """Who dismissed which note, as soon as so many are dismissed."""

    def found():
        with world.workbench.database.reading() as tx:
            return {one.check: one.dismissed_by for one in findings_of(tx, sample_id, 1)}

    until(page, lambda: sum(by is not None for by in found().values()) == number)
    return found()


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
    with desk.page.expect_response("**/api/desk/prefer"):
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
    intercepting(desk.page)
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

    intercepting(desk.page)
    desk.page.route("**/api/desk/next", hold)
    for number in range(6):
        desk.painted(f"Question {number}")
        desk.press("a")
    desk.shows("Fetching your samples")
    assert held
    desk.page.unroute("**/api/desk/next")
    desk.painted("Question 6")
