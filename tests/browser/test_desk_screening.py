import pytest

from tests.browser.desk import a_world, some
from tests.browser.waiting import until


@pytest.mark.slow
def test_what_an_expert_typed_is_screened_before_anybody_else_sees_it(app_and_worker, visit):
    workbench, server = app_and_worker
    world = a_world(workbench, server, visit)
    (sample,) = world.waiting(some(1))
    desk = world.desk()
    desk.painted("Question 0")
    desk.field("comment").fill("Heard from mary.miller@example.org")
    desk.press("Escape")
    desk.press("e")
    desk.type(" Write to john.doe@example.com today.")
    desk.press("Control+Enter")
    desk.says("Nobody sees it before it has been checked")

    def screened():
        item = workbench.reviewing.item(world.owner, world.project, sample)
        assert "john.doe" not in item.conversation.answer
        return item.revision.number > 1 and item.status.value == "approved"

    assert until(desk.page, screened)
    item = workbench.reviewing.item(world.owner, world.project, sample)
    assert item.conversation.answer == "Answer 0 is rest. Write to <EMAIL_ADDRESS_1> today."
    assert [span.placeholder for span in item.spans] == ["<EMAIL_ADDRESS_1>"]
    raw = (server.home / "workbench.db").read_bytes()
    raw += (server.home / "workbench.db-wal").read_bytes()
    assert b"john.doe" not in raw
    assert b"mary.miller" not in raw
