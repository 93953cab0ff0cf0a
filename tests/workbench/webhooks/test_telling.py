"""The worker's turns: a place that answers late keeps no other waiting, and the order of each stays."""

import threading
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from curation.domain.webhooks import Reach, Reply, Topic, place_of
from curation.services.hook_delivery import HookDelivery
from curation.services.webhooks import Webhooks
from tests.builders import HandClock
from tests.curation.reviewing.desk_builders import approving, waiting_samples
from workbench.work.hook_turns import MOST, MOST_SLOW, SLOW_SECONDS, Turns
from workbench.work.hooks import Telling

PATIENCE = 240
LATE = SLOW_SECONDS + 1


@dataclass
class Line:
    """Answers every place at once but the one that waits for the test; keeps what it was handed, by place."""

    slow: str
    go: threading.Event = field(default_factory=threading.Event)
    handed: list = field(default_factory=list)
    broken: bool = False

    def __call__(self, parcel):
        if self.broken:
            raise ValueError("a bug")
        host = urlsplit(parcel.url).hostname
        self.handed.append((host, parcel.id))
        if host == self.slow and not self.go.wait(PATIENCE):
            return Reply.TOO_SLOW, None
        return Reply.TAKEN, 200


@pytest.fixture
def place(owned):
    workbench, owner, project = owned
    clock, line = HandClock(), Line("127.0.0.2")
    waiting_samples(workbench, project, 6)
    hooks = Webhooks(workbench.database, workbench.seal, Reach.LOCAL, clock)
    ids = [
        hooks.add(owner, project, url, (Topic.DECISION,))[1].id
        for url in ("http://127.0.0.2:9/a", "http://127.0.0.2:9/b", "http://127.0.0.3:9/a")
    ]
    for number in range(3):
        workbench.reviewing.decide(owner, project, approving(f"s00{number}"))
    telling = Telling(HookDelivery(workbench.database, workbench.seal, line, clock))

    def decide(number):
        workbench.reviewing.decide(owner, project, approving(f"s00{number}"))

    def told_to():
        return {one.hook.id: one.hook.told_to for one in hooks.all(owner, project)}

    yield telling, line, decide, lambda: [told_to()[one] for one in ids]
    line.go.set()


def ended(threads):
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_a_place_that_answers_late_keeps_no_other_waiting_and_is_told_in_order_all_the_same(place):
    telling, line, decide, told_to = place
    late, quick = telling.look()
    ended([quick])
    assert [host for host, _ in line.handed if host == "127.0.0.3"] == ["127.0.0.3"] * 3
    decide(3)
    ended(telling.look())
    assert len([host for host, _ in line.handed if host == "127.0.0.3"]) == 4
    assert [host for host, _ in line.handed if host == "127.0.0.2"] == ["127.0.0.2"], "one message at a time"
    line.go.set()
    ended([late])
    while threads := telling.look():
        ended(threads)
    assert len(set(told_to())) == 1
    for host, most in (("127.0.0.3", 4), ("127.0.0.2", 8)):
        heard = [name for other, name in line.handed if other == host]
        assert len(heard) == len(set(heard)) == most


def test_a_bug_at_one_place_rests_it_and_ends_nothing(place, caplog):
    telling, line, _, told_to = place
    before = told_to()
    line.broken = True
    ended(telling.look())
    assert telling.look() == []
    assert told_to() == before
    assert set(telling.turns.resting) == {"127.0.0.2:9", "127.0.0.3:9"}
    assert "a bug" in caplog.text


def test_late_places_take_half_of_the_turns_at_most_and_nobody_waits_twice_in_a_row():
    turns = Turns()
    late, quick = [f"late{n:02}" for n in range(12)], [f"quick{n:02}" for n in range(12)]
    first = turns.begin(late, 1.0)
    assert len(first) == MOST
    assert turns.begin([*late, *quick], 2.0) == []
    for place in first:
        turns.end(place, LATE)
    rest = turns.begin(late, 3.0)
    assert rest[:4] == late[MOST:], "those that waited come first"
    for place in rest:
        turns.end(place, LATE)
    both = turns.begin([*late, *quick], 4.0)
    assert len(both) == MOST
    assert len(turns.busy & turns.slow) <= MOST_SLOW
    assert len({*both} & {*quick}) >= MOST - MOST_SLOW
    for place in both:
        turns.end(place, 0.1)
    assert not turns.busy
    assert turns.slow == {*late} - {*both}


def test_a_place_is_the_machine_and_its_port():
    urls = [
        "https://a.example/x",
        "https://A.example/y?z=1",
        "https://a.example:8443/x",
        "http://a.example/x",
        "https://a.example:443/",
    ]
    assert [place_of(url) for url in urls] == [
        "a.example:443",
        "a.example:443",
        "a.example:8443",
        "a.example:80",
        "a.example:443",
    ]
