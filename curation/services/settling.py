"""Settling: disagreements side by side, decided for one, merged by hand, or sent back with a question."""

from dataclasses import dataclass

from curation.domain.blindness import looking
from curation.domain.desk import Act, Decided
from curation.domain.guideline_sections import section_name
from curation.domain.identity import new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.reviews import Decision, Outcome, Purpose, Verdict
from curation.domain.samples import UNSETTLED, Revision
from curation.domain.settling import Disagreement, Ruling, Side, Unsettled
from curation.errors import ConflictError, InputError, NotFoundError
from curation.pii.sealed import Seal
from curation.services.reviewing_acts import Acting
from curation.services.reviewing_drafts import opened
from curation.services.reviewing_queue import HandingOut
from curation.services.reviewing_seats import others_who_settle, require_other_side
from curation.store import corrections, reviews, unsettled
from curation.store.database import Database, Transaction
from curation.store.drafts import drafts_of
from curation.store.review_items import read_items
from curation.texts import text


@dataclass(frozen=True)
class Settling:
    """Use cases of whoever settles what reviewers left open; each ruling is a decision, and can be taken back."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def count(self, actor: Person, project: Project) -> int:
        """Count what waits for a ruling; 0 for those who may not give one."""
        if not actor.may(Permission.ADJUDICATE):
            return 0
        with self.database.reading() as tx:
            return unsettled.count_unsettled(tx, project.id)

    def page(self, actor: Person, project: Project, offset: int, limit: int) -> tuple[tuple[Unsettled, ...], int]:
        """Return a page of what waits for a ruling, and how many there are in all."""
        actor.require(Permission.ADJUDICATE)
        with self.database.reading() as tx:
            rows = unsettled.unsettled(tx, project.id, offset, limit)
            return rows, unsettled.count_unsettled(tx, project.id)

    def detail(self, actor: Person, project: Project, sample_id: str) -> Disagreement:
        """Return every side of a sample that waits for a ruling; raises ConflictError where it waits no more."""
        actor.require(Permission.ADJUDICATE)
        with self.database.reading() as tx:
            handing = self._handing(tx, actor, project)
            items = read_items(tx, project.id, looking(actor, handing.rules.visibility), [sample_id])
            if not items:
                raise NotFoundError(text("There is no sample {sample} with a readable text here.", sample=sample_id))
            (item,) = items
            if item.status not in UNSETTLED:
                raise ConflictError(text("This sample has been settled meanwhile. Choose another one."))
            outcome = reviews.outcome_of(tx, sample_id, handing.rules)
            draft = opened(self.seal, drafts_of(tx, actor.id, [sample_id]).get(sample_id))
            obstacle, alone = _obstacle(handing, outcome)
            return Disagreement(
                sample_id=sample_id,
                status=item.status,
                revision=item.revision.number,
                text=item.conversation,
                source_name=item.source_name,
                locator=item.locator,
                sides=tuple(_side(tx, actor, project, decision, item.revision) for decision in outcome.voices),
                draft=draft,
                obstacle=obstacle,
                alone=alone,
                speakers=tuple(decision.person_id for decision in outcome.voices),
            )

    def settle(self, actor: Person, project: Project, ruling: Ruling) -> Decided:
        """Decide for one side; raises ConflictError where that side has taken its decision back meanwhile."""
        actor.require(Permission.ADJUDICATE)
        with self.database.transaction() as tx:
            reviews.hold(tx, ruling.sample_id)
            outcome = reviews.outcome_of(tx, ruling.sample_id, self._handing(tx, actor, project).rules)
            side = next((d for d in outcome.voices if d.id == ruling.side), None)
            if side is None or side.verdict is Verdict.ESCALATE:
                again = reviews.find_decision(tx, ruling.id)
                if again is None:
                    raise ConflictError(text("That decision does not stand any more. Look at the sample again."))
                side = again
            act = _act(ruling, side)
            return Acting(tx, self.seal, self.clock(), actor, project).choose(act, side.revision)

    def ask(self, actor: Person, project: Project, ruling: Ruling) -> Decided:
        """Send a sample back to all its reviewers with a question (`comment`); what they said counts no more."""
        actor.require(Permission.ADJUDICATE)
        if not ruling.comment.strip():
            raise InputError(text("Write the question that the reviewers are to answer."))
        with self.database.transaction() as tx:
            return Acting(tx, self.seal, self.clock(), actor, project).ask(_act(ruling, None))

    def undo(self, actor: Person, project: Project) -> str:
        """Take the actor's last ruling in this project back; return its sample's id."""
        actor.require(Permission.ADJUDICATE)
        with self.database.transaction() as tx:
            last = reviews.last_decision(tx, project.id, actor.id, Purpose.RULING)
            if last is None:
                raise NotFoundError(text("There is no ruling of yours to take back."))
            return Acting(tx, self.seal, self.clock(), actor, project).undo(new_id(), last.id)

    def _handing(self, tx: Transaction, actor: Person, project: Project) -> HandingOut:
        return HandingOut(tx, actor, project, reviews.review_policy(tx, project.id), self.clock())


def _act(ruling: Ruling, side: Decision | None) -> Act:
    return Act(
        id=ruling.id,
        sample_id=ruling.sample_id,
        revision=ruling.revision,
        verdict=Verdict.ASK if side is None else side.verdict,
        reason=None if side is None else side.reason,
        comment=ruling.comment,
        seconds=ruling.seconds,
        seen=ruling.seen,
    )


def _side(tx: Transaction, actor: Person, project: Project, decision: Decision, head: Revision) -> Side:
    written = None
    if decision.verdict in {Verdict.APPROVE, Verdict.RETRIEVE}:
        found = corrections.find_revision(tx, decision.sample_id, decision.revision)
        written = (head if found is None else found[0]).conversation
    return Side(
        decision_id=decision.id,
        verdict=decision.verdict,
        reason=decision.reason,
        comment=decision.comment,
        text=written,
        own=decision.person_id == actor.id,
        section=section_name(project.guidelines, decision.section),
    )


def _obstacle(handing: HandingOut, outcome: Outcome) -> tuple[str | None, bool]:
    """Return why the person may not settle this, if so, and whether they settle their own for want of others."""
    mine = any(d.person_id == handing.actor.id and d.verdict is not Verdict.ESCALATE for d in outcome.voices)
    if not mine:
        return None, False
    try:
        require_other_side(handing, outcome)
    except ConflictError as error:
        return str(error), False
    return None, not others_who_settle(handing, outcome)
