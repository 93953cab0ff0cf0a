"""What raters wrote beside their choices: read when the round is closed, without personal data."""

from dataclasses import dataclass

from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.samples import Message, Role
from curation.errors import ConflictError
from curation.pii.sealed import Seal
from curation.store.database import Database
from curation.texts import text
from eval.rounds import Judgement, RoundState, judgement, standing
from eval.screening import Ask, redacted_conversations
from eval.store_ratings import ratings_of, sealed_notes, tasks_of
from eval.verdicts import known_round


@dataclass(frozen=True)
class RaterNote:
    """A note with the choice that it stands beside; its text has placeholders for personal data."""

    judgement: Judgement
    text: str


@dataclass(frozen=True)
class RaterNotes:
    """Use cases of those who read the notes; `ask` puts a short question to the worker."""

    database: Database
    seal: Seal
    ask: Ask

    def read(self, actor: Person, project: Project, round_id: str) -> tuple[RaterNote, ...]:
        """Return the notes of a closed round in the order of its questions.

        They stay sealed in the store; each time they are read the worker searches them for personal data by the
        project's rules of that day. Raises ConflictError while people judge, JobFailedError where no worker answers.
        """
        actor.require(Permission.PLAN_ROUNDS)
        with self.database.reading() as tx:
            found = known_round(tx, project, round_id)
            if found.state is not RoundState.CLOSED:
                raise ConflictError(text("Notes are read when the round {name} is closed.", name=found.name))
            tasks = {task.id: task for task in tasks_of(tx, found.id)}
            given = [rating for rating in standing(ratings_of(tx, found.id)).values() if rating.commented]
            sealed = sealed_notes(tx, [rating.id for rating in given])
        typed = [(Message(Role.USER, self.seal.open(sealed[rating.id])),) for rating in given]
        screened = redacted_conversations(typed, project.id, self.ask)
        notes = [
            RaterNote(judgement(tasks[rating.task_id], rating), turns[0].content)
            for rating, turns in zip(given, screened, strict=True)
        ]
        return tuple(sorted(notes, key=lambda n: (n.judgement.question, n.judgement.person_id)))
