import pytest

from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.domain.standing import Later, Standing, Step
from tests.builders import a_person
from tests.curation.release.shelf import Shelf, pair

W, A, R = SampleStatus.WAITING, SampleStatus.APPROVED, SampleStatus.REJECTED


def standing_of(shelf: Shelf) -> Standing:
    return shelf.workbench.overview.standing(shelf.owner, shelf.project)


@pytest.fixture
def shelf(owned):
    return Shelf(*owned)


@pytest.mark.parametrize(
    ("approved", "waiting", "rejected", "step"),
    [
        (0, 0, 0, Step.IMPORT),
        (0, 0, 3, Step.WAIT),
        (0, 3, 0, Step.REVIEW),
        (5, 3, 0, Step.REVIEW),
        (5, 0, 1, Step.FREEZE),
        (20, 30, 0, Step.FREEZE),
    ],
)
def test_before_a_version_the_next_step_follows_from_where_samples_stand(shelf, approved, waiting, rejected, step):
    counts = dict.fromkeys(SampleStatus, 0) | {A: approved, W: waiting, R: rejected}
    assert Standing(counts, 0, None).next_step(Later()) is step


@pytest.mark.parametrize(
    ("later", "step"),
    [
        (Later(), Step.TRAIN),
        (Later(runs_open=1), Step.TRAINING),
        (Later(runs_done=1), Step.PLAN_ROUND),
        (Later(runs_done=1, rounds_open=1, rounds_closed=1), Step.JUDGING),
        (Later(runs_done=1, rounds_closed=1), Step.IMPROVE),
    ],
)
def test_after_a_version_the_next_step_follows_from_runs_and_rounds(shelf, later, step):
    shelf.add(*(pair(i) for i in range(4)))
    shelf.freeze("v1")
    assert standing_of(shelf).next_step(later) is step


def test_every_sample_is_counted_and_what_waits_for_me_is_mine(shelf):
    shelf.add(*(pair(i) for i in range(4)), *(pair(i, W) for i in range(10, 13)), pair(20, R))
    found = standing_of(shelf)
    assert (found.counts[A], found.counts[W], found.counts[R], found.total, found.for_me) == (4, 3, 1, 8, 3)


def test_decisions_are_counted_by_person_and_kind(shelf):
    expert = a_person(shelf.workbench, shelf.project, "Dr. Weber")
    shelf.add(*(pair(i) for i in range(4)))
    work = shelf.workbench.overview.work(expert, shelf.project)
    assert work[shelf.owner.id].counts == {Verdict.APPROVE: 4}
    assert shelf.workbench.overview.names(expert)[expert.id] == "Dr. Weber"
