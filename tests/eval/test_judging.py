"""Judging in the store: blind, once, taken back, and hidden until it is over."""

import json
from dataclasses import replace

import pytest

from curation.domain.identity import canonical_json, new_id
from curation.domain.people import PersonRole
from curation.errors import ConflictError, InputError, NotFoundError, PermissionRefusedError
from curation.store.events import broken_lines, events_of
from eval.judging import Verdict
from eval.rounds import Choice, RoundState
from eval.store import RatingRow
from eval.store_ratings import tasks_of
from tests.builders import a_person
from tests.eval.rounds_stored import judged_by, prefers, written_content
from training.artifacts import read_json


@pytest.fixture
def judged(owned):
    return judged_by(owned)


@pytest.fixture
def expert(judged):
    return a_person(judged.workbench, judged.project, "Ann")


@pytest.fixture
def written(judged, expert):
    return judged.rounds.plan_written(judged.owner, judged.project, written_content(), [expert.id])


def first(judged, expert, written):
    return judged.judging.waiting(expert, judged.project, written.id, 1)[0]


def test_a_written_round_can_be_judged_at_once(judged, expert, written):
    assert written.state is RoundState.JUDGING
    (found,) = judged.judging.assignments(expert, judged.project)
    assert (found.name, found.note, found.judged, found.total) == ("Try-out", "No model made these answers.", 0, 24)
    assert judged.judging.assignments(judged.owner, judged.project) == ()


def test_what_a_rater_receives_names_no_system_and_no_arm(judged, expert, written):
    for task in judged.judging.waiting(expert, judged.project, written.id, 20):
        shown = canonical_json([task.id, [m.content for m in task.messages]])
        assert "System" not in shown
        assert "arm" not in shown


def test_rating_twice_with_one_id_is_one_rating(judged, expert, written):
    verdict = Verdict(new_id(), first(judged, expert, written).id, Choice.LEFT, "", 3.0)
    assert judged.judging.rate(expert, judged.project, verdict).judged == 1
    assert judged.judging.rate(expert, judged.project, verdict).judged == 1
    with pytest.raises(ConflictError, match="with another content"):
        judged.judging.rate(expert, judged.project, replace(verdict, choice=Choice.RIGHT))


def test_a_pair_judged_in_another_tab_is_not_judged_again(judged, expert, written):
    task = first(judged, expert, written)
    judged.judging.rate(expert, judged.project, Verdict("one", task.id, Choice.LEFT))
    with pytest.raises(ConflictError, match="already"):
        judged.judging.rate(expert, judged.project, Verdict("two", task.id, Choice.RIGHT))


def test_undo_takes_back_the_last_and_shows_it_again(judged, expert, written):
    order = judged.judging.waiting(expert, judged.project, written.id, 3)
    for task in order[:2]:
        judged.clock.forward(1)
        judged.judging.rate(expert, judged.project, Verdict(new_id(), task.id, Choice.TIE))
    judged.clock.forward(1)
    assert judged.judging.undo(expert, judged.project, written.id) == order[1]
    judged.clock.forward(1)
    assert judged.judging.undo(expert, judged.project, written.id) == order[0]
    assert judged.judging.progress(expert, judged.project, written.id).judged == 0
    with pytest.raises(ConflictError, match="nothing to take back"):
        judged.judging.undo(expert, judged.project, written.id)
    judged.judging.rate(expert, judged.project, Verdict(new_id(), order[0].id, Choice.BOTH_BAD))
    assert judged.judging.waiting(expert, judged.project, written.id, 1)[0] == order[1]


def test_ratings_are_added_and_never_changed(judged, expert, written):
    task = first(judged, expert, written)
    judged.judging.rate(expert, judged.project, Verdict("one", task.id, Choice.LEFT))
    judged.clock.forward(1)
    judged.judging.undo(expert, judged.project, written.id)
    with judged.workbench.database.reading() as tx:
        rows = tx.query(RatingRow).order_by(RatingRow.created_at).all()
        assert [(r.choice, r.undoes) for r in rows] == [("left", None), ("undo", "one")]
        assert [e.action for e in events_of(tx, "task", task.id)] == ["rating.given", "rating.undone"]
        assert list(broken_lines(tx)) == []


def test_somebody_elses_pair_cannot_be_judged(judged, expert, written):
    other = a_person(judged.workbench, judged.project, "Ben")
    task = first(judged, expert, written)
    with pytest.raises(NotFoundError, match="no such pair among yours"):
        judged.judging.rate(other, judged.project, Verdict(new_id(), task.id, Choice.LEFT))


def test_an_observer_does_not_judge(judged, written):
    observer = a_person(judged.workbench, judged.project, "Obi", PersonRole.OBSERVER)
    with pytest.raises(PermissionRefusedError):
        judged.judging.waiting(observer, judged.project, written.id)
    with pytest.raises(InputError, match="Obi may not judge"):
        judged.rounds.assign(judged.owner, judged.project, written.id, [observer.id])


@pytest.mark.parametrize("wrong", [{"choice": Choice.UNDO}, {"id": ""}, {"seconds": -1.0}, {"comment": "x" * 10_001}])
def test_what_makes_no_sense_is_refused(judged, expert, written, wrong):
    verdict = Verdict(new_id(), first(judged, expert, written).id, Choice.LEFT, "", 3.0)
    with pytest.raises(InputError):
        judged.judging.rate(expert, judged.project, replace(verdict, **wrong))


def test_notes_are_sealed_and_only_counted(judged, expert, written):
    words = "Mrs Miller would disagree."
    task = first(judged, expert, written)
    judged.judging.rate(expert, judged.project, Verdict("one", task.id, Choice.LEFT, words))
    with judged.workbench.database.reading() as tx:
        sealed = tx.get_one(RatingRow, "one").comment_sealed
    assert sealed is not None
    assert words.encode() not in sealed
    assert judged.workbench.seal.open(sealed) == words
    assert judged.judging.notes(judged.owner, judged.project, written.id) == 1


def test_the_expert_sees_no_verdict_before_the_round_is_closed(judged, expert, written):
    judged.rate_all(expert, written.id, prefers("B"))
    with pytest.raises(PermissionRefusedError, match="judged blind until it is closed"):
        judged.verdicts.summary(expert, judged.project, written.id)
    with pytest.raises(PermissionRefusedError):
        judged.verdicts.exchanges(expert, judged.project, written.id, [0])
    assert judged.rounds.rounds(expert, judged.project) == ()
    judged.rounds.close(judged.owner, judged.project, written.id)
    assert judged.verdicts.summary(expert, judged.project, written.id).judged == 24
    assert len(judged.rounds.rounds(expert, judged.project)) == 1


def test_a_lead_who_still_judges_does_not_see_the_verdict(judged):
    written = judged.rounds.plan_written(judged.owner, judged.project, written_content(), [judged.owner.id])
    with pytest.raises(ConflictError, match="24 pairs of the round Try-out left"):
        judged.verdicts.summary(judged.owner, judged.project, written.id)
    assert not judged.verdicts.is_open_to(judged.owner, judged.project, written.id)
    judged.rate_all(judged.owner, written.id, prefers("A"))
    assert judged.verdicts.is_open_to(judged.owner, judged.project, written.id)


def test_the_verdict_names_the_system_that_was_preferred(judged, expert, written):
    assert judged.rate_all(expert, written.id, prefers("B"), comment="") == 24
    found = judged.verdicts.summary(judged.owner, judged.project, written.id)
    assert found.sentence.startswith("System B is better: experts preferred it on 100 % of 24 prompts (86")
    exchange = judged.verdicts.exchanges(judged.owner, judged.project, written.id, [3])[0]
    assert exchange.answers["b"].text == "Words of B on 3, marked BBB."


def test_three_written_systems_make_three_pairs_a_question(judged, expert):
    planned = judged.rounds.plan_written(judged.owner, judged.project, written_content(8, "ABC"), [expert.id])
    assert judged.rate_all(expert, planned.id, prefers("C")) == 24
    assert len(judged.verdicts.summary(judged.owner, judged.project, planned.id).comparisons) == 3


def test_closing_completes_the_folder_and_ends_the_judging(judged, expert, written):
    task = first(judged, expert, written)
    judged.rate_all(expert, written.id, prefers("B"), comment="secret words")
    closed = judged.rounds.close(judged.owner, judged.project, written.id)
    assert closed == judged.rounds.close(judged.owner, judged.project, written.id)
    folder = judged.workbench.settings.home / closed.folder
    manifest = read_json(folder / "manifest.json")
    assert isinstance(manifest, dict)
    assert set(manifest["files"]) == {
        "answers/a.jsonl", "answers/b.jsonl", "plan.json", "questions.jsonl", "ratings.jsonl", "summary.json",
    }  # fmt: skip
    ratings = [json.loads(line) for line in (folder / "ratings.jsonl").read_text().splitlines()]
    assert len(ratings) == 24
    assert {r["left"] for r in ratings} == {"a", "b"}
    assert "secret words" not in (folder / "ratings.jsonl").read_text()
    assert "System B is better" in (folder / "summary.json").read_text()
    with pytest.raises(ConflictError, match="closed"):
        judged.judging.rate(expert, judged.project, Verdict(new_id(), task.id, Choice.LEFT))
    with pytest.raises(ConflictError, match="closed"):
        judged.judging.undo(expert, judged.project, written.id)


def test_asking_more_people_keeps_the_tasks_that_are_there(judged, expert, written):
    ben = a_person(judged.workbench, judged.project, "Ben")
    with judged.workbench.database.reading() as tx:
        before = tasks_of(tx, written.id, expert.id)
    judged.rounds.assign(judged.owner, judged.project, written.id, [ben.id, expert.id])
    with judged.workbench.database.reading() as tx:
        assert tasks_of(tx, written.id, expert.id) == before
        assert len(tasks_of(tx, written.id, ben.id)) == 24
    assert judged.verdicts.progress(judged.owner, judged.project, written.id) == {
        person.id: (0, 24) for person in (expert, ben)
    }
