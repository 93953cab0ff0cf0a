"""Signing in with a real browser: by keyboard, on a phone, in the dark; and what happens to an open page."""

import re
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from curation.domain.people import Person, PersonRole
from curation.store.tables_samples import RevisionRow
from tests.browser.axe import findings
from tests.browser.conftest import settled, unfold
from tests.browser.desk import DeskPage, DeskWorld
from tests.browser.server import serving
from tests.builders import a_project, a_workbench

pytestmark = [pytest.mark.slow]
PASSWORD = "the heart beats at night"  # noqa: S105 - of nobody


@dataclass
class Place:
    """A served home that asks who one is, with an expert who has a link."""

    world: DeskWorld
    new_context: object

    @property
    def address(self) -> str:
        return self.world.server.address

    def link(self, person: Person) -> str:
        return f"{self.address}/join/{self.world.workbench.inviting.reset(self.world.owner, person.id)}"

    def page(self, **more: object) -> Page:
        return self.new_context(self.address, **more).new_page()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sign-in")
    workbench = a_workbench(folder)
    with serving(folder / "home", "workbench.app", WORKBENCH_AUTH="password") as server:
        yield workbench, server
    workbench.database.close()


@pytest.fixture
def place(served, new_context):
    workbench, server = served
    owner, project = a_project(workbench, f"Cardiology {len(workbench.projects.of('local'))}")
    email = f"ada.{project.slug}@example.org"
    ada = workbench.inviting.invite(owner, project, "Ada", email, [PersonRole.EXPERT]).person
    workbench.projects.set_preference(ada.id, "desk.practice", "done")
    world = DeskWorld(workbench, server, owner, project, ada, None)
    world.waiting([(f"Question {i}", f"Answer {i} of some length.") for i in range(3)])
    return Place(world, new_context)


def email_of(place: Place) -> str:
    return f"ada.{place.world.project.slug}@example.org"


def joined(place: Place, **more: object) -> Page:
    page = place.page(**more)
    page.goto(place.link(place.world.ada))
    expect(page.get_by_label("New password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    settled(page)
    return page


def by_keyboard(page: Page, email: str) -> None:
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    settled(page)


def test_a_link_then_the_form_by_keyboard_lead_where_one_wanted_to_go(place):
    first = joined(place)
    expect(first.get_by_text("Question 0").first).to_be_visible()
    page = place.page()
    page.goto(f"{place.address}/guidelines?project={place.world.project.slug}")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.keyboard.type(email_of(place))
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The e-mail address or the password is not right. Try again.")
    expect(page.get_by_label("E-mail address")).to_have_value(email_of(place))
    page.get_by_label("E-mail address").fill("")
    by_keyboard(page, email_of(place))
    assert page.url.endswith(f"/guidelines?project={place.world.project.slug}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_before_streamlit_are_readable_and_fit(place, scheme, width):
    page = place.page(width=width, scheme=scheme)
    for path in ("/sign-in", place.link(place.world.ada).removeprefix(place.address), "/join/nothing"):
        page.goto(place.address + path)
        found = Axe().run(page)
        assert [one["id"] for one in found.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_sign_out_leaves_nothing_in_the_browser_and_the_draft_on_the_server(place):
    page = joined(place)
    desk = DeskPage(page)
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Typed before leaving.")
    desk.saved()
    page.keyboard.press("Escape")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('desk.')).length") > 0
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert any("Typed before leaving." in draft for draft in place.world.drafts(place.world.ada))
    page.goto(place.address + "/my_work")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    by_keyboard(page, email_of(place))
    expect(DeskPage(page).field("answer")).to_have_value("Answer 0 of some length. Typed before leaving.")


def test_a_session_that_is_ended_while_the_page_is_open_keeps_what_was_typed(place):
    page = joined(place)
    desk = DeskPage(page)
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Kept.")
    place.world.workbench.signing_in.end_sessions(place.world.owner, place.world.ada.id)
    desk.press("Control+Enter")
    desk.says("sign in again")
    assert place.world.decisions() == []
    page.reload()
    by_keyboard(page, email_of(place))
    assert len(place.world.until_decided(page, 1)) == 1
    assert any("Kept." in text for text in corrected(place))


def test_a_page_of_streamlits_own_says_that_the_session_is_over(place):
    place.world.workbench.projects.set_roles(
        place.world.owner, place.world.project, place.world.ada.id, [PersonRole.LEAD]
    )
    page = joined(place)
    page.goto(f"{place.address}/team")
    settled(page)
    place.world.workbench.signing_in.end_sessions(place.world.owner, place.world.ada.id)
    unfold(page, "Add a person")
    page.get_by_role("textbox", name="Name").fill("Eve")
    page.get_by_role("textbox", name="E-mail address").fill("eve@example.org")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("You are not signed in here any more.")).to_be_visible()
    people = place.world.workbench.projects.members(place.world.owner, place.world.project)
    assert "Eve" not in {one.name for one in people}
    page.get_by_role("button", name="Sign in again").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    by_keyboard(page, email_of(place))
    expect(page).to_have_url(re.compile("/team"))


def test_the_owner_invites_on_the_screen_and_ends_a_session_there(place):
    joined(place)
    owner = place.page()
    owner.goto(place.link(place.world.owner))
    if owner.get_by_label("E-mail address").is_editable():
        owner.get_by_label("E-mail address").fill("owner@example.org")
    owner.get_by_label("New password").fill(PASSWORD)
    owner.get_by_label("The same once more").fill(PASSWORD)
    owner.keyboard.press("Enter")
    settled(owner)
    owner.goto(f"{place.address}/team?project={place.world.project.slug}")
    settled(owner)
    unfold(owner, "Add a person")
    owner.get_by_role("textbox", name="Name").fill("Ben")
    owner.get_by_role("textbox", name="E-mail address").fill(f"ben.{place.world.project.slug}@example.org")
    owner.get_by_role("button", name="Invite").click()
    link = owner.get_by_text(f"{place.address}/join/")
    expect(link).to_be_visible()
    other = place.page()
    other.goto(link.inner_text())
    expect(other.get_by_role("heading", name="Welcome, Ben")).to_be_visible()
    owner.goto(f"{place.address}/team?project={place.world.project.slug}")
    settled(owner)
    owner.get_by_text("Sign-in of Ada").click()
    expect(owner.get_by_role("button", name="End this session")).to_be_visible()
    assert findings(owner) == []
    owner.get_by_role("button", name="End this session").click()
    expect(owner.get_by_text("The session is ended.")).to_be_visible()
    assert place.world.workbench.signing_in.sessions_of(place.world.owner, place.world.ada.id) == ()


def test_a_role_that_is_taken_away_while_the_page_is_open_closes_it_at_the_next_act(place):
    world = place.world
    world.workbench.projects.set_roles(world.owner, world.project, world.ada.id, [PersonRole.LEAD])
    page = joined(place)
    page.goto(f"{place.address}/team")
    settled(page)
    world.workbench.projects.set_roles(world.owner, world.project, world.ada.id, [PersonRole.OBSERVER])
    unfold(page, "Add a person")
    page.get_by_role("textbox", name="Name").fill("Eve")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("This page is not part of your work")).to_be_visible()
    expect(page.get_by_role("link", name="Team")).to_have_count(0)
    people = world.workbench.projects.members(world.owner, world.project)
    assert "Eve" not in {one.name for one in people}
    world.workbench.projects.set_roles(world.owner, world.project, world.ada.id, [])
    page.reload()
    expect(page.get_by_role("heading", name="You are in no project")).to_be_visible()
    expect(page.get_by_text(world.project.name)).to_have_count(0)


def test_ones_account_lists_browsers_and_makes_a_token_once(place):
    joined(place)
    page = place.page()
    page.goto(f"{place.address}/account")
    by_keyboard(page, email_of(place))
    expect(page.get_by_text("this browser")).to_have_count(1)
    unfold(page, "Make a token")
    page.get_by_label("What will use it").fill("nightly")
    page.get_by_role("button", name="Make the token").click()
    secret = page.get_by_text("wbt_")
    expect(secret).to_be_visible()
    person, project = place.world.workbench.tokens.enter(secret.inner_text().strip(), None)
    assert (person.id, project.id) == (place.world.ada.id, place.world.project.id)
    assert findings(page) == []
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_text("1 session ended.")).to_be_visible()
    assert len(place.world.workbench.signing_in.sessions_of(place.world.ada, place.world.ada.id)) == 1
    expect(secret).to_have_count(0)


def corrected(place: Place) -> list[str]:
    with place.world.workbench.database.reading() as tx:
        sealed = [row.sealed for row in tx.query(RevisionRow) if row.sealed]
    return [place.world.workbench.seal.open(one) for one in sealed]
