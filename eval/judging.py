"""Judging blind: what a rater is shown, says, and takes back. Nothing here tells which system is which."""

from dataclasses import dataclass

from curation.domain.identity import canonical_json, content_hash, new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError, InputError, NotFoundError
from curation.pii.sealed import Seal
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.texts import text
from eval.blind import shown
from eval.rounds import CHOICES, BlindTask, Choice, Rating, RatingTask, Round, RoundState, standing
from eval.store_ratings import (
    add_rating,
    counts_of,
    held_task,
    rating_by_id,
    ratings_of,
    ratings_of_task,
    waiting_tasks,
)
from eval.store_rounds import answers_of, rounds, some_questions
from eval.verdicts import known_round

MOST_AT_ONCE = 20
LONGEST_COMMENT = 10_000


@dataclass(frozen=True)
class Verdict:
    """What a rater sends: an id of their own making (sending twice adds nothing), the choice, the time taken."""

    id: str
    task_id: str
    choice: Choice
    comment: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Assignment:
    """A round as its rater knows it: never its systems."""

    round_id: str
    name: str
    note: str
    judged: int
    total: int


@dataclass(frozen=True)
class Judging:
    """Use cases of those who judge."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def assignments(self, actor: Person, project: Project) -> tuple[Assignment, ...]:
        """Return the rounds that wait for this person or were judged by them, unfinished first, oldest first."""
        actor.require(Permission.RATE)
        with self.database.reading() as tx:
            open_rounds = [r for r in rounds(tx, project.id) if r.state is RoundState.JUDGING]
            mine = [_assignment(tx, actor, r) for r in reversed(open_rounds)]
        given = [a for a in mine if a.total]
        return tuple(sorted(given, key=lambda a: a.judged == a.total))

    def waiting(self, actor: Person, project: Project, round_id: str, count: int = 3) -> tuple[BlindTask, ...]:
        """Return the next pairs that this person judges in a round, both answers of each at once."""
        actor.require(Permission.RATE)
        with self.database.reading() as tx:
            found = _open_round(tx, project, round_id)
            tasks = waiting_tasks(tx, found.id, actor.id, min(max(count, 1), MOST_AT_ONCE))
            return _blind(tx, found, tasks)

    def progress(self, actor: Person, project: Project, round_id: str) -> Assignment:
        """Return how far this person is in a round."""
        actor.require(Permission.RATE)
        with self.database.reading() as tx:
            return _assignment(tx, actor, _open_round(tx, project, round_id))

    def rate(self, actor: Person, project: Project, verdict: Verdict) -> Assignment:
        """Keep what a person says of a pair; the same id again changes nothing.

        Raises ConflictError where the pair was judged otherwise already or the round is closed, NotFoundError where
        the pair is not this person's.
        """
        actor.require(Permission.RATE)
        _require_sound(verdict)
        with self.database.transaction() as tx:
            task = _own_task(tx, actor, verdict.task_id)
            found = _open_round(tx, project, task.round_id, hold=True)
            if self._is_new(tx, verdict):
                sealed = self.seal.close(verdict.comment) if verdict.comment.strip() else None
                rating = Rating(verdict.id, task.id, verdict.choice, verdict.seconds, self.clock())
                add_rating(tx, rating, sealed)
                self._note(tx, actor, "rating.given", task, project, rating)
            return _assignment(tx, actor, found)

    def undo(self, actor: Person, project: Project, round_id: str) -> BlindTask:
        """Take back this person's last standing judgement in a round, and show the pair again."""
        actor.require(Permission.RATE)
        with self.database.transaction() as tx:
            found = _open_round(tx, project, round_id, hold=True)
            given = standing(ratings_of(tx, found.id, actor.id))
            if not given:
                raise ConflictError(text("There is nothing to take back in this round."))
            last = max(given.values(), key=lambda r: (r.created_at, r.id))
            task = _own_task(tx, actor, last.task_id)
            back = Rating(new_id(), task.id, Choice.UNDO, 0.0, self.clock(), undoes=last.id)
            add_rating(tx, back, None)
            self._note(tx, actor, "rating.undone", task, project, back)
            return _blind(tx, found, (task,))[0]

    def notes(self, actor: Person, project: Project, round_id: str) -> int:
        """Count the notes that people wrote in a round; their text stays sealed."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            found = known_round(tx, project, round_id)
            return sum(r.commented for r in standing(ratings_of(tx, found.id)).values())

    def _is_new(self, tx: Transaction, verdict: Verdict) -> bool:
        known = rating_by_id(tx, verdict.id)
        if known is not None:
            if (known.task_id, known.choice) != (verdict.task_id, verdict.choice):
                raise ConflictError(text("This judgement was sent before with another content."))
            return False
        if standing(ratings_of_task(tx, verdict.task_id)):
            raise ConflictError(text("You have judged this pair already. Take it back first (U) to judge it anew."))
        return True

    def _note(
        self, tx: Transaction, actor: Person, action: str, task: RatingTask, project: Project, rating: Rating
    ) -> None:
        digest = content_hash(canonical_json([rating.id, rating.choice.value, rating.undoes]))
        append_event(tx, rating.created_at, actor.id, action, Thing("task", task.id, project.id, (digest,)))


def _require_sound(verdict: Verdict) -> None:
    if verdict.choice not in CHOICES:
        raise InputError(text("A judgement is left, right, tie or both_bad."))
    if not 0 < len(verdict.id) <= 64 or not 0 <= verdict.seconds < 1e6:  # noqa: PLR2004 - the column, and eleven days
        raise InputError(text("A judgement needs an id of at most 64 characters and a plausible time."))
    if len(verdict.comment) > LONGEST_COMMENT:
        raise InputError(text("A note may have at most {most} characters.", most=LONGEST_COMMENT))


def _open_round(tx: Transaction, project: Project, round_id: str, *, hold: bool = False) -> Round:
    found = known_round(tx, project, round_id, hold=hold)
    if found.state is RoundState.CLOSED:
        raise ConflictError(text("The round {name} is closed: its verdict stands.", name=found.name))
    if found.state is not RoundState.JUDGING:
        raise ConflictError(text("The answers of the round {name} are not all there yet.", name=found.name))
    return found


def _own_task(tx: Transaction, actor: Person, task_id: str) -> RatingTask:
    task = held_task(tx, task_id)
    if task is None or task.person_id != actor.id:
        raise NotFoundError(text("There is no such pair among yours. Reload the page."))
    return task


def _assignment(tx: Transaction, actor: Person, found: Round) -> Assignment:
    judged, total = counts_of(tx, found.id).get(actor.id, (0, 0))
    return Assignment(found.id, found.name, found.note, judged, total)


def _blind(tx: Transaction, found: Round, tasks: tuple[RatingTask, ...]) -> tuple[BlindTask, ...]:
    numbers = [task.question for task in tasks]
    questions = some_questions(tx, found.id, numbers)
    texts = {place: answer.text for place, answer in answers_of(tx, found.id, numbers).items()}
    names = [arm.name for arm in found.arms]
    return tuple(
        shown(task, questions[task.question].messages, {name: texts[task.question, name] for name in names})
        for task in tasks
    )
