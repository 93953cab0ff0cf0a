import pytest

from curation.domain.people import PersonRole
from curation.errors import ConflictError, JobFailedError, PermissionRefusedError
from eval.notes import RaterNotes
from tests.builders import a_person, a_project, a_workbench
from tests.eval.rounds_stored import judged_by, prefers, stars_for_phones, written_content


@pytest.fixture
def judged(tmp_path):
    workbench = a_workbench(tmp_path)
    yield judged_by((workbench, *a_project(workbench)))
    workbench.database.close()


@pytest.fixture
def expert(judged):
    return a_person(judged.workbench, judged.project, "Dr. Frost", PersonRole.EXPERT)


@pytest.fixture
def written(judged, expert):
    return judged.rounds.plan_written(judged.owner, judged.project, written_content(3), [expert.id])


def notes(judged, ask=stars_for_phones):
    return RaterNotes(judged.workbench.database, judged.workbench.seal, ask)


def test_notes_are_read_without_personal_data_once_the_round_is_closed(judged, expert, written):
    judged.rate_all(expert, written.id, prefers("B"), "Call 030 1234567 and ask.")
    judged.rounds.close(judged.owner, judged.project, written.id)
    read = notes(judged).read(judged.owner, judged.project, written.id)
    assert [note.text for note in read] == ["Call <PHONE_NUMBER_1> and ask."] * 3
    assert [(note.judgement.question, note.judgement.winner) for note in read] == [(0, "b"), (1, "b"), (2, "b")]


def test_nobody_reads_a_note_while_people_judge(judged, expert, written):
    judged.rate_all(expert, written.id, prefers("B"), "A note.")
    with pytest.raises(ConflictError, match="when the round"):
        notes(judged).read(judged.owner, judged.project, written.id)


def test_experts_do_not_read_the_notes_of_others(judged, expert, written):
    judged.rounds.close(judged.owner, judged.project, written.id)
    with pytest.raises(PermissionRefusedError):
        notes(judged).read(expert, judged.project, written.id)


def test_a_note_that_was_taken_back_is_not_read(judged, expert, written):
    judged.rate_all(expert, written.id, prefers("B"), "Hasty.")
    judged.judging.undo(expert, judged.project, written.id)
    judged.rounds.close(judged.owner, judged.project, written.id)
    assert len(notes(judged).read(judged.owner, judged.project, written.id)) == 2


def test_notes_stay_sealed_where_no_worker_answers(judged, expert, written):
    def nobody(_kind, _question, _seconds):
        raise JobFailedError("Nobody answers.")

    judged.rate_all(expert, written.id, prefers("B"), "A note.")
    judged.rounds.close(judged.owner, judged.project, written.id)
    with pytest.raises(JobFailedError, match="Nobody answers"):
        notes(judged, nobody).read(judged.owner, judged.project, written.id)


def test_a_rater_learns_how_a_round_ended_and_nobody_else_is_told_there(judged, expert, written):
    idle = a_person(judged.workbench, judged.project, "Dr. Idle", PersonRole.EXPERT)
    judged.rate_all(expert, written.id, prefers("B"))
    assert judged.verdicts.outcomes(expert, judged.project) == ()
    judged.rounds.close(judged.owner, judged.project, written.id)
    (outcome,) = judged.verdicts.outcomes(expert, judged.project)
    assert (outcome.name, outcome.judged) == (written.name, 3)
    assert outcome.sentence == judged.verdicts.sentence(judged.owner, judged.project, written.id) != ""
    assert judged.verdicts.outcomes(idle, judged.project) == ()
