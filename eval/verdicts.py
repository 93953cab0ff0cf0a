"""What a round says, and to whom: nobody who still judges it sees its figures or which system is which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError, NotFoundError, PermissionRefusedError
from curation.store.database import Database, Transaction
from curation.texts import text
from eval.folder import listed_files
from eval.records import fields, string
from eval.rounds import Answer, Question, Round, RoundState, judgement, standing
from eval.store_ratings import counts_of, ratings_of, tasks_of
from eval.store_rounds import answers_of, held_round, round_by_id, rounds, some_questions, summary_of
from eval.summary import Summary, summarise


@dataclass(frozen=True)
class Exchange:
    """A question with what each system answered, by arm name."""

    question: Question
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Outcome:
    """How a round ended, for somebody who judged in it."""

    name: str
    sentence: str
    judged: int


@dataclass(frozen=True)
class Verdicts:
    """Use cases around what a round says; `home` is the folder that holds `rounds/`."""

    database: Database
    home: Path

    def round(self, actor: Person, project: Project, name: str) -> Round:
        """Return a round by its id or name; raises NotFoundError naming those there are."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            found = rounds(tx, project.id)
        named = next((r for r in found if name in {r.id, r.name}), None)
        if named is None:
            names = ", ".join(r.name for r in found) or text("none yet")
            raise NotFoundError(text("There is no round {name}. There are: {names}.", name=name, names=names))
        return named

    def progress(self, actor: Person, project: Project, round_id: str) -> dict[str, tuple[int, int]]:
        """Return (judged, all) of each person who judges a round, by id."""
        actor.require(Permission.PLAN_ROUNDS)
        with self.database.reading() as tx:
            return counts_of(tx, known_round(tx, project, round_id).id)

    def is_open_to(self, actor: Person, project: Project, round_id: str) -> bool:
        """Tell whether a person may see what a round says by now."""
        with self.database.reading() as tx:
            return _hidden_because(tx, actor, known_round(tx, project, round_id)) is None

    def summary(self, actor: Person, project: Project, round_id: str) -> Summary:
        """Return what a round says so far; raises where the person may not see it yet.

        Until it is closed it is open only to those who plan rounds, and to them only once they have no pair of
        their own left to judge: who has seen the verdict does not judge blind.
        """
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return summed_up(tx, _open(tx, actor, project, round_id))

    def sentence(self, actor: Person, project: Project, round_id: str) -> str:
        """Return the sentence that a round was closed with, nothing before that."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return _kept_sentence(tx, known_round(tx, project, round_id).id)

    def outcomes(self, actor: Person, project: Project) -> tuple[Outcome, ...]:
        """Return how the closed rounds ended in which this person has judged, newest first."""
        actor.require(Permission.RATE)
        with self.database.reading() as tx:
            closed = [found for found in rounds(tx, project.id) if found.state is RoundState.CLOSED]
            counted = [(found, counts_of(tx, found.id).get(actor.id, (0, 0))[0]) for found in closed]
            return tuple(
                Outcome(found.name, _kept_sentence(tx, found.id), judged) for found, judged in counted if judged
            )

    def exchanges(self, actor: Person, project: Project, round_id: str, numbers: Iterable[int]) -> tuple[Exchange, ...]:
        """Return questions of a round with all answers; raises as `summary` does."""
        actor.require(Permission.SEE)
        wanted = tuple(numbers)
        with self.database.reading() as tx:
            found = _open(tx, actor, project, round_id)
            questions, answers = some_questions(tx, found.id, wanted), answers_of(tx, found.id, wanted)
        return tuple(
            Exchange(questions[n], {arm.name: answers[n, arm.name] for arm in found.arms if (n, arm.name) in answers})
            for n in wanted
            if n in questions
        )

    def files(self, actor: Person, project: Project, round_id: str) -> dict[str, int]:
        """Return the files of a closed round with their sizes in bytes, from its manifest; none before it is closed."""
        actor.require(Permission.EXPORT)
        with self.database.reading() as tx:
            found = known_round(tx, project, round_id)
        if found.state is not RoundState.CLOSED:
            return {}
        return {
            path: (self.home / found.folder / path).stat().st_size for path in listed_files(self.home / found.folder)
        }

    def download(self, actor: Person, project: Project, round_id: str, path: str) -> Path:
        """Return where a file of a closed round lies; raises NotFoundError for any other path."""
        if path not in self.files(actor, project, round_id):
            raise NotFoundError(text("The round has no file {path}.", path=path))
        with self.database.reading() as tx:
            return self.home / known_round(tx, project, round_id).folder / path


def known_round(tx: Transaction, project: Project, round_id: str, *, hold: bool = False) -> Round:
    """Return a round of a project; raises NotFoundError."""
    found = held_round(tx, round_id) if hold else round_by_id(tx, round_id)
    if found is None or found.project_id != project.id:
        raise NotFoundError(text("There is no round {id} in this project.", id=round_id))
    return found


def summed_up(tx: Transaction, found: Round) -> Summary:
    """Compute a round's summary from what stands."""
    tasks = {task.id: task for task in tasks_of(tx, found.id)}
    stands = standing(ratings_of(tx, found.id))
    texts = {place: answer.text for place, answer in answers_of(tx, found.id).items()}
    judged = [judgement(tasks[task_id], rating) for task_id, rating in stands.items()]
    return summarise(found.arms, judged, texts, len(tasks))


def _kept_sentence(tx: Transaction, round_id: str) -> str:
    kept = summary_of(tx, round_id)
    return "" if kept is None else string(fields(kept, "summary"), "sentence", "summary")


def _open(tx: Transaction, actor: Person, project: Project, round_id: str) -> Round:
    found = known_round(tx, project, round_id)
    hidden = _hidden_because(tx, actor, found)
    if hidden is not None:
        raise hidden
    return found


def _hidden_because(tx: Transaction, actor: Person, found: Round) -> ConflictError | PermissionRefusedError | None:
    if found.state is RoundState.CLOSED:
        return None
    if not actor.may(Permission.PLAN_ROUNDS):
        return PermissionRefusedError(text("The round {name} is judged blind until it is closed.", name=found.name))
    judged, total = counts_of(tx, found.id).get(actor.id, (0, 0))
    if judged < total:
        return ConflictError(
            text(
                "You have {left} pairs of the round {name} left to judge; its verdict is hidden from you until then.",
                left=total - judged,
                name=found.name,
            )
        )
    return None
