"""The gate of contradictions: a project may let a version wait until every contradiction of its samples is decided."""

from dataclasses import dataclass

from curation.domain.gates import CONFLICTS, GateVerdict
from curation.domain.identity import Json
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.releases import LeftOut
from curation.domain.versions import DatasetVersion
from curation.errors import JobFailedError
from curation.release.arrangement import Arrangement
from curation.services.policies import keep_policy
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.projects import policy
from curation.store.versions import Gate, add_gate
from curation.texts import texts

_BLOCK = "block"


@dataclass(frozen=True)
class ConflictRule:
    """Whether open contradictions stop a version; else both samples are left out of it."""

    database: Database
    clock: Clock = utc_now

    def stops(self, actor: Person, project: Project) -> bool:
        """Tell whether a version waits for them."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return stops_at_conflicts(tx, project.id)

    def choose(self, actor: Person, project: Project, *, stop: bool) -> None:
        """Let versions wait for open contradictions, or not; nothing happens where it is so already."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            if stops_at_conflicts(tx, project.id) is stop:
                return
            keep_policy(tx, project.id, CONFLICTS, {_BLOCK: stop}, (actor.id, self.clock()))


def stops_at_conflicts(tx: Transaction, project_id: str) -> bool:
    """Tell whether open contradictions stop a version of a project."""
    held = policy(tx, project_id, CONFLICTS)
    return isinstance(held, dict) and held.get(_BLOCK) is True


def stopped_by(tx: Transaction, project_id: str, found: Arrangement) -> int:
    """Return how many samples that contradict each other stop a version that is arranged so."""
    return found.left_out.get(LeftOut.CONFLICT, 0) if stops_at_conflicts(tx, project_id) else 0


def conflicts_passed(tx: Transaction, version: DatasetVersion, found: Arrangement) -> None:
    """Note by which rule a version that is frozen has passed, and how many samples it left out."""
    _note(tx, version, found, GateVerdict.PASSED)


def conflicts_stopped(database: Database, version: DatasetVersion, found: Arrangement) -> JobFailedError:
    """Note that a version was stopped, and return the error that says what to do."""
    with database.transaction() as tx:
        _note(tx, version, found, GateVerdict.BLOCKED)
        thing = Thing("version", version.id, version.project_id)
        append_event(tx, version.created_at, version.created_by, "gate.blocked", thing)
    return JobFailedError(stopped_words(found.left_out.get(LeftOut.CONFLICT, 0)))


def stopped_words(count: int) -> str:
    """Say what stops a version, and the cure."""
    return texts(
        "{count} approved sample contradicts another, and this project freezes nothing before that is decided. Decide "
        "it on the page Duplicates.",
        "{count} approved samples contradict each other, and this project freezes nothing before that is decided. "
        "Decide it on the page Duplicates.",
        count,
    )


def _note(tx: Transaction, version: DatasetVersion, found: Arrangement, verdict: GateVerdict) -> None:
    evidence: dict[str, Json] = {
        "contradicting": found.left_out.get(LeftOut.CONFLICT, 0),
        "rule": _BLOCK if stops_at_conflicts(tx, version.project_id) else "leave_out",
        "name": version.name,
    }
    add_gate(tx, version, Gate(CONFLICTS, "version", version.id, evidence, verdict.value))
