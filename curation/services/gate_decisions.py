"""What the gate has stopped, shown with its places in context, and the decision to let it through."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.domain.findings import Part
from curation.domain.gates import Before, Spotted, StoppedFreeze, Suspect
from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.samples import Conversation
from curation.errors import ConflictError, InputError, NotFoundError
from curation.services.metadata_lines import metadata_key, scanned_lines
from curation.store import gates as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job, find_job
from curation.store.metadata_spans import metadata_of
from curation.store.samples import head_texts
from curation.texts import text

AROUND = 60
_MASK = "\N{MEDIUM SHADE}"


@dataclass(frozen=True)
class Evidence:
    """One place above the line: the sample, the type, how sure, and the words around it; the value is masked."""

    sample_id: str
    entity_type: str
    detector: str
    score: float
    before: str
    after: str


@dataclass(frozen=True)
class GateDecisions:
    """Use cases of the gate before a release."""

    database: Database
    clock: Clock = utc_now

    def stopped(self, actor: Person, project: Project) -> tuple[StoppedFreeze, ...]:
        """Return what the gate has stopped and nobody has decided on, newest first."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return store.stopped(tx, project.id)

    def evidence(self, actor: Person, project: Project, freeze: StoppedFreeze, most: int) -> tuple[Evidence, ...]:
        """Return the first places of a stopped version in context, the values masked."""
        actor.require(Permission.SEE)
        suspects = freeze.suspects[:most]
        with self.database.reading() as tx:
            wanted = {one.sample_id for one in suspects}
            texts = {head.conversation.hash: head.conversation for head in head_texts(tx, project.id, wanted)}
            beside = metadata_of(tx, sorted(wanted)).values()
        texts |= {metadata_key(dict(one)): Conversation((), tuple(scanned_lines(one))) for one in beside}
        found = (_evidence(one, texts.get(one.key), place) for one in suspects for place in one.places)
        return tuple(found)[:most]

    def let_through(self, actor: Person, project: Project, gate_id: str, reason: str) -> Job:
        """Say that what was found may go out, and freeze again; raises InputError without a reason.

        Raises ConflictError where somebody has decided already, PermissionRefusedError without the privacy role.
        """
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.transaction() as tx:
            stopped = self._job(tx, project, gate_id)
            self._override(tx, actor, gate_id, reason)
            append_event(tx, self.clock(), actor.id, "gate.overridden", Thing("gate", gate_id, project.id))
            return add_job(tx, JobKind.FREEZE, stopped.payload, stopped.created_by, project.id, self.clock())

    def let_retrieval_through(self, actor: Person, project: Project, gate_id: str, reason: str) -> None:
        """Say that what was found in texts for retrieval may go out; the file can be taken out then.

        Raises InputError without a reason, ConflictError and PermissionRefusedError as `let_through` does.
        """
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.transaction() as tx:
            if store.stands_before(tx, project.id, gate_id) is not Before.RETRIEVAL:
                raise NotFoundError(text("No file of what belongs in retrieval was stopped here."))
            self._override(tx, actor, gate_id, reason)
            append_event(tx, self.clock(), actor.id, "retrieval.allowed", Thing("gate", gate_id, project.id))

    def _override(self, tx: Transaction, actor: Person, gate_id: str, reason: str) -> None:
        if not reason.strip():
            raise InputError(text("Say why these texts may go out: the reason is kept."))
        if not store.override(tx, gate_id, actor.id, reason.strip()):
            raise ConflictError(text("Somebody has decided on this already."))

    def _job(self, tx: Transaction, project: Project, gate_id: str) -> Job:
        job_id = store.job_of(tx, project.id, gate_id)
        found = None if job_id is None else find_job(tx, job_id)
        if found is None:
            raise NotFoundError(text("There is no stopped version {gate} in this project.", gate=gate_id))
        return found


def _evidence(suspect: Suspect, conversation: Conversation | None, place: Spotted) -> Evidence:
    said = _text(conversation, place)
    start, end = place.place.start, place.place.end
    others = [one.place for one in suspect.places if (one.place.part, one.place.index) == _slot(place)]
    hidden = _hidden(said, [(one.start, one.end) for one in others])
    return Evidence(
        sample_id=suspect.sample_id,
        entity_type=place.entity_type,
        detector=place.detector,
        score=place.score,
        before=hidden[:start][-AROUND:],
        after=hidden[end : end + AROUND],
    )


def _slot(place: Spotted) -> tuple[Part, int]:
    return place.place.part, place.place.index


def _hidden(said: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        said = said[:start] + _MASK * (end - start) + said[end:]
    return said


def _text(conversation: Conversation | None, place: Spotted) -> str:
    if conversation is None:
        return ""
    in_context = place.place.part is Part.CONTEXT
    texts = conversation.context if in_context else [turn.content for turn in conversation.messages]
    return texts[place.place.index] if place.place.index < len(texts) else ""
