"""Webhooks: told in order and at least once, signed, never with text, tried again, and switched off with a sentence."""

import json
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import text as sql

from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.webhooks import WAITS, Off, Reach, Reply, Topic, require_url
from curation.errors import ConflictError, InputError, NotFoundError
from curation.pii.sealed import seal_from
from curation.services.hook_delivery import HookDelivery
from curation.services.webhook_words import hook_state
from curation.services.webhooks import Webhooks
from curation.store.events import Thing, append_event, recent_events
from curation.store.webhooks import deliveries
from tests.builders import HandClock, a_person
from tests.curation.reviewing.desk_builders import approving, rejecting, waiting_samples
from tests.curation.webhooks.receiver import tell_all
from workbench.bootstrap import Workbench

URL = "http://127.0.0.1:9/hooks"
LINKS = ("http://169.254.169.254/", "http://[fe80::1]/", "http://224.0.0.1/", "http://0.0.0.0/")


@dataclass
class Line:
    """A line to another system that answers as a test says, and keeps every parcel."""

    replies: list[Reply]
    parcels: list

    def __call__(self, parcel):
        self.parcels.append(parcel)
        reply = self.replies.pop(0) if self.replies else Reply.TAKEN
        return reply, {Reply.TAKEN: 200, Reply.REFUSED: 500, Reply.GONE: 410}.get(reply)


@dataclass
class Desk:
    workbench: Workbench
    owner: Person
    project: Project
    clock: HandClock
    line: Line

    @property
    def hooks(self):
        return Webhooks(self.workbench.database, self.workbench.seal, Reach.LOCAL, self.clock)

    @property
    def delivery(self):
        return HookDelivery(self.workbench.database, self.workbench.seal, self.line, self.clock)

    def add(self, *topics):
        return self.hooks.add(self.owner, self.project, URL, topics or tuple(Topic))[1]

    def decide(self, sample):
        self.workbench.reviewing.decide(self.owner, self.project, approving(sample))

    def round(self):
        while tell_all(self.delivery):
            pass

    @property
    def told(self):
        return [json.loads(parcel.body) for parcel in self.line.parcels]

    def state(self, hook):
        return next(one for one in self.hooks.all(self.owner, self.project) if one.hook.id == hook.id)


@pytest.fixture
def desk(owned):
    workbench, owner, project = owned
    waiting_samples(workbench, project, 8)
    return Desk(workbench, owner, project, HandClock(), Line([], []))


def test_decisions_are_told_once_in_their_order_without_text(desk):
    desk.add(Topic.DECISION)
    for sample in ("s000", "s001", "s002"):
        desk.decide(sample)
    for _ in range(3):
        desk.round()
    assert [one["data"]["object_id"] for one in desk.told] == ["s000", "s001", "s002"]
    assert {one["type"] for one in desk.told} == {"sample.approved"}
    first = desk.told[0]
    assert set(first) == {"type", "timestamp", "data"}
    assert set(first["data"]) == {"project", "number", "person", "object_kind", "object_id", "hashes"}
    said = b"".join(parcel.body for parcel in desk.line.parcels)
    assert b"Question" not in said
    assert b"Owner" not in said


def test_only_what_was_chosen_is_told_and_only_from_now_on(desk):
    desk.decide("s000")
    desk.add(Topic.VERSION)
    desk.decide("s001")
    with desk.workbench.database.transaction() as tx:
        append_event(tx, desk.clock(), desk.owner.id, "version.frozen", Thing("version", "v", desk.project.id, ("h",)))
        append_event(tx, desk.clock(), desk.owner.id, "version.frozen", Thing("version", "w", "another project"))
    desk.round()
    assert [one["data"]["object_id"] for one in desk.told] == ["v"]


def test_a_try_that_fails_is_made_again_with_the_same_id_after_a_growing_wait(desk):
    hook = desk.add(Topic.DECISION)
    desk.line.replies = [Reply.REFUSED, Reply.UNREACHED]
    desk.decide("s000")
    desk.decide("s001")
    desk.round()
    desk.round()
    assert len(desk.line.parcels) == 1
    desk.clock.forward(WAITS[0].total_seconds())
    desk.round()
    assert len(desk.line.parcels) == 2
    desk.clock.forward(WAITS[1].total_seconds())
    desk.round()
    ids = [parcel.id for parcel in desk.line.parcels]
    assert (len(ids), len(set(ids)), ids[0] == ids[1] == ids[2]) == (4, 2, True)
    assert [one["data"]["object_id"] for one in desk.told] == ["s000", "s000", "s000", "s001"]
    assert desk.state(hook).hook.failures == 0
    assert [one.reply for one in desk.state(hook).tries] == [Reply.TAKEN, Reply.TAKEN, Reply.UNREACHED, Reply.REFUSED]


def test_after_too_many_failures_it_is_switched_off_and_nothing_is_lost(desk):
    hook = desk.add(Topic.DECISION)
    desk.line.replies = [Reply.REFUSED] * (len(WAITS) + 1)
    desk.decide("s000")
    for wait in (*WAITS, WAITS[-1]):
        desk.round()
        desk.clock.forward(wait.total_seconds())
    desk.round()
    assert (len(desk.line.parcels), desk.state(hook).hook.off) == (len(WAITS) + 1, Off.FAILED)
    with desk.workbench.database.reading() as tx:
        assert recent_events(tx, desk.project.id)[0].action == "webhook.stopped"
    desk.decide("s001")
    desk.hooks.switch(desk.owner, desk.project, hook.id, on=True)
    desk.round()
    assert [one["data"]["object_id"] for one in desk.told[-2:]] == ["s000", "s001"]


def test_failures_with_successes_between_them_are_not_in_a_row(desk):
    hook = desk.add(Topic.DECISION)
    for sample in range(8):
        desk.decide(f"s{sample:03}")
    desk.line.replies = [Reply.REFUSED, Reply.REFUSED, *[Reply.TAKEN, Reply.REFUSED] * 7]
    for wait in (WAITS[0], *[WAITS[1]] * 9):
        desk.round()
        desk.clock.forward(wait.total_seconds())
    assert (desk.state(hook).hook.failures, desk.state(hook).hook.off) == (0, None)
    assert len({one["data"]["object_id"] for one in desk.told}) == 8


def test_what_is_gone_is_switched_off_at_once_and_can_go_on_from_now(desk):
    hook = desk.add(Topic.DECISION)
    desk.line.replies = [Reply.GONE]
    desk.decide("s000")
    desk.round()
    assert desk.state(hook).hook.off is Off.GONE
    desk.decide("s001")
    desk.hooks.switch(desk.owner, desk.project, hook.id, on=True, skip=True)
    desk.decide("s002")
    desk.round()
    assert [one["data"]["object_id"] for one in desk.told] == ["s000", "s002"]


def test_a_worker_that_is_killed_between_the_call_and_its_note_tells_it_again(desk):
    desk.add(Topic.DECISION)
    desk.decide("s000")

    class KilledError(Exception):
        pass

    def killed(parcel):
        desk.line.parcels.append(parcel)
        raise KilledError

    with pytest.raises(KilledError):
        tell_all(replace(desk.delivery, send=killed))
    desk.round()
    assert len(desk.line.parcels) == 1
    desk.clock.forward(120)
    desk.round()
    assert len({parcel.id for parcel in desk.line.parcels}) == 1
    assert len(desk.line.parcels) == 2


def test_two_workers_do_not_tell_the_same_at_once(desk):
    desk.add(Topic.DECISION)
    desk.decide("s000")
    seen = []

    def meanwhile(parcel):
        seen.append(parcel)
        tell_all(desk.delivery)
        return Reply.TAKEN, 200

    tell_all(replace(desk.delivery, send=meanwhile))
    assert (len(seen), desk.line.parcels) == (1, [])


def test_what_was_told_while_it_was_switched_off_is_not_told_again(desk):
    hook = desk.add(Topic.DECISION)
    desk.decide("s000")
    desk.decide("s001")

    def switching(parcel):
        desk.line.parcels.append(parcel)
        desk.hooks.switch(desk.owner, desk.project, hook.id, on=False)
        return Reply.TAKEN, 200

    tell_all(replace(desk.delivery, send=switching))
    assert desk.state(hook).hook.off is Off.CHOSEN
    desk.hooks.switch(desk.owner, desk.project, hook.id, on=True)
    desk.round()
    assert [one["data"]["object_id"] for one in desk.told] == ["s000", "s001"]


def test_a_worker_whose_turn_ran_out_writes_nothing_over_the_next_one(desk):
    hook = desk.add(Topic.DECISION)
    for sample in ("s000", "s001"):
        desk.decide(sample)

    def slow(parcel):
        desk.clock.forward(120)
        desk.decide("s002")
        desk.round()
        return Reply.REFUSED, 500

    tell_all(replace(desk.delivery, send=slow))
    assert [one["data"]["object_id"] for one in desk.told] == ["s000", "s001", "s002"]
    assert (desk.state(hook).hook.failures, {one.reply for one in desk.state(hook).tries}) == (0, {Reply.TAKEN})
    desk.round()
    assert len(desk.told) == 3


def test_a_webhook_that_is_removed_while_it_is_told_leaves_no_tries(desk):
    hook = desk.add(Topic.DECISION)
    desk.decide("s000")

    def removing(parcel):
        desk.hooks.remove(desk.owner, desk.project, hook.id)
        return Reply.TAKEN, 200

    tell_all(replace(desk.delivery, send=removing))
    with desk.workbench.database.reading() as tx:
        assert deliveries(tx, hook.id, 10) == ()


def test_without_the_key_it_is_switched_off_with_that_reason_and_goes_on_with_it(desk, tmp_path):
    hook = desk.add(Topic.DECISION)
    desk.decide("s000")
    tell_all(replace(desk.delivery, seal=seal_from(tmp_path / "another.key")))
    assert (desk.line.parcels, desk.state(hook).hook.off) == ([], Off.LOST)
    assert "the key that opens its address is missing" in hook_state(desk.state(hook).hook)
    desk.hooks.switch(desk.owner, desk.project, hook.id, on=True)
    desk.round()
    assert [one["data"]["object_id"] for one in desk.told] == ["s000"]


def test_a_verdict_that_may_not_be_known_yet_is_told_without_it(desk):
    rules = replace(desk.workbench.review_rules.now(desk.owner, desk.project), slots=2)
    desk.workbench.review_rules.choose(desk.owner, desk.project, rules)
    desk.add(Topic.DECISION)
    desk.decide("s000")
    desk.round()
    [told] = desk.told
    assert (told["type"], told["data"]["person"], told["data"]["hashes"]) == ("sample.decided", "", [])
    ben = a_person(desk.workbench, desk.project, "Ben")
    desk.workbench.reviewing.decide(ben, desk.project, rejecting("s000"))
    desk.round()
    assert desk.told[-1]["type"] == "sample.rejected"


def test_a_test_is_told_to_the_one_that_is_tested(desk):
    hook, _ = desk.add(Topic.RUN), desk.add(Topic.RUN)
    number = desk.hooks.test(desk.owner, desk.project, hook.id)
    desk.round()
    assert [(one["type"], one["data"]["number"]) for one in desk.told] == [("webhook.tested", number)]
    desk.hooks.switch(desk.owner, desk.project, hook.id, on=False)
    with pytest.raises(ConflictError, match="switched off"):
        desk.hooks.test(desk.owner, desk.project, hook.id)


def test_a_webhook_is_removed_with_its_tries_and_of_another_project_is_not_there(desk):
    hook = desk.add(Topic.DECISION)
    desk.decide("s000")
    desk.round()
    desk.hooks.remove(desk.owner, desk.project, hook.id)
    assert desk.hooks.all(desk.owner, desk.project) == ()
    for act in (desk.hooks.remove, desk.hooks.test, desk.hooks.tries):
        with pytest.raises(NotFoundError):
            act(desk.owner, desk.project, hook.id)
    desk.decide("s001")
    desk.round()
    assert len(desk.line.parcels) == 1


def test_a_lost_key_leaves_a_webhook_that_tells_nothing(desk):
    hook = desk.add(Topic.DECISION)
    with desk.workbench.database.transaction() as tx:
        tx.execute(sql("UPDATE webhooks SET sealed = NULL"))
    desk.decide("s000")
    desk.round()
    assert (desk.line.parcels, desk.state(hook).url) == ([], "")


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("ftp://example.org/", "leads to an address"),
        ("https://", "leads to an address"),
        ("example.org/hook", "leads to an address"),
        ("https://user:secret@example.org/", "must not hold a name or a password"),
        ("https://exa mple.org/", "without blanks"),
        ("https://example.org/\r\nHost: evil", "without blanks"),
        ("https://example.org/\u202e", "plain ASCII"),
        ("https://example.org/" + "x" * 2_000, "at most 2000"),
        ("https://example.org:99999/", "leads to an address"),
        ("http://example.org/", "over https only"),
        ("https://127.0.0.1/", "public addresses only"),
        ("https://[::1]/", "public addresses only"),
        ("https://10.1.2.3/", "public addresses only"),
        ("https://[::ffff:192.168.1.1]/", "public addresses only"),
        ("https://169.254.169.254/latest/meta-data", "public addresses only"),
        ("https://0.0.0.0/", "public addresses only"),
    ],
)
def test_an_address_that_cannot_be_is_one_sentence(url, word):
    with pytest.raises(InputError, match=word):
        require_url(url, Reach.PUBLIC)


def test_the_network_around_is_allowed_where_the_operator_says_so_but_never_the_link(desk):
    for url in ("http://127.0.0.1:8000/x", "https://10.1.2.3/", "http://hooks.internal/"):
        desk.hooks.add(desk.owner, desk.project, url, [Topic.RUN])
    for url in (*LINKS, "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:a9fe:a9fe::]/", "http://[fd00:ec2::254]/"):
        with pytest.raises(InputError, match="never lead to link-local"):
            desk.hooks.add(desk.owner, desk.project, url, [Topic.RUN])
    with pytest.raises(InputError, match="Choose what"):
        desk.hooks.add(desk.owner, desk.project, URL, [])
