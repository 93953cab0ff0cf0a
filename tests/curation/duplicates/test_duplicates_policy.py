"""A project says what counts as a duplicate: shown, tried out on its samples, kept, and searched by."""

import pytest

from curation.dedup.policy import POLICY, SEARCH, DuplicatePolicy, Fields, Unit
from curation.domain.identity import Json
from curation.domain.jobs import Job, JobKind, Reporter
from curation.errors import InputError, JobFailedError, PermissionRefusedError
from curation.services.duplicates_policy import DuplicateRules
from curation.services.duplicates_tried import TRY_DUPLICATES, Counted, tried_policy_from
from curation.services.duplicates_try_out import DuplicatesTryOut
from curation.services.screening_duplicates import OrSearch
from curation.store import duplicates as pairs_store
from tests.builders import a_person
from tests.curation.importing.screening_world import ListReporter, World, a_corpus, a_world, lines_of

BASE = "The plaster stays on a broken wrist for about six weeks, and then a doctor looks at the wrist again."
NEARLY = BASE.replace("about six weeks, and then", "some six weeks, then")


@pytest.fixture
def world(tmp_path) -> World:
    found = a_world(tmp_path)
    corpus = [("How long does it stay?", BASE), ("How long does it stay?", NEARLY), *a_corpus(4)]
    found.take_in(lines_of(*corpus), "a.jsonl")
    return found


def rules(world: World, most: int = 100) -> DuplicateRules:
    answers = {TRY_DUPLICATES: DuplicatesTryOut(world.workbench.database, most)}
    return DuplicateRules(world.workbench.database, lambda kind, question: answers[kind](question))


def kinds(world: World) -> list[str]:
    with world.workbench.database.reading() as tx:
        return sorted(pair.kind.value for pair in pairs_store.all_pairs(tx, world.project.id))


def work(world: World, job: Job) -> list[str]:
    class Stage:
        def run(self, job: Job, reporter: Reporter) -> None:
            raise AssertionError(job)

    reporter = ListReporter()
    OrSearch(world.workbench.database, Stage(), indexes=world.workbench.settings.indexes).run(job, reporter)
    return reporter.lines


def test_what_is_usual_holds_until_somebody_changes_it_and_says_how_surely_it_finds(world):
    view = rules(world).view(world.owner, world.project)
    assert view.policy == view.usual == DuplicatePolicy()
    assert (view.bands, view.rows) == (25, 5)
    assert dict(view.found)[0.8] >= 0.999
    assert dict(view.found)[0.7] < dict(view.found)[0.8] < dict(view.found)[0.9]


def test_a_preview_counts_both_on_the_same_samples_and_shows_what_would_be_new(world):
    found = rules(world).try_out(world.owner, world.project, DuplicatePolicy(threshold=0.5))
    assert (found.samples, found.total) == (6, 6)
    assert (found.before.groups, found.after.groups, found.after.members) == (0, 1, 2)
    [pair] = found.pairs
    assert pair.gained
    assert 0.5 <= pair.jaccard < 0.8
    assert kinds(world) == []


def test_a_preview_shows_what_would_be_alike_no_more(world):
    rules(world).save(world.owner, world.project, DuplicatePolicy(threshold=0.5))
    found = rules(world).try_out(world.owner, world.project, DuplicatePolicy())
    assert [pair.gained for pair in found.pairs] == [False]
    assert (found.before.groups, found.after) == (1, Counted(0, 0, 0))


def test_of_a_large_project_the_newest_samples_are_compared_and_the_preview_says_so(world):
    found = rules(world, most=3).try_out(world.owner, world.project, DuplicatePolicy(threshold=0.5))
    assert (found.samples, found.total) == (3, 6)


def test_another_policy_is_kept_with_its_number_and_searched_by_in_a_job(world):
    job = rules(world).save(world.owner, world.project, DuplicatePolicy(threshold=0.5))
    assert job is not None
    assert (job.kind, job.payload) == (JobKind.RECHECK, SEARCH)
    assert world.workbench.projects.policy(world.owner, world.project, POLICY) == DuplicatePolicy(0.5).as_json()
    assert kinds(world) == []
    assert any(line.startswith("1 pairs alike") for line in work(world, job))
    assert kinds(world) == ["near"]
    assert rules(world).view(world.owner, world.project).policy.threshold == 0.5


def test_the_same_policy_makes_no_job_and_two_changes_make_one(world):
    assert rules(world).save(world.owner, world.project, DuplicatePolicy()) is None
    first = rules(world).save(world.owner, world.project, DuplicatePolicy(0.6))
    second = rules(world).save(world.owner, world.project, DuplicatePolicy(0.6, fields=Fields.ANSWER))
    assert first is not None
    assert second == first


def test_an_expert_sees_the_policy_and_changes_nothing(world):
    expert = a_person(world.workbench, world.project, "Erin")
    assert rules(world).view(expert, world.project).policy == DuplicatePolicy()
    with pytest.raises(PermissionRefusedError):
        rules(world).save(expert, world.project, DuplicatePolicy(0.5))
    with pytest.raises(PermissionRefusedError):
        rules(world).try_out(expert, world.project, DuplicatePolicy(0.5))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"threshold": "much"}, "“threshold”"),
        ({"threshold": True}, "“threshold”"),
        ({"threshold": float("nan")}, "0.3 to 1"),
        ({"ngram": 2.5}, "“ngram”"),
        ({"ngram": 101}, "100"),
        ({"unit": "syllables"}, "words, letters"),
        ({"fields": None}, "both, question, answer"),
        ({"form": "NFD"}, "NFKC"),
        ({"treshold": 0.8}, "threshold"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_before_it_is_kept(world, given: Json, says: str):
    with pytest.raises(InputError, match=says):
        world.workbench.projects.set_policy(world.owner, world.project, POLICY, given)
    assert world.workbench.projects.policy(world.owner, world.project, POLICY) is None


def test_any_other_job_is_left_to_the_stage_behind(world):
    job = world.workbench.queue.enqueue(JobKind.RECHECK, {}, world.owner.id, world.project.id)
    with pytest.raises(AssertionError):
        work(world, job)


def test_a_policy_by_letters_finds_what_words_do_not(world):
    draft = DuplicatePolicy(0.6, 4, Unit.LETTERS)
    assert rules(world).try_out(world.owner, world.project, draft).after.groups == 1


def test_an_answer_of_another_kind_is_told_in_a_sentence():
    with pytest.raises(JobFailedError, match="one version"):
        tried_policy_from({"samples": 1})
