"""The lead has another system told what happens, sees that it answered, and switches it off and on."""

import pytest
from playwright.sync_api import expect

from curation.domain.webhooks import Reach
from curation.services.hook_delivery import HookDelivery
from tests.browser.conftest import unfold
from tests.browser.server import serving
from tests.builders import a_project, a_workbench
from tests.curation.webhooks.receiver import receiving, tell_all
from workbench.work.hook_sending import Sender


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("webhooks")
    workbench = a_workbench(folder)
    a_project(workbench)
    with serving(folder / "home", "workbench.app", WORKBENCH_WEBHOOKS="local") as server:
        yield workbench, server
    workbench.database.close()


def test_a_webhook_is_added_tested_switched_and_removed_on_its_page(home, visit):
    workbench, server = home
    with receiving() as receiver:
        page = visit(server.address, "/settings")
        page.get_by_role("link", name="Webhooks").click()
        expect(page.get_by_text("No other system is told yet.")).to_be_visible()
        unfold(page, "Add a webhook")
        page.get_by_label("Where it leads").fill("http://169.254.169.254/latest")
        page.get_by_role("button", name="Add the webhook").click()
        expect(page.get_by_text("Webhooks never lead to link-local")).to_be_visible()
        page.get_by_label("Where it leads").fill(receiver.url)
        page.get_by_role("button", name="Add the webhook").click()
        expect(page.get_by_text("Copy the secret now")).to_be_visible()
        expect(page.get_by_text(receiver.url)).to_be_visible()
        expect(page.get_by_role("link", name=receiver.url)).to_have_count(0)
        page.get_by_role("button", name="Test", exact=True).click()
        expect(page.get_by_text("The worker tells it now")).to_be_visible()
        tell_all(HookDelivery(workbench.database, workbench.seal, Sender(Reach.LOCAL)))
        assert [one["type"] for one in receiver.messages] == ["webhook.tested"]
        expect(page.get_by_text("Copy the secret now")).to_be_visible()
        page.get_by_role("button", name="I have copied it").click()
        expect(page.get_by_text("Copy the secret now")).to_have_count(0)
        expect(page.get_by_text(": taken (200).")).to_be_visible()
        page.get_by_role("button", name="Switch off").press("Enter")
        expect(page.get_by_text("Switched off.", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Test", exact=True)).to_be_disabled()
        expect(page.get_by_role("button", name="Switch on")).to_be_focused()
        page.get_by_role("button", name="Switch on").click()
        expect(page.get_by_role("button", name="Switch off")).to_be_visible()
        page.get_by_role("button", name="Remove", exact=True).press("Enter")
        expect(page.get_by_text("nor what it has not heard yet")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_text("nor what it has not heard yet")).to_be_hidden()
        expect(page.get_by_text(receiver.url)).to_be_visible()
        page.get_by_role("button", name="Remove", exact=True).press("Enter")
        page.get_by_role("button", name="Remove it for good").press("Enter")
        expect(page.get_by_text("No other system is told yet.")).to_be_visible()
