"""Acting on everything that filters leave: listed and counted first, then done, stopped, gone on with, taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from curation.domain.browsing import Hit, address_of, wanted_from
from curation.domain.bulk import BulkAct, BulkKind, BulkOrder, BulkState, Fate, require_whole
from curation.domain.identity import new_id
from curation.domain.jobs import Job, JobKind, Progress, Reporter
from curation.domain.lapses import require_ahead
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError, InputError, NotFoundError, PermissionRefusedError
from curation.pii.sealed import Seal
from curation.services.browsing import walk_of
from curation.services.bulk_acts import VERDICTS, BulkActing
from curation.services.bulk_address import closed, opened, require_filters
from curation.services.giving import require_decider
from curation.services.histories import require_clean_tag, require_tagger, tag_from
from curation.services.lapsing import today_of
from curation.services.on_desk import on_desk
from curation.services.patterns import compiled_pattern
from curation.services.typed_words import TypedWords
from curation.services.validity import require_dater
from curation.store import bulk as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.projects import members, project_by_id
from curation.store.reviews import review_policy
from curation.store.sample_hits import hits
from curation.store.superseding import versions_reached
from curation.texts import text

EXAMPLES = 10
RECENT = 20
LOOK_AT_ONCE = 2_000
DO_AT_ONCE = 50


@dataclass(frozen=True)
class Bulk:
    """Use cases of acts on many samples; the work itself is done by `BulkStage`."""

    database: Database
    seal: Seal
    typed: TypedWords
    clock: Clock = utc_now

    def look(self, actor: Person, project: Project, address: Mapping[str, str], order: BulkOrder) -> BulkAct:
        """List in the background what an act would reach; nothing is changed. Raises InputError."""
        require_may(actor, order.kind)
        wanted = wanted_from(address)
        if wanted.pattern:
            compiled_pattern(wanted.pattern)
        require_whole(order)
        if order.kind is BulkKind.TAG:
            require_clean_tag(self.typed, project, tag_from(order.tag))
        require_ahead(order.until, today_of(self.clock()))
        with self.database.transaction() as tx:
            if order.kind is BulkKind.ASSIGN:
                require_decider(tx, project, order.person_id)
            if order.kind is BulkKind.SPECIALTY:
                review_policy(tx, project.id).queue.require_known([order.tag])
            now = self.clock()
            chosen, typed = closed(self.seal, address_of(wanted))
            act = BulkAct(new_id(), project.id, actor.id, order, chosen, now, typed=typed)
            store.add_act(tx, act)
            add_job(tx, JobKind.BULK, {"act": act.id}, actor.id, project.id, now)
        return act

    def go(self, actor: Person, project: Project, act_id: str, runs: Collection[str] = ()) -> Job:
        """Do what was listed; raises ConflictError where it has begun or is not listed yet.

        Where something was superseded the log names the versions that hold what it reaches, and `runs` (ids).
        """
        with self.database.transaction() as tx:
            act = self._own(tx, actor, project, act_id)
            if not act.filled or act.job_id is not None:
                raise ConflictError(text("This act has begun already, or its samples are not listed yet."))
            job = add_job(tx, JobKind.BULK, {"act": act.id}, actor.id, project.id, self.clock())
            store.change_act(tx, act.id, job_id=job.id)
            append_event(tx, self.clock(), actor.id, "bulk.started", Thing("bulk", act.id, project.id))
            if act.order.kind is BulkKind.RECALL:
                self._name_concerned(tx, actor, project, act, runs)
            return job

    def undo(self, actor: Person, project: Project, act_id: str) -> Job:
        """Take an act back as one, where samples are still as it left them; raises ConflictError."""
        with self.database.transaction() as tx:
            act = self._own(tx, actor, project, act_id)
            if act.job_id is None or act.undo_job_id is not None:
                raise ConflictError(text("There is nothing to take back: it has not begun, or is taken back already."))
            job = add_job(tx, JobKind.BULK_UNDO, {"act": act.id}, actor.id, project.id, self.clock())
            store.change_act(tx, act.id, undo_job_id=job.id)
            append_event(tx, self.clock(), actor.id, "bulk.undoing", Thing("bulk", act.id, project.id))
            return job

    def state(self, actor: Person, project: Project, act_id: str) -> BulkState:
        """Return an act with its counts, and what was typed into its filters to who typed it; raises NotFoundError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            act = _known(tx, project, act_id)
            return store.state_of(tx, opened(self.seal, act) if act.person_id == actor.id else act)

    def examples(self, actor: Person, project: Project, act_id: str) -> tuple[Hit, ...]:
        """Return some of the samples that wait."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            act = _known(tx, project, act_id)
            names = [item.sample_id for item in store.waiting_items(tx, act.id, EXAMPLES)]
            return on_desk(tx, actor, project).as_asked(tx, hits(tx, project.id, names))

    def recent(self, actor: Person, project: Project) -> list[BulkState]:
        """Return the newest acts of a project: one's own, everybody's for who may manage."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            every = store.acts(tx, project.id, RECENT)
            mine = [act for act in every if act.person_id == actor.id or actor.may(Permission.MANAGE)]
            return [store.state_of(tx, act) for act in mine]

    def _name_concerned(
        self, tx: Transaction, actor: Person, project: Project, act: BulkAct, runs: Collection[str]
    ) -> None:
        for version in versions_reached(tx, project.id, act.id):
            thing = Thing("version", version.id, project.id, (version.hash,))
            append_event(tx, self.clock(), actor.id, "version.superseded", thing)
        for run_id in runs:
            append_event(tx, self.clock(), actor.id, "run.superseded", Thing("run", run_id, project.id))

    def _own(self, tx: Transaction, actor: Person, project: Project, act_id: str) -> BulkAct:
        act = _known(tx, project, act_id)
        require_may(actor, act.order.kind)
        if act.person_id != actor.id:
            raise PermissionRefusedError(text("This act is somebody else's: what is done in it is done in their name."))
        return act


@dataclass(frozen=True)
class BulkStage:
    """The light stage of BULK: lists the samples of an act, or does what was listed; `{"act": id}`.

    Each batch is one transaction with what it says of its samples, so that it may be killed anywhere.
    """

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """List or do, wherever the act has come to."""
        with self.database.reading() as tx:
            act, _, _ = _opened(tx, job)
        if act.job_id is None:
            self._look(job, reporter)
        else:
            self._do(job, reporter)

    def _look(self, job: Job, reporter: Reporter) -> None:
        looked, more = 0, True
        while more:
            reporter.report(Progress(looked, None, text("Looking which samples it reaches")))
            with self.database.transaction() as tx:
                act, actor, project = _opened(tx, job)
                if act.filled:
                    return
                whole = opened(self.seal, act)
                require_filters(whole)
                walk = walk_of(tx, actor, project, wanted_from(whole.address))
                found, last = walk.ids(act.filled_to, LOOK_AT_ONCE)
                acting = BulkActing(tx, self.seal, self.clock(), actor, project, act)
                store.list_items(tx, act.id, acting.fates(found))
                more = last is not None
                store.change_act(tx, act.id, filled=not more, filled_to=last)
            looked += len(found)

    def _do(self, job: Job, reporter: Reporter) -> None:
        with self.database.reading() as tx:
            state = store.state_of(tx, _opened(tx, job)[0])
        done, more = state.total - state.fates.get(Fate.WAITING, 0), True
        while more:
            reporter.report(Progress(done, state.total, text("Acting on samples")))
            with self.database.transaction() as tx:
                act, actor, project = _opened(tx, job)
                require_may(actor, act.order.kind)
                acting = BulkActing(tx, self.seal, self.clock(), actor, project, act)
                items = store.waiting_items(tx, act.id, DO_AT_ONCE)
                for item in items:
                    store.set_fate(tx, act.id, item.sample_id, *acting.do(item))
                if not items and act.ended_at is None:
                    store.change_act(tx, act.id, ended_at=self.clock())
                    append_event(tx, self.clock(), act.person_id, "bulk.ended", Thing("bulk", act.id, project.id))
            done, more = done + len(items), bool(items)


@dataclass(frozen=True)
class BulkUndoStage:
    """The light stage of BULK_UNDO; its payload is `{"act": id}`; it may be killed anywhere."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """Take the act back from every sample that is still as it left it."""
        with self.database.reading() as tx:
            state = store.state_of(tx, _opened(tx, job)[0])
        done, more = sum(state.undone.values()), True
        while more:
            reporter.report(Progress(done, state.fates.get(Fate.DONE, 0), text("Taking it back")))
            with self.database.transaction() as tx:
                act, actor, project = _opened(tx, job)
                acting = BulkActing(tx, self.seal, self.clock(), actor, project, act)
                items = store.undoable_items(tx, act.id, DO_AT_ONCE)
                for item in items:
                    store.set_undone(tx, act.id, item.sample_id, acting.undo(item))
                if not items and act.undone_at is None:
                    store.change_act(tx, act.id, undone_at=self.clock(), undone_by=actor.id)
                    append_event(tx, self.clock(), actor.id, "bulk.undone", Thing("bulk", act.id, project.id))
            done, more = done + len(items), bool(items)


def require_may(actor: Person, kind: BulkKind) -> None:
    """Let somebody act on many samples who may do so on one; raises PermissionRefusedError naming who could."""
    if kind in VERDICTS:
        actor.require(Permission.REVIEW)
    elif kind in {BulkKind.TAG, BulkKind.UNTAG}:
        require_tagger(actor)
    elif kind is BulkKind.DATE:
        require_dater(actor)
    else:
        actor.require(Permission.MANAGE)


def may(actor: Person, kind: BulkKind) -> bool:
    """Tell whether somebody may act so on many samples."""
    if kind in VERDICTS:
        return actor.may(Permission.REVIEW)
    if kind in {BulkKind.TAG, BulkKind.UNTAG}:
        return any(actor.may(one) for one in (Permission.REVIEW, Permission.EDIT, Permission.IMPORT))
    if kind is BulkKind.DATE:
        return any(actor.may(one) for one in (Permission.REVIEW, Permission.IMPORT))
    return actor.may(Permission.MANAGE)


def _known(tx: Transaction, project: Project, act_id: str) -> BulkAct:
    act = store.find_act(tx, project.id, act_id)
    if act is None:
        raise NotFoundError(text("There is no such act in this project."))
    return act


def _opened(tx: Transaction, job: Job) -> tuple[BulkAct, Person, Project]:
    named = job.payload.get("act") if isinstance(job.payload, Mapping) else None
    project = project_by_id(tx, job.project_id)
    if project is None or not isinstance(named, str):
        raise InputError(text("The job {job} does not say which act it does.", job=job.id))
    act = _known(tx, project, named)
    actor = next((person for person in members(tx, project.id) if person.id == act.person_id), None)
    if actor is None:
        raise PermissionRefusedError(text("Whoever ordered this is not in the project any more."))
    return act, actor, project
