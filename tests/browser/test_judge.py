"""Judging by keyboard in a real browser: what is chosen is kept, once, and nothing tells the systems apart."""

import json

import pytest
from playwright.sync_api import Page, expect

from curation.services.projects import Draft
from eval.plans import Rounds
from eval.rounds import standing
from eval.store import RatingRow, TaskRow
from eval.store_ratings import ratings_of, tasks_of
from tests.browser.pairs import card, ready
from tests.browser.server import serving
from tests.browser.waiting import at_once, intercepting, until
from tests.builders import a_person, a_workbench
from tests.eval.rounds_stored import stars_for_phones, written_content


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("judge")
    workbench = a_workbench(folder)
    with serving(folder / "home", "workbench.app") as server:
        yield workbench, server
    workbench.database.close()


class JudgeWorld:
    """A round that waits for Ada, her page, and the store behind it."""

    def __init__(self, workbench, server, visit, name):
        owner_id = workbench.projects.ensure_local_owner("Owner")
        project = workbench.projects.create(owner_id, Draft(name=name))
        self.workbench, self.server, self.visit = workbench, server, visit
        self.owner, self.project = workbench.projects.enter(owner_id, project.slug)
        self.ada = a_person(workbench, project, "Ada")
        rounds = Rounds(workbench.database, workbench.settings.home, stars_for_phones)
        self.round = rounds.plan_written(self.owner, project, written_content(6), [self.ada.id])

    def open(self, **more) -> Page:
        return self.visit(self.server.address, "/judge", person=self.ada.id, **more)

    def given(self):
        """The choices that stand, in the order of the tasks."""
        with self.workbench.database.reading() as tx:
            tasks = tasks_of(tx, self.round.id, self.ada.id)
            stands = standing(ratings_of(tx, self.round.id))
        return [stands[t.id].choice.value for t in tasks if t.id in stands]

    def until_given(self, page: Page, count: int):
        until(page, lambda: len(self.given()) == count)
        return self.given()


@pytest.fixture
def world(served, visit, request):
    return JudgeWorld(*served, visit, request.node.name[:40])


def test_every_choice_has_its_keys(world):
    page = world.open()
    for key in ("ArrowLeft", "2", "t", "4", "1", "ArrowRight"):
        ready(page)
        page.keyboard.press(key)
    assert world.until_given(page, 6) == ["left", "right", "tie", "both_bad", "left", "right"]
    expect(card(page)).to_contain_text("All done, thank you")
    expect(card(page)).to_contain_text("6 of 6")


def test_the_page_and_what_it_fetches_never_name_a_system(world):
    seen = []
    page = world.open()
    page.on("response", lambda r: seen.append(r.text()) if "/api/rating/" in r.url else None)
    page.reload()
    ready(page)
    page.keyboard.press("ArrowLeft")
    ready(page)
    page.wait_for_timeout(200)
    assert seen
    for answer in seen:
        for task in json.loads(answer).get("tasks", []):
            assert set(task) == {"id", "messages", "left", "right"}
    assert "System A" not in card(page).inner_text() + "".join(seen)


def test_undo_shows_the_same_pair_again(world):
    page = world.open()
    first = ready(page)
    page.keyboard.press("ArrowLeft")
    ready(page)
    page.keyboard.press("u")
    expect(card(page)).to_contain_text("Taken back")
    assert ready(page) == first
    page.keyboard.press("b")
    assert world.until_given(page, 1) == ["both_bad"]
    with world.workbench.database.reading() as tx:
        rows = tx.query(RatingRow).join(TaskRow).where(TaskRow.round_id == world.round.id).all()
    assert len(rows) == 3


def test_a_held_key_and_fast_presses_choose_once(world):
    page = world.open()
    ready(page)
    page.keyboard.down("ArrowLeft")
    for _ in range(5):
        page.keyboard.down("ArrowLeft")
    page.keyboard.up("ArrowLeft")
    ready(page)
    at_once(page, "t", 3)
    ready(page)
    assert world.until_given(page, 2) == ["left", "tie"]


def test_keys_do_nothing_while_a_note_is_typed_and_the_note_survives_a_reload(world):
    page = world.open()
    ready(page)
    note = card(page).locator("textarea")
    note.fill("")
    note.press_sequentially("but the tub is better 1234")
    page.reload()
    page.judged_before = ""
    ready(page)
    expect(card(page).locator("textarea")).to_have_value("but the tub is better 1234")
    assert world.given() == []
    page.keyboard.press("ArrowRight")
    assert world.until_given(page, 1) == ["right"]
    with world.workbench.database.reading() as tx:
        (row,) = tx.query(RatingRow).join(TaskRow).where(TaskRow.round_id == world.round.id)
    assert world.workbench.seal.open(row.comment_sealed) == "but the tub is better 1234"
    ready(page)
    expect(card(page).locator("textarea")).to_have_value("")


def test_choices_made_while_the_server_is_away_arrive_later(world):
    page = world.open()
    ready(page)
    intercepting(page)
    page.route("**/api/rating/**", lambda route: route.abort())
    page.keyboard.press("ArrowLeft")
    ready(page)
    page.keyboard.press("ArrowRight")
    expect(card(page).locator(".status")).to_contain_text("Connection lost, your choices are kept")
    assert world.given() == []
    page.unroute("**/api/rating/**")
    assert world.until_given(page, 2) == ["left", "right"]
    expect(card(page).locator(".status")).to_contain_text("Connected again")


def test_choices_not_sent_survive_a_reload(world):
    page = world.open()
    ready(page)
    intercepting(page)
    page.route("**/api/rating/rate", lambda route: route.abort())
    page.keyboard.press("t")
    expect(card(page).locator(".status")).to_contain_text("Connection lost")
    page.unroute("**/api/rating/rate")
    page.reload()
    assert world.until_given(page, 1) == ["tie"]


def test_a_round_closed_meanwhile_is_said_in_a_sentence(world):
    page = world.open()
    ready(page)
    Rounds(world.workbench.database, world.workbench.settings.home, stars_for_phones).close(
        world.owner, world.project, world.round.id
    )
    page.keyboard.press("t")
    expect(card(page)).to_contain_text("is closed: its verdict stands")


def test_by_mouse_on_a_phone_and_without_letters(world):
    page = world.open(width=390)
    ready(page)
    card(page).locator("button[data-act=sheet]").click()
    card(page).locator(".sheet input").uncheck()
    card(page).locator(".sheet button").click()
    page.keyboard.press("t")
    page.keyboard.press("1")
    boxes = [card(page).locator(f"[data-side={side}]").bounding_box() for side in ("left", "right")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    card(page).locator("button[data-act=right]").click()
    ready(page)
    assert world.until_given(page, 1) == ["right"]


def test_nobody_waits_for_is_said_in_words(world):
    page = world.visit(world.server.address, f"/judge?project={world.project.slug}")
    expect(page.get_by_text("No round waits for you")).to_be_visible()
