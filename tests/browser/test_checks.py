"""The page of checks in a real browser: switched, written, tried out, refused with line and cure, kept, followed."""

import pytest
from playwright.sync_api import Page, expect

from curation.domain.people import PersonRole
from curation.store.sample_pages import Filter
from tests.browser.conftest import settled, unfold
from tests.browser.keyboard import Keyboard
from tests.browser.server import until_answered
from tests.browser.waiting import until
from tests.builders import a_person
from tests.curation.importing.screening_world import another_world, lines_of

pytestmark = pytest.mark.slow
RULES = """rules:
  - name: generic names
    forbid: Tylenol
    because: Use the generic name.
"""
PHRASE = "An assistant's set phrases around the answer"


class Served:
    """Five samples, two of which name a brand and two end in a set phrase, and a real app with its worker."""

    def __init__(self, workbench, server):
        self.world, self.server = another_world(workbench), server
        self.page = f"/checks?project={self.world.project.slug}"
        self.world.hand_in(
            lines_of(
                ("What helps against a headache?", "Rest helps, and so does Tylenol in the evening."),
                ("What helps against a toothache?", "A cold cloth helps, and so does Tylenol in the morning."),
                ("What helps against a cold?", "Sleep helps, and warm tea. I hope this helps!"),
                ("What helps against hiccups?", "Slow breath helps in most cases. I hope this helps!"),
                ("What helps against cramp?", "A short stretch of the muscle helps at once."),
            ),
            "a.jsonl",
        )

    def noted_by(self, check):
        return len(self.world.lines(Filter(check=check)))

    def until(self, page, check, number):
        until(page, lambda: self.noted_by(check) == number)
        return self.noted_by(check)


@pytest.fixture
def served(app_and_worker):
    found = Served(*app_and_worker)
    until_answered(found.world)
    return found


def written(page: Page, rules: str) -> None:
    area = page.get_by_label("Rules (YAML)")
    area.fill(rules)
    area.press("Control+Enter")
    settled(page)


def opened(served, visit, **more) -> Page:
    page = visit(served.server.address, served.page, **more)
    unfold(page, "Own rules as text")
    expect(page.get_by_label("Rules (YAML)")).to_be_visible()
    return page


def test_a_rule_is_tried_out_on_real_samples_kept_and_its_notes_follow(served, visit):
    page = opened(served, visit)
    written(page, RULES)
    expect(page.get_by_text("5 samples were read, 2 get a note.")).to_be_visible()
    expect(page.get_by_text("Use the generic name.").first).to_be_visible()
    expect(page.get_by_text("What helps against a headache?")).to_be_visible()
    assert served.noted_by("rule:generic names") == 0
    page.get_by_role("button", name="Save rules").click()
    assert served.until(page, "rule:generic names", 2) == 2
    expect(page.get_by_role("heading", name="Own rules")).to_be_visible()
    expect(page.get_by_role("button", name="2 samples").first).to_be_visible()
    page.get_by_role("button", name="2 samples").first.click()
    expect(page.get_by_role("heading", name="Samples", exact=True)).to_be_visible()
    expect(page.get_by_text("2 samples", exact=True)).to_be_visible()


def test_rules_that_cannot_be_read_say_the_line_and_the_cure_and_change_nothing(served, visit):
    page = opened(served, visit)
    written(page, "rules:\n  - name: doses\n    forbid: {pattern: '(mg'}\n")
    expect(page.get_by_text("Line 3")).to_be_visible()
    expect(page.get_by_label("Rules (YAML)")).to_have_value("rules:\n  - name: doses\n    forbid: {pattern: '(mg'}\n")
    written(page, "rules:\n  - name: doses\n    forbit: mg\n")
    expect(page.get_by_text("Line 3")).to_be_visible()
    expect(page.get_by_text("forbit")).not_to_have_count(0)
    expect(page.get_by_text(PHRASE)).to_be_visible()
    page.reload()
    settled(page)
    assert served.world.workbench.checks.view(served.world.owner, served.world.project).yaml == ""


def test_by_keyboard_alone_a_check_is_switched_off_and_its_notes_go(served, visit):
    page = visit(served.server.address, served.page)
    assert served.noted_by("boilerplate") == 2
    keyboard = Keyboard(page)
    keyboard.to_content()
    for _ in range(40):
        at = keyboard.tab()
        if at is not None and PHRASE in at.name:
            break
    keyboard.press("Space")
    assert served.until(page, "boilerplate", 0) == 0
    settled(page)
    expect(page.get_by_label(PHRASE)).not_to_be_checked()


def test_whoever_may_not_change_sees_why_and_a_phone_shows_all_of_it(served, visit):
    vera = a_person(served.world.workbench, served.world.project, "Vera", PersonRole.ENGINEER)
    page = visit(served.server.address, "/checks", person=vera.id, width=390)
    expect(page.get_by_text("The lead of the project changes rules and switches.")).to_be_visible()
    expect(page.get_by_label(PHRASE)).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
