"""The lead's walk: a new project, guidelines, import, who has done what, a run, a round, one page with the verdict."""

import json
import re
from itertools import permutations

import pytest
from playwright.sync_api import Locator, Page, expect

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.reviews import Verdict as Decided
from eval.judging import Verdict
from eval.rounds import Choice
from eval.store_ratings import tasks_of
from tests.browser.conftest import choose_tab, settled, unfold
from tests.browser.pairs import card, ready
from tests.browser.server import serving
from tests.builders import a_workbench
from tests.training.worlds import build_tiny

pytestmark = [pytest.mark.slow]
LONG = 240_000
TOPICS = ("plaster", "bandage", "operation", "x-ray", "splint", "wound", "scar", "fever")
ROWS = [
    {
        "question": f"What does a patient have to know about the {one} and the {other}?",
        "answer": f"First the {one} is looked at by a doctor, and only then somebody takes care of the {other}.",
    }
    for one, other in permutations(TOPICS, 2)
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lead")
    workbench = a_workbench(folder)
    base = build_tiny(folder)
    with serving(folder / "home") as server:
        yield workbench, server, base
    workbench.database.close()


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    expect(main(page).get_by_role("heading", name=name, exact=True)).to_be_visible()
    settled(page)


def test_from_a_new_project_to_one_page_with_the_verdict(served, visit):
    workbench, server, base = served
    page = visit(server.address)
    start_project(page)
    bring_samples(page)
    add_expert(page)
    ann = approve_everything(workbench)
    go(page, "Team")
    expect(main(page).get_by_text("Decisions that stand, in the order of names")).to_be_visible()
    freeze(page)
    train(page, base)
    plan_round(page)
    judge_as(visit(server.address, "/judge", person=ann.id))
    judge_the_rest(workbench, ann)
    read_verdict(page)


def start_project(page: Page) -> None:
    expect(page.get_by_role("heading", name="Teach a model your profession")).to_be_visible()
    page.get_by_role("textbox", name="Name", exact=True).fill("Hand surgery")
    page.get_by_role("textbox", name="Guidelines for the experts").fill("# Tone\nPlain and calm.")
    page.get_by_role("button", name="Start project").click()
    expect(main(page).get_by_role("heading", name="Overview")).to_be_visible()
    go(page, "Guidelines")
    expect(main(page).get_by_text("Plain and calm.")).to_be_visible()


def bring_samples(page: Page) -> None:
    go(page, "Data")
    page.get_by_role("button", name="Import a file").click()
    file = {"name": "hand.json", "mimeType": "application/json", "buffer": json.dumps(ROWS).encode()}
    page.locator("input[type=file]").set_input_files([file])
    settled(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text(re.compile("Screened · imported"))).to_be_visible(timeout=LONG)


def add_expert(page: Page) -> None:
    go(page, "Team")
    unfold(page, "Add a person")
    page.get_by_role("textbox", name="Name", exact=True).fill("Ann Weber")
    page.get_by_role("button", name="Add person").click()
    expect(main(page).get_by_text("Ann Weber", exact=True)).to_be_visible()


def approve_everything(workbench):
    """The expert's work at the desk has a walk of its own; here it is done by her hand in the service."""
    owner, project = workbench.projects.enter("local", None)
    ann = next(m for m in workbench.projects.members(owner, project) if m.name == "Ann Weber")
    while items := workbench.reviewing.next_items(ann, project, 20):
        for item in items:
            act = Act(new_id(), item.sample_id, item.revision.number, Decided.APPROVE)
            workbench.reviewing.decide(ann, project, act)
    return ann


def freeze(page: Page) -> None:
    go(page, "Versions")
    box = page.get_by_role("spinbutton", name="Test, %")
    box.fill("45")
    box.press("Enter")
    settled(page)
    page.get_by_role("button", name="Freeze v1").click()
    main(page).get_by_role("button", name="Open", exact=True).click(timeout=LONG)
    page.get_by_role("button", name="Train a model on this").click()


def train(page: Page, base) -> None:
    page.get_by_text("A model's folder on this machine").click()
    box = page.get_by_label("Folder", exact=True)
    box.fill(str(base))
    box.press("Enter")
    settled(page)
    page.get_by_role("button", name="Start training").click()
    page.get_by_role("button", name="Judge it").click(timeout=LONG)


def plan_round(page: Page) -> None:
    expect(main(page).get_by_role("heading", name="Plan a round")).to_be_visible()
    who = main(page).get_by_role("combobox", name="Who judges").first
    who.click()
    page.get_by_role("option", name="Ann Weber").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Plan the round").click()
    expect(main(page).get_by_role("heading", name="run-1 against its base")).to_be_visible()
    expect(main(page).get_by_role("heading", name="How far people are")).to_be_visible(timeout=LONG)
    expect(main(page).get_by_text(re.compile(r"Ann Weber: 0 of \d\d"))).to_be_visible()


def judge_as(page: Page) -> None:
    for count, key in enumerate(("t", "ArrowLeft", "u"), start=1):
        ready(page)
        page.keyboard.press(key)
        expect(card(page).locator(".count")).to_contain_text(f"{1 if key == 'u' else count} of")
    assert "tuned" not in card(page).inner_text()
    page.context.close()


def judge_the_rest(workbench, ann) -> None:
    """Ann finds what the tuned model wrote better each time; whoever sees the store knows which side that is."""
    owner, project = workbench.projects.enter("local", None)
    (found,) = workbench.rounds.rounds(owner, project)
    with workbench.database.reading() as tx:
        sides = {task.id: task.left for task in tasks_of(tx, found.id, ann.id)}
    while tasks := workbench.judging.waiting(ann, project, found.id, 20):
        for task in tasks:
            choice = Choice.LEFT if sides[task.id] == "b" else Choice.RIGHT
            workbench.judging.rate(ann, project, Verdict(new_id(), task.id, choice, "", 5.0))


def read_verdict(page: Page) -> None:
    page.reload()
    settled(page)
    said = re.compile(r"The tuned model run-1 is better: experts preferred it on \d\d % of \d\d prompts")
    expect(main(page).get_by_role("heading", name=said)).to_be_visible()
    expect(
        main(page).get_by_role("img", name=re.compile("The tuned model run-1 against The base model"))
    ).to_be_visible()
    expect(main(page).get_by_text(re.compile(r"All \d\d judgements are in. Close the round"))).to_be_visible()
    page.get_by_role("button", name="Close the round").click()
    page.get_by_role("button", name="Close it for good").click()
    expect(main(page).get_by_text(re.compile(r"\d\d questions · closed"))).to_be_visible()
    choose_tab(page, "Details")
    expect(main(page).get_by_text("p of the exact sign test")).to_be_visible()
    choose_tab(page, "Files")
    with page.expect_download() as taken:
        page.get_by_role("link", name="summary.json").click()
    assert json.loads(taken.value.path().read_text())["sentence"].startswith("The tuned model run-1 is better")
    main(page).get_by_role("button", name="All rounds").click()
    expect(main(page).get_by_role("heading", name="Decide", exact=True)).to_be_visible()
    expect(main(page).get_by_text(said)).to_be_visible()
