"""Answering a round's questions: resumable by question, each batch kept as soon as it is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from curation.domain.jobs import JobState
from curation.domain.moments import Clock, utc_now
from curation.errors import InputError
from curation.texts import text
from eval.folder import FolderPlan, append_answers, read_answers, read_plan, read_questions
from eval.rounds import Answer, AnswerSettings, Arm, Question, Reply
from training.artifacts import RunFolder, Status
from training.stopping import StopSign


class Speaker(Protocol):
    """A loaded system that answers several questions at once."""

    def reply(self, questions: Sequence[Question]) -> list[Reply]:
        """Return one reply a question, in the same order."""
        ...


Loader = Callable[[Arm, AnswerSettings, Sequence[Question]], Speaker]


@dataclass(frozen=True)
class Answering:
    """The child's work on one round folder."""

    folder: Path
    load: Loader
    sign: StopSign
    clock: Clock = utc_now

    def run(self) -> None:
        """Answer whatever is not answered yet; raises JobCancelledError where it is asked to stop."""
        plan, questions = read_plan(self.folder), read_questions(self.folder)
        if not questions:
            raise InputError(text("{folder} holds no questions. Plan the round again.", folder=self.folder))
        waiting = {arm: self._waiting(arm, questions) for arm in plan.models}
        total = len(plan.models) * len(questions)
        done = total - sum(map(len, waiting.values()))
        for arm, asked in waiting.items():
            if asked:
                self._say(JobState.RUNNING, (done, total), text("Loading {label}", label=arm.label))
            for count in self._answer(plan, arm, asked):
                done += count
                self._say(JobState.RUNNING, (done, total), text("{label} answers", label=arm.label))
        self._say(JobState.DONE, (done, total), "")

    def _waiting(self, arm: Arm, questions: Sequence[Question]) -> list[Question]:
        """Return what an arm has not answered yet, the short ones first."""
        known = {answer.question for answer in read_answers(self.folder, arm.name)}
        return sorted((q for q in questions if q.number not in known), key=_size)

    def _answer(self, plan: FolderPlan, arm: Arm, waiting: Sequence[Question]) -> Iterator[int]:
        """Answer batch by batch; yield how many answers each has added."""
        if not waiting:
            return
        speaker = self.load(arm, plan.settings, waiting)
        for start in range(0, len(waiting), plan.settings.batch_size):
            self.sign.require_going()
            batch = waiting[start : start + plan.settings.batch_size]
            replies = speaker.reply(batch)
            append_answers(self.folder, arm.name, map(_answer, batch, replies, [arm.name] * len(batch)))
            yield len(batch)

    def _say(self, state: JobState, progress: tuple[int, int], note: str) -> None:
        say(self.folder, Status(state, progress[0], progress[1], note), self.clock())


def say(folder: Path, status: Status, now: datetime) -> None:
    """Replace status.json."""
    RunFolder(folder).write_status(status, now)


def _answer(question: Question, reply: Reply, arm: str) -> Answer:
    return Answer(question.number, arm, reply.text, reply.stopped, reply.tokens)


def _size(question: Question) -> tuple[int, int]:
    return sum(len(m.content) for m in question.messages), question.number
