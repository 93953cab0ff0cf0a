"""One decision on a duplicate group inside one transaction: checked, recorded, and the samples moved."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from curation.domain.desk import Act
from curation.domain.duplicates import GroupAction, GroupDecision, GroupKind, put_aside, standing_on
from curation.domain.findings import Finding, Severity
from curation.domain.identity import canonical_json, content_hash, new_id
from curation.domain.jobs import JobKind
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.errors import InputError
from curation.pii.sealed import Seal
from curation.services.reviewing_acts import Acting
from curation.store import findings as findings_store
from curation.store import group_decisions as store
from curation.store import reviews, samples
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.texts import text

COPY = "exact_copy"
SET_ASIDE = "set_aside_by_a_person"
_KEEPS_ONE = frozenset({GroupAction.KEEP_ONE, GroupAction.MERGE})


@dataclass(frozen=True)
class GroupSaid:
    """What a person says of a group as it was shown; `id` is the caller's, so that sending twice counts once.

    KEEP_ONE and MERGE name the `keeper`; MERGE rewrites its `revision` to `question` and `answer`; SPLIT names
    who is taken `apart`; a conflict in which all are valid needs a `note`.
    """

    id: str
    kind: GroupKind
    members: tuple[str, ...]
    action: GroupAction
    keeper: str | None = None
    apart: tuple[str, ...] = ()
    note: str = ""
    revision: int = 0
    question: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Deciding:
    """A person at work on the groups of a project at one moment."""

    tx: Transaction
    seal: Seal
    now: datetime
    actor: Person
    project: Project

    def record(self, said: GroupSaid) -> GroupDecision:
        """Record a decision and move its samples; raises InputError where it lacks something."""
        _check(said)
        note = said.note.strip()
        decision = GroupDecision(
            id=said.id,
            project_id=self.project.id,
            kind=said.kind,
            action=said.action,
            members=said.members,
            decided_by=self.actor.id,
            decided_at=self.now,
            keeper=said.keeper if said.action in _KEEPS_ONE else None,
            apart=said.apart if said.action is GroupAction.SPLIT else (),
            copies=store.messages_of(self.tx, _touched(said), COPY),
        )
        store.add_group_decision(self.tx, decision, self.seal.close(note) if note else None)
        if note:
            payload = {"group_decisions": [decision.id]}
            add_job(self.tx, JobKind.SCREEN_REVISIONS, payload, self.actor.id, self.project.id, self.now)
        findings_store.drop_findings(self.tx, list(decision.copies), COPY)
        self._move(_touched(decision))
        if said.action is GroupAction.MERGE and said.keeper is not None:
            act = Act(said.id, said.keeper, said.revision, Verdict.APPROVE)
            self._acting.merge(act, said.question, said.answer)
        self._note(f"group.{said.action.value}", decision)
        return decision

    def take_back(self, decision: GroupDecision) -> None:
        """Take a decision back: the samples stand as they would without it."""
        undoing = GroupDecision(
            id=new_id(),
            project_id=self.project.id,
            kind=decision.kind,
            action=decision.action,
            members=decision.members,
            decided_by=self.actor.id,
            decided_at=self.now,
            undoes=decision.id,
        )
        store.add_group_decision(self.tx, undoing)
        self._move(_touched(decision))
        heads = samples.samples(self.tx, self.project.id, decision.copies)
        again = [(name, heads[name].head, Finding(COPY, Severity.NOTE, decision.copies[name])) for name in heads]
        findings_store.add_findings(self.tx, again)
        store.set_aside_by_people(self.tx, decision.copies, self.now)
        if decision.action is GroupAction.MERGE and reviews.undoing(self.tx, decision.id) is None:
            self._acting.undo(new_id(), decision.id)
        self._note("group.undone", undoing)

    @property
    def _acting(self) -> Acting:
        return Acting(self.tx, self.seal, self.now, self.actor, self.project)

    def _move(self, members: Collection[str]) -> None:
        """Bring samples to where the standing decisions want them: aside with the reason, or back among the others."""
        stand = standing_on(store.group_decisions(self.tx, self.project.id))
        wanted = put_aside(stand)
        copies = store.messages_of(self.tx, members, COPY)
        aside = {name: wanted[name] for name in members if name in wanted}
        back = [name for name in members if name not in wanted and name not in copies]
        findings_store.drop_findings(self.tx, list(members), SET_ASIDE)
        samples.bring_back(self.tx, back, self.now)
        rules = reviews.review_policy(self.tx, self.project.id)
        for name in back:
            reviews.settle(self.tx, name, rules, self.now)
        store.set_aside_by_people(self.tx, aside, self.now)
        heads = samples.samples(self.tx, self.project.id, aside)
        findings_store.add_findings(
            self.tx,
            [
                (name, heads[name].head, Finding(SET_ASIDE, Severity.NOTE, _because(keeper)))
                for name, keeper in sorted(aside.items())
                if heads[name].status is SampleStatus.SET_ASIDE
            ],
        )

    def _note(self, action: str, decision: GroupDecision) -> None:
        together = content_hash(canonical_json(list(decision.members)))
        thing = Thing("duplicate_group", decision.members[0], self.project.id, (together,))
        append_event(self.tx, self.now, self.actor.id, action, thing)


def _touched(said: GroupSaid | GroupDecision) -> tuple[str, ...]:
    return said.apart if said.action is GroupAction.SPLIT else said.members


def _because(keeper: str) -> str:
    return text("Set aside by a person: sample {sample} is kept instead.", sample=keeper[:8])


def _check(said: GroupSaid) -> None:
    if said.action in _KEEPS_ONE and said.keeper not in said.members:
        raise InputError(text("Say which sample of the group is kept."))
    if said.action is GroupAction.SPLIT and not (said.apart and set(said.apart) < set(said.members)):
        raise InputError(text("Choose which samples do not belong to the group; at least one has to stay."))
    if said.action is GroupAction.KEEP_ALL and said.kind is GroupKind.CONFLICT and not said.note.strip():
        raise InputError(text("Say in a note when each of the answers is right."))
