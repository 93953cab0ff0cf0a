"""Answering: resumable by question, each batch kept, stopped without loss."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from curation.domain.jobs import JobState
from curation.errors import InputError, JobCancelledError
from eval.answers import Answering
from eval.folder import answers_file, read_answers
from eval.rounds import AnswerSettings, Arm, ArmKind, Question, Reply
from tests.eval.rounds_made import a_folder, an_arm
from training.artifacts import RunFolder
from training.stopping import StopSign


@dataclass
class EchoLoader:
    """Stands in for a model: repeats the question, and raises CANCEL after so many batches."""

    folder: RunFolder
    batches: int = 99
    loaded: list[str] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def __call__(self, arm: Arm, settings: AnswerSettings, questions: Sequence[Question]) -> "EchoLoader":
        del settings, questions
        self.loaded.append(arm.name)
        return self

    def reply(self, questions: Sequence[Question]) -> list[Reply]:
        self.asked += [q.number for q in questions]
        self.batches -= 1
        if self.batches == 0:
            self.folder.ask_to_cancel()
        return [Reply(q.messages[-1].content, stopped=True, tokens=4) for q in questions]


def answering(folder, batches=99):
    loader = EchoLoader(RunFolder(folder), batches)
    return Answering(folder, loader, StopSign(RunFolder(folder))), loader


def test_every_model_answers_every_question(tmp_path):
    arms = (an_arm("a"), an_arm("b"), Arm("c", "Written", ArmKind.WRITTEN))
    work, loader = answering(a_folder(tmp_path, arms))
    work.run()
    assert loader.loaded == ["a", "b"]
    assert [a.text for a in read_answers(tmp_path, "b")] == [f"What is fact {n}?" for n in range(5)]
    assert read_answers(tmp_path, "c") == ()
    status = RunFolder(tmp_path).status()
    assert status is not None
    assert (status.state, status.step, status.max_steps) == (JobState.DONE, 10, 10)


def test_a_stopped_child_goes_on_where_it_was(tmp_path):
    a_folder(tmp_path, (an_arm("a"), an_arm("b")))
    stopped, first = answering(tmp_path, batches=2)
    with pytest.raises(JobCancelledError):
        stopped.run()
    assert len(read_answers(tmp_path, "a")) == 4
    with answers_file(tmp_path, "a").open("ab") as file:
        file.write(b'{"number": 4, "ans')
    (tmp_path / "CANCEL").unlink()
    again, second = answering(tmp_path)
    again.run()
    assert sorted(first.asked + second.asked) == sorted([*range(5), *range(5)])
    assert [a.question for a in read_answers(tmp_path, "a")] == [0, 1, 2, 3, 4]


def test_a_finished_folder_loads_no_model_again(tmp_path):
    a_folder(tmp_path, (an_arm("a"),))
    answering(tmp_path)[0].run()
    work, loader = answering(tmp_path)
    work.run()
    assert loader.loaded == []


def test_a_folder_without_questions_is_refused(tmp_path):
    work, _ = answering(a_folder(tmp_path, (an_arm("a"),), questions=0))
    with pytest.raises(InputError, match="holds no questions"):
        work.run()
