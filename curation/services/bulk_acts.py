"""What one act does to one sample, inside one transaction, and how it is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from curation.domain.bulk import BulkAct, BulkItem, BulkKind, Fate
from curation.domain.desk import Act
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.review_policy import ReviewPolicy
from curation.domain.reviews import Decision, DecisionOrigin, Purpose, Verdict, standing
from curation.domain.samples import UNREAD, Sample, SampleStatus
from curation.errors import (
    ConflictError,
    LeaseLostError,
    NotFoundError,
    OwnWorkError,
    StaleRevisionError,
    WorkbenchError,
)
from curation.pii.sealed import Seal
from curation.services.bulk_holding import HOLDS, Holding
from curation.services.bulk_needs import NEEDS, Needing
from curation.services.giving import end_of, give_by_name, take_by_name
from curation.services.lapsing import today_of
from curation.services.on_desk import OnDesk, on_desk
from curation.services.reviewing_acts import Acting
from curation.store import leases, reviews
from curation.store.assignments import Assignment, assigned
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.store.samples import samples
from curation.store.tags import Tagging, add_tag, drop_tag, tagged
from curation.store.validity import validities
from curation.store.voices import voices_of

VERDICTS = {
    BulkKind.APPROVE: Verdict.APPROVE,
    BulkKind.REJECT: Verdict.REJECT,
    BulkKind.RETRIEVE: Verdict.RETRIEVE,
}
_PUT_BACK = frozenset({BulkKind.REQUEUE, BulkKind.RECALL})
_BECAUSE = {
    SampleStatus.SET_ASIDE: Fate.ASIDE,
    SampleStatus.APPROVED: Fate.DECIDED,
    SampleStatus.REJECTED: Fate.DECIDED,
    SampleStatus.RETRIEVAL: Fate.DECIDED,
    SampleStatus.ESCALATED: Fate.UNSETTLED,
    SampleStatus.DISPUTED: Fate.UNSETTLED,
}


@dataclass(frozen=True)
class BulkActing:
    """A person's act at work at one moment."""

    tx: Transaction
    seal: Seal
    now: datetime
    actor: Person
    project: Project
    act: BulkAct

    def fates(self, found: Sequence[tuple[str, int]]) -> list[tuple[str, int, Fate]]:
        """Say of samples (id, revision) whether the act would reach them; nothing is changed."""
        known = samples(self.tx, self.project.id, [name for name, _ in found])
        ids = list(known)
        done = Fate.DECIDED if self.act.order.kind in VERDICTS else Fate.SAME
        left_out = dict.fromkeys(self._late(ids), Fate.LAPSED)
        left_out |= dict.fromkeys(self._held(ids), Fate.HELD) | dict.fromkeys(self._same(ids), done)
        told: list[tuple[str, int, Fate]] = []
        for name, revision in found:
            if name in known:
                fate = self._by_status(known[name])
                told.append((name, revision, left_out.get(name, fate) if fate is Fate.WAITING else fate))
        return told

    def do(self, item: BulkItem) -> tuple[Fate, str]:
        """Act on one sample; return what became of it, and what taking it back needs."""
        found = samples(self.tx, self.project.id, [item.sample_id]).get(item.sample_id)
        if found is None or found.head != item.revision:
            return Fate.CHANGED, ""
        fate = self._by_status(found)
        if fate is not Fate.WAITING:
            return fate, ""
        if self._late([item.sample_id]):
            return Fate.LAPSED, ""
        try:
            with self.tx.begin_nested():
                return self._done(item)
        except WorkbenchError as error:
            return _because(error), ""

    def undo(self, item: BulkItem) -> Fate:
        """Take the act back from one sample, where it is still as the act left it."""
        kind, order = self.act.order.kind, self.act.order
        try:
            with self.tx.begin_nested():
                if kind in {*VERDICTS, BulkKind.REQUEUE}:
                    return self._decision_back(item)
                if kind in NEEDS:
                    gone = self._needing.undo(item.sample_id, item.changed)
                elif kind is BulkKind.TAG:
                    gone = bool(drop_tag(self.tx, self.project.id, [item.sample_id], order.tag, self.act.id))
                elif kind is BulkKind.UNTAG:
                    gone = bool(add_tag(self.tx, self.project.id, [item.sample_id], order.tag, self._tagging))
                elif kind in HOLDS:
                    gone = self._holding.undo(item)
                else:
                    assigned_then = kind is BulkKind.ASSIGN
                    gone = self._taken(item.sample_id, self.act.id) if assigned_then else self._given(item.sample_id)
                return Fate.DONE if gone else Fate.CHANGED
        except WorkbenchError as error:
            return _because(error)

    @property
    def _tagging(self) -> Tagging:
        return Tagging(self.actor.id, self.now, self.act.id)

    def _by_status(self, found: Sample) -> Fate:
        kind, status = self.act.order.kind, found.status
        if kind in VERDICTS:
            if found.id in self._desk.held:
                return Fate.HELD
            return Fate.UNREAD if status in UNREAD else _BECAUSE.get(status, Fate.WAITING)
        if kind is BulkKind.REQUEUE:
            if status in UNREAD:
                return Fate.UNREAD
            return {SampleStatus.WAITING: Fate.OPEN, SampleStatus.SET_ASIDE: Fate.ASIDE}.get(status, Fate.WAITING)
        return self._holding.fate(found) if kind in HOLDS else Fate.WAITING

    def _same(self, ids: Sequence[str]) -> set[str]:
        """Return those on which there is nothing left to do."""
        order, project_id = self.act.order, self.project.id
        if order.kind in {*NEEDS, *HOLDS}:
            return self._holding.same(ids) if order.kind in HOLDS else self._needing.same(list(ids))
        if order.kind in VERDICTS:
            return {
                name for name, said in voices_of(self.tx, ids).items() if self.actor.id in {v.person_id for v in said}
            }
        if order.kind in {BulkKind.TAG, BulkKind.UNTAG}:
            have = tagged(self.tx, project_id, ids, order.tag)
            return have if order.kind is BulkKind.TAG else set(ids) - have
        if order.kind in {BulkKind.ASSIGN, BulkKind.UNASSIGN}:
            theirs = {a.sample_id for a in assigned(self.tx, project_id, ids) if a.person_id == order.person_id}
            return theirs if order.kind is BulkKind.ASSIGN else set(ids) - theirs
        return set()

    def _late(self, ids: Sequence[str]) -> set[str]:
        """Return those whose last day has passed, where the act would let them hold."""
        if self.act.order.kind not in {BulkKind.APPROVE, BulkKind.RETRIEVE}:
            return set()
        today = today_of(self.now)
        return {name for name, said in validities(self.tx, ids).items() if said.lapsed(today)}

    def _held(self, ids: Sequence[str]) -> set[str]:
        """Return those that somebody else has on their desk right now."""
        if self.act.order.kind not in {*VERDICTS, *_PUT_BACK}:
            return set()
        found = leases.leases_of(self.tx, ids, self.now)
        return {name for name, held in found.items() if any(lease.person_id != self.actor.id for lease in held)}

    def _done(self, item: BulkItem) -> tuple[Fate, str]:
        order, project_id = self.act.order, self.project.id
        if order.kind in _PUT_BACK:
            reviews.hold(self.tx, item.sample_id)
        if self._held([item.sample_id]):
            return Fate.HELD, ""
        if order.kind in VERDICTS:
            said = Act(
                f"{self.act.id}.{item.sample_id}", item.sample_id, item.revision, VERDICTS[order.kind], order.reason
            )
            return Fate.DONE, self._acting.decide(said).decision_id
        if order.kind is BulkKind.REQUEUE:
            return self._requeued(item)
        if order.kind in HOLDS:
            return self._holding.do(item)
        if order.kind in NEEDS:
            return self._needing.do(item.sample_id)
        done = {
            BulkKind.TAG: lambda: add_tag(self.tx, project_id, [item.sample_id], order.tag, self._tagging),
            BulkKind.UNTAG: lambda: drop_tag(self.tx, project_id, [item.sample_id], order.tag),
            BulkKind.ASSIGN: lambda: self._given(item.sample_id),
            BulkKind.UNASSIGN: lambda: self._taken(item.sample_id),
        }[order.kind]()
        return (Fate.DONE if done else Fate.SAME), ""

    def _given(self, sample_id: str) -> bool:
        order = self.act.order
        made = Assignment(sample_id, order.person_id, end_of(order.due), self.actor.id, self.now, self.act.id)
        return give_by_name(self.tx, self.project, made, self._rules)

    def _taken(self, sample_id: str, act_id: str | None = None) -> bool:
        return take_by_name(self.tx, self.project, (self.act.order.person_id, sample_id), self._rules, act_id)

    @property
    def _needing(self) -> Needing:
        return Needing(self.tx, self.now, self.actor, self.project, self.act.order)

    @cached_property
    def _desk(self) -> OnDesk:
        """What lies on the person's own desk, where they are asked about control samples: one by one, and untold."""
        return on_desk(self.tx, self.actor, self.project)

    @cached_property
    def _rules(self) -> ReviewPolicy:
        return reviews.review_policy(self.tx, self.project.id)

    def _requeued(self, item: BulkItem) -> tuple[Fate, str]:
        """Send a sample back to everybody: what was said before does not count any more."""
        asked = self._decision(f"{self.act.id}.{item.sample_id}", item, Verdict.ASK)
        self._settled(asked, "sample.requeued")
        return Fate.DONE, asked.id

    def _decision_back(self, item: BulkItem) -> Fate:
        reviews.hold(self.tx, item.sample_id)
        found = samples(self.tx, self.project.id, [item.sample_id])[item.sample_id]
        given = reviews.find_decision(self.tx, item.changed)
        stand = standing(reviews.decisions_of(self.tx, [item.sample_id])[item.sample_id])
        later = [d for d in stand if given is not None and (d.created_at, d.id) > (given.created_at, given.id)]
        if given is None or given.id not in {d.id for d in stand} or later or found.head != item.revision:
            return Fate.CHANGED
        if self.act.order.kind is BulkKind.REQUEUE:
            back = self._decision(f"{given.id}.u", item, Verdict.UNDO, undoes=given.id)
            self._settled(back, "sample.restored")
        else:
            self._acting.undo(f"{given.id}.u", given.id)
        return Fate.DONE

    def _decision(self, name: str, item: BulkItem, verdict: Verdict, undoes: str | None = None) -> Decision:
        return Decision(
            id=name,
            sample_id=item.sample_id,
            revision=item.revision,
            person_id=self.actor.id,
            verdict=verdict,
            reason=None,
            comment="",
            seconds=0.0,
            created_at=self.now,
            undoes=undoes,
            purpose=Purpose.RULING if verdict is Verdict.ASK else Purpose.REVIEW,
            blind=False,
            origin=DecisionOrigin.BULK,
        )

    def _settled(self, decision: Decision, action: str) -> None:
        reviews.add_decision(self.tx, decision)
        reviews.settle(self.tx, decision.sample_id, self._rules, self.now)
        append_event(self.tx, self.now, self.actor.id, action, Thing("sample", decision.sample_id, self.project.id))

    @property
    def _holding(self) -> Holding:
        return Holding(self.tx, self.now, self.actor, self.project, self.act)

    @property
    def _acting(self) -> Acting:
        return Acting(self.tx, self.seal, self.now, self.actor, self.project, DecisionOrigin.BULK)


def _because(error: WorkbenchError) -> Fate:
    """Say why a rule of the desk refused."""
    kinds: tuple[tuple[type[WorkbenchError], Fate], ...] = (
        (LeaseLostError, Fate.HELD),
        (StaleRevisionError, Fate.CHANGED),
        (NotFoundError, Fate.CHANGED),
        (OwnWorkError, Fate.REFUSED),
        (ConflictError, Fate.DECIDED),
    )
    return next((fate for kind, fate in kinds if isinstance(error, kind)), Fate.REFUSED)
