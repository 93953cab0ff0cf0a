"""Tags and names of views are seen as they are typed: ordinary words pass at once, what names somebody is refused."""

from functools import partial

import pytest

from curation.domain.browsing import Wanted
from curation.domain.bulk import BulkKind, BulkOrder
from curation.errors import InputError, JobFailedError
from curation.services.browsing import Browsing
from curation.services.bulk import Bulk
from curation.services.histories import Histories
from curation.services.pii_tried import TRY_PII
from curation.services.pii_try_out import PiiTryOut
from curation.services.typed_words import TypedWords, is_plain
from tests.curation.privacy.conftest import PrivacyWorld


class Worker:
    """Answers as the worker does, and counts what it was asked."""

    def __init__(self, world):
        self.asked = 0
        self.world = world

    def __call__(self, kind, question):
        assert kind == TRY_PII
        self.asked += 1
        return PiiTryOut(self.world.workbench.database, self.world.workbench.seal)(question)


@pytest.mark.parametrize("said", ["to check", "dose 2021", "Check again", "will a rose grow", "x", "", "- / -"])
def test_ordinary_words_are_plain(said):
    assert is_plain(said)


@pytest.mark.parametrize(
    "said", ["Anna Bauer", "anna@example.com", "030 901820", "Zorbak", "Will Rose", "check-4111111"]
)
def test_names_numbers_and_unknown_words_are_not(said):
    assert not is_plain(said)


def test_what_names_somebody_is_refused_everywhere_and_nothing_is_kept(world: PrivacyWorld):
    worker = Worker(world.world)
    database, owner, project = world.world.workbench.database, world.world.owner, world.project
    typed = TypedWords(database, worker)
    sample = world.world.lines()[0].sample.id
    histories, browsing, bulk = (
        Histories(database, typed),
        Browsing(database, typed),
        Bulk(database, world.world.workbench.seal, typed),
    )
    acts = (
        partial(histories.tag, owner, project, sample, "Anna Bauer"),
        partial(browsing.save_view, owner, project, "Anna Bauer", Wanted()),
        partial(browsing.save_view, owner, project, "mine", Wanted(words='"Anna Bauer"')),
        partial(browsing.save_view, owner, project, "mine", Wanted(pattern="Anna Bauer")),
        partial(bulk.look, owner, project, {}, BulkOrder(BulkKind.TAG, tag="Anna Bauer")),
    )
    for act in acts:
        with pytest.raises(InputError, match="looks like personal data"):
            act()
    assert worker.asked == len(acts)
    assert b"Anna Bauer" not in world.disk()


def test_a_long_number_is_refused_without_asking_anybody(world: PrivacyWorld):
    worker = Worker(world.world)
    with pytest.raises(InputError, match="more than 5 digits"):
        TypedWords(world.world.workbench.database, worker).require_nobody(world.project, "case 12-34 567")
    assert worker.asked == 0


def test_a_word_that_the_worker_finds_nothing_in_is_taken_and_not_asked_again(world: PrivacyWorld):
    worker = Worker(world.world)
    database, owner, project = world.world.workbench.database, world.world.owner, world.project
    histories = Histories(database, TypedWords(database, worker))
    first, second, *_ = (line.sample.id for line in world.world.lines())
    assert histories.tag(owner, project, first, "qqxx") == "qqxx"
    histories.tag(owner, project, second, "qqxx")
    assert worker.asked == 1


def test_without_a_worker_ordinary_words_pass_and_others_say_what_is_missing(world: PrivacyWorld):
    owner, project = world.world.owner, world.project
    sample = world.world.lines()[0].sample.id
    assert world.world.workbench.histories.tag(owner, project, sample, "to check") == "to check"
    with pytest.raises(JobFailedError, match="no worker is running"):
        world.world.workbench.histories.tag(owner, project, sample, "Zorbak")
