"""Planning a comparison of models, and the job that brings their answers."""

import pytest

from curation.domain.jobs import JobKind, JobState
from curation.domain.people import PersonRole
from curation.errors import ConflictError, InputError, JobFailedError, NotFoundError, PermissionRefusedError
from curation.store.jobs import find_job, move_job
from eval.answering import AnswerStage
from eval.folder import append_answers, read_plan, read_questions
from eval.rounds import Answer, ArmKind, RoundState
from eval.systems import Order
from eval.written import read_written
from tests.builders import a_person
from tests.eval.rounds_stored import a_run, a_version, judged_by, prefers, written_content


@pytest.fixture
def judged(owned):
    return judged_by(owned)


@pytest.fixture
def expert(judged):
    return a_person(judged.workbench, judged.project, "Ann")


def order(expert, run, **more):
    return Order(**{"name": "Base or tuned", "version": "v1", "runs": (run,), "raters": (expert.id,), **more})


def answered(judged, planned):
    """Let the round's job run: the child's answers are written by hand."""
    stage = AnswerStage(judged.workbench.database, judged.workbench.settings.home, 1, judged.clock)
    job = judged.rounds.answer(judged.owner, judged.project, planned.id)
    folder = stage.prepare(job)
    for arm in read_plan(folder).models:
        words = "BBB" if arm.kind is ArmKind.TUNED else "AAA"
        rows = [
            Answer(q.number, arm.name, f"{words} {q.number}", stopped=True, tokens=3) for q in read_questions(folder)
        ]
        append_answers(folder, arm.name, rows)
    return stage, job, folder


def test_base_and_tuned_are_asked_the_versions_test_split(judged, expert):
    run = a_run(judged, a_version(judged))
    planned = judged.rounds.plan(judged.owner, judged.project, order(expert, run))
    assert [(a.kind, a.label) for a in planned.arms] == [
        (ArmKind.BASE, "The base model"),
        (ArmKind.TUNED, "The tuned model first"),
    ]
    assert (planned.questions, planned.state) == (24, RoundState.PLANNED)


def test_the_child_is_told_where_base_and_adapter_lie(judged, expert):
    run = a_run(judged, a_version(judged))
    _, _, folder = answered(judged, judged.rounds.plan(judged.owner, judged.project, order(expert, run)))
    base, tuned = read_plan(folder).arms
    model = str(judged.workbench.settings.home / "runs" / run / "model")
    assert (base.model, base.adapter, base.template) == ("base-model", None, model)
    assert (tuned.model, tuned.adapter, tuned.template) == ("base-model", model, model)


def test_answers_in_people_judge_and_the_verdict_is_one_sentence(judged, expert):
    run = a_run(judged, a_version(judged))
    planned = judged.rounds.plan(judged.owner, judged.project, order(expert, run))
    with pytest.raises(ConflictError, match="not all there yet"):
        judged.judging.waiting(expert, judged.project, planned.id)
    stage, job, folder = answered(judged, planned)
    stage.absorb(job, folder, 0)
    stage.absorb(job, folder, 0)
    assert judged.verdicts.round(judged.owner, judged.project, "Base or tuned").state is RoundState.JUDGING
    assert judged.rate_all(expert, planned.id, prefers("B")) == 24
    found = judged.verdicts.summary(judged.owner, judged.project, planned.id)
    assert found.sentence.startswith("The tuned model first is better: experts preferred it on 100 %")


def test_a_missing_answer_fails_the_job_and_nobody_judges(judged, expert):
    run = a_run(judged, a_version(judged))
    planned = judged.rounds.plan(judged.owner, judged.project, order(expert, run))
    stage, job, folder = answered(judged, planned)
    (folder / "answers" / "a.jsonl").unlink()
    with pytest.raises(JobFailedError, match="Only 24 of 48 answers"):
        stage.absorb(job, folder, 0)
    stage.absorb(job, folder, 3)
    assert judged.verdicts.round(judged.owner, judged.project, planned.id).state is RoundState.ANSWERING


def test_asking_to_answer_twice_is_one_job_until_it_has_ended(judged, expert):
    run = a_run(judged, a_version(judged))
    planned = judged.rounds.plan(judged.owner, judged.project, order(expert, run))
    job = judged.rounds.answer(judged.owner, judged.project, planned.id)
    assert job.kind is JobKind.ANSWER
    assert judged.rounds.answer(judged.owner, judged.project, planned.id) == job
    with pytest.raises(ConflictError, match="still answering"):
        judged.rounds.close(judged.owner, judged.project, planned.id)
    with judged.workbench.database.transaction() as tx:
        found = find_job(tx, job.id)
        assert found is not None
        move_job(tx, found, JobState.CANCELLED, judged.clock())
    assert judged.rounds.answer(judged.owner, judged.project, planned.id).id != job.id


def test_some_questions_are_drawn_alike_by_one_seed(judged, expert):
    run = a_run(judged, a_version(judged))
    one, two, other = (
        judged.rounds.plan(judged.owner, judged.project, order(expert, run, name=f"r{n}", questions=5, seed=seed))
        for n, seed in enumerate((1, 1, 2))
    )
    folders = [answered(judged, planned)[2] for planned in (one, two, other)]
    asked = [[q.sample_id for q in read_questions(folder)] for folder in folders]
    assert asked[0] == asked[1] != asked[2]
    assert len(asked[0]) == 5


def test_a_question_that_was_trained_on_is_left_out_and_the_note_says_so(judged, expert):
    run = a_run(judged, a_version(judged, learnt=("what is  FACT 7?",)))
    planned = judged.rounds.plan(judged.owner, judged.project, order(expert, run))
    _, _, folder = answered(judged, planned)
    assert "v1-s7" not in {question.sample_id for question in read_questions(folder)}
    assert planned.questions == 23
    assert planned.note == "1 question of the test side was left out: it had been trained on."


def test_a_run_of_another_version_must_not_have_learnt_them_either(judged, expert):
    a_version(judged)
    learnt = tuple(f"What is fact {n}?" for n in range(22))
    run = a_run(judged, a_version(judged, "v0", test=0, learnt=learnt))
    planned = judged.rounds.plan(judged.owner, judged.project, order(expert, run, questions=20))
    assert (planned.questions, planned.note.split()[0]) == (2, "22")


def test_where_every_question_was_trained_on_nothing_is_planned(judged, expert):
    run = a_run(judged, a_version(judged, learnt=tuple(f"What is fact {n}?" for n in range(24))))
    with pytest.raises(InputError, match="All 24 questions of v1 were trained on"):
        judged.rounds.plan(judged.owner, judged.project, order(expert, run))
    assert judged.rounds.rounds(judged.owner, judged.project) == ()


def test_what_cannot_be_compared_is_refused_with_the_cure(judged, expert):
    version = a_version(judged)
    run, running = a_run(judged, version), a_run(judged, version, state="running", name="second")
    a_version(judged, "bare", test=0)
    plan = judged.rounds.plan
    with pytest.raises(NotFoundError, match="no version v9"):
        plan(judged.owner, judged.project, order(expert, run, version="v9"))
    with pytest.raises(NotFoundError, match="no run nope"):
        plan(judged.owner, judged.project, order(expert, "nope"))
    with pytest.raises(ConflictError, match="second is running"):
        plan(judged.owner, judged.project, order(expert, running))
    with pytest.raises(InputError, match="no test split"):
        plan(judged.owner, judged.project, order(expert, run, version="bare"))
    with pytest.raises(InputError, match="at least two systems"):
        plan(judged.owner, judged.project, order(expert, run, with_base=False))
    with pytest.raises(InputError, match="at least one person"):
        plan(judged.owner, judged.project, order(expert, run, raters=()))
    plan(judged.owner, judged.project, order(expert, run))
    with pytest.raises(ConflictError, match="already a round"):
        plan(judged.owner, judged.project, order(expert, run))


def test_an_expert_does_not_plan(judged, expert):
    with pytest.raises(PermissionRefusedError):
        judged.rounds.plan_written(expert, judged.project, written_content(), [expert.id])
    lead = a_person(judged.workbench, judged.project, "Lea", PersonRole.LEAD)
    assert judged.rounds.plan_written(lead, judged.project, written_content(), [expert.id]).written


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "not JSON"),
        (b"[]", "must be a JSON object"),
        (b'{"systems": [], "questions": []}', "2 to 6 systems"),
        (written_content(0), "no questions"),
        (
            written_content().replace(b'"B": "Words of B on 4', b'"X": "Words of B on 4'),
            "question 5: there is no answer of B",
        ),
    ],
)
def test_a_broken_file_of_written_answers_is_refused_with_the_place(content, sentence):
    with pytest.raises(InputError, match=sentence):
        read_written(content)


def test_personal_data_in_written_answers_is_replaced_before_it_is_stored(judged, expert):
    content = written_content().replace(b"Words of A on 3,", b"Call 030 1234567,").replace(b"fact 4?", b"030 1234567?")
    planned = judged.rounds.plan_written(judged.owner, judged.project, content, [expert.id])
    folder = judged.workbench.settings.home / planned.folder
    stored = "".join(file.read_text() for file in folder.rglob("*.json*"))
    assert "030 1234567" not in stored
    assert "Call <PHONE_NUMBER_1>, marked AAA." in stored
    assert "What is <PHONE_NUMBER_1>?" in stored
    assert "Words of B on 3, marked BBB." in stored


def test_without_a_worker_nothing_written_is_stored(judged, expert):
    with pytest.raises(JobFailedError, match="no worker is running"):
        judged.workbench.rounds.plan_written(judged.owner, judged.project, written_content(), [expert.id])
    assert judged.rounds.rounds(judged.owner, judged.project) == ()
