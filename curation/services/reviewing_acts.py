"""One act of a reviewer inside one transaction: checks, the appended decision, the computed status."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from curation.domain.desk import Act, Decided
from curation.domain.guideline_sections import section_by_id, sections_of
from curation.domain.jobs import JobKind
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.reviews import Decision, DecisionOrigin, Purpose, Verdict
from curation.domain.samples import Conversation, Revision, RevisionKind, RevisionState, Sample
from curation.errors import ConflictError, InputError, NotFoundError, StaleRevisionError
from curation.pii.sealed import Seal
from curation.services.dating import Dating
from curation.services.rating_acts import ratings_for
from curation.services.reviewing_drafts import require_words
from curation.services.reviewing_queue import HandingOut
from curation.services.reviewing_seats import Seat, first_seat, seat_of
from curation.services.taking_back import TakingBack
from curation.store import corrections, leases, reviews
from curation.store.database import Transaction
from curation.store.drafts import drop_draft
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.ratings import add_ratings
from curation.store.samples import sample
from curation.texts import text

ACTIONS = {
    Verdict.APPROVE: "sample.approved",
    Verdict.REJECT: "sample.rejected",
    Verdict.ESCALATE: "sample.escalated",
    Verdict.SKIP: "sample.skipped",
    Verdict.RETRIEVE: "sample.retrieval",
}
_RULINGS = {
    Verdict.APPROVE: "sample.settled",
    Verdict.REJECT: "sample.settled",
    Verdict.RETRIEVE: "sample.settled",
    Verdict.ASK: "sample.asked",
}


@dataclass(frozen=True)
class Acting:
    """A reviewer at work at one moment."""

    tx: Transaction
    seal: Seal
    now: datetime
    actor: Person
    project: Project
    origin: DecisionOrigin = DecisionOrigin.DESK

    @cached_property
    def handing(self) -> HandingOut:
        """What the person is given at this moment, under the project's rules."""
        rules = reviews.review_policy(self.tx, self.project.id)
        return HandingOut(self.tx, self.actor, self.project, rules, self.now)

    def decide(self, act: Act) -> Decided:
        """Record a decision on the text that was on the screen, once."""
        if act.verdict is Verdict.REJECT and act.reason is None:
            raise InputError(text("A rejection needs a reason. Choose one of the listed reasons."))
        if act.verdict not in ACTIONS:
            raise InputError(text("{verdict} is no decision on a sample.", verdict=act.verdict.value))
        before = self._sent_before(act)
        if before is not None:
            return before
        head, seat = self._seated(act)
        return self._record(act, head, act.revision, seat)

    def correct(self, act: Act, question: str, answer: str) -> Decided:
        """Record an approval together with the words that it rests on, as a sealed new revision."""
        before = self._sent_before(act)
        if before is not None:
            return before
        head, seat = self._seated(act)
        alone = seat.slots == 1 or seat.purpose is Purpose.RULING
        kind = RevisionKind.EDITED if alone else RevisionKind.PROPOSED
        return self._rewrite(act, head, (question, answer), kind, seat)

    def pass_on(self, act: Act, question: str, answer: str) -> Decided:
        """Record other words without a decision: an editor rewrites, and others decide on the new text."""
        act = replace(act, verdict=Verdict.SKIP, reason=None)
        before = self._sent_before(act)
        if before is not None:
            return before
        found, head = self._shown(act)
        seat = first_seat(self.handing.rules, found)
        done = self._rewrite(act, head, (question, answer), RevisionKind.EDITED, seat)
        drop_draft(self.tx, self.actor.id, act.sample_id)
        return done

    def merge(self, act: Act, question: str, answer: str) -> Decided:
        """Record an approval of the text that several samples were made into, whatever the actor said before."""
        before = self._sent_before(act)
        if before is not None:
            return before
        found, head = self._shown(act)
        seat = first_seat(self.handing.rules, found)
        return self._rewrite(act, head, (question, answer), RevisionKind.MERGED, seat)

    def choose(self, act: Act, revision: int) -> Decided:
        """Record a ruling for one side of a disagreement: `revision` is the text of that side."""
        before = self._sent_before(act)
        if before is not None:
            return before
        head, seat = self._seated(act)
        return self._record(act, head, revision, seat)

    def ask(self, act: Act) -> Decided:
        """Record a question (the act's comment) that sends the sample back to all its reviewers."""
        before = self._sent_before(act)
        if before is not None:
            return before
        head, seat = self._seated(act)
        return self._record(act, head, act.revision, seat)

    def undo(self, undo_id: str, decision_id: str | None) -> str:
        """Take back a decision of the actor's own, once; return its sample's id."""
        sent = reviews.find_decision(self.tx, undo_id)
        if sent is not None:
            self._own(sent)
            return sent.sample_id
        target = self._taken_back(decision_id)
        self._sample(target.sample_id)
        reviews.hold(self.tx, target.sample_id)
        back = TakingBack(self.tx, self.seal, self.now, self.actor.id, target)
        typed = back.text()
        undoing = Decision(
            id=undo_id,
            sample_id=target.sample_id,
            revision=target.revision,
            person_id=self.actor.id,
            verdict=Verdict.UNDO,
            reason=None,
            comment="",
            seconds=0.0,
            created_at=self.now,
            undoes=target.id,
            origin=self.origin,
        )
        reviews.add_decision(self.tx, undoing)
        status = reviews.settle(self.tx, target.sample_id, self.handing.rules, self.now)
        self._dating.taken_back(target.sample_id, status)
        back.keep(typed)
        self._note("sample.undone", target.sample_id)
        return target.sample_id

    def _sent_before(self, act: Act) -> Decided | None:
        sent = reviews.find_decision(self.tx, act.id)
        if sent is None:
            return None
        self._own(sent)
        drop_draft(self.tx, self.actor.id, sent.sample_id)
        return Decided(sent.id, sent.sample_id, self._sample(sent.sample_id).status, again=True)

    def _rewrite(self, act: Act, head: Revision, typed: tuple[str, str], kind: RevisionKind, seat: Seat) -> Decided:
        question, answer = typed
        shown = head.conversation or Conversation(())
        wanted = shown.answering(question, answer, act.turns)
        require_words(question, answer, act.turns)
        if wanted == shown:
            return self._record(act, head, act.revision, seat)
        sealed = self.seal.close(corrections.conversation_json(wanted))
        number = corrections.add_correction(self.tx, head, kind, (self.actor.id, sealed), self.now)
        self._screen({"revisions": [[act.sample_id, number]]})
        self._note("sample.corrected", act.sample_id, head.text_hash)
        return self._record(act, head, number, seat)

    def _seated(self, act: Act) -> tuple[Revision, Seat]:
        found, newest = self._shown(act)
        return newest, seat_of(self.handing, found, act)

    def _shown(self, act: Act) -> tuple[Sample, Revision]:
        reviews.hold(self.tx, act.sample_id)
        found = self._sample(act.sample_id)
        newest = corrections.newest_revision(self.tx, act.sample_id)
        if newest is None:
            raise NotFoundError(text("The sample {sample} has no text.", sample=act.sample_id))
        if newest.state is not RevisionState.OPEN:
            raise StaleRevisionError(
                text("Somebody has corrected this sample, and the correction is being screened. Your text is kept.")
            )
        if act.revision != found.head:
            raise StaleRevisionError(
                text("This sample was changed while you had it open. Your text is kept; look at both and choose.")
            )
        return found, newest

    def _record(self, act: Act, head: Revision, revision: int, seat: Seat) -> Decided:
        section = section_by_id(sections_of(self.project.guidelines), act.section or "")
        self._dating.require(act)
        decision = Decision(
            id=act.id,
            sample_id=act.sample_id,
            revision=revision,
            person_id=self.actor.id,
            verdict=act.verdict,
            reason=act.reason if act.verdict is Verdict.REJECT else None,
            comment="",
            seconds=self.handing.rules.kept_seconds(act.seconds),
            created_at=self.now,
            purpose=seat.purpose,
            slots=seat.slots,
            slot=seat.slot,
            blind=seat.blind,
            origin=self.origin,
            section=None if section is None else section.id,
            section_hash=None if section is None else section.hash,
        )
        comment = act.comment.strip()
        rated = ratings_for(self.tx, self.project.id, act, seat.purpose)
        reviews.add_decision(self.tx, decision, self.seal.close(comment) if comment else None)
        add_ratings(self.tx, act.id, rated)
        if comment:
            self._screen({"decisions": [act.id]})
        status = reviews.settle(self.tx, act.sample_id, self.handing.rules, self.now)
        self._dating.keep(act, status)
        leases.release(self.tx, self.project.id, self.actor.id, [act.sample_id])
        if act.verdict is not Verdict.SKIP:
            drop_draft(self.tx, self.actor.id, act.sample_id)
        ruled = seat.purpose is Purpose.RULING
        self._note((_RULINGS if ruled else ACTIONS)[act.verdict], act.sample_id, head.text_hash)
        return Decided(act.id, act.sample_id, status)

    def _taken_back(self, decision_id: str | None) -> Decision:
        if decision_id is None:
            target = reviews.last_decision(self.tx, self.project.id, self.actor.id)
        else:
            target = reviews.find_decision(self.tx, decision_id)
        if target is None or target.verdict is Verdict.UNDO:
            raise NotFoundError(text("There is no decision of yours to take back."))
        self._own(target)
        if reviews.undoing(self.tx, target.id) is not None:
            raise ConflictError(text("That decision has been taken back already."))
        return target

    def _screen(self, payload: dict[str, list[list[str | int]]] | dict[str, list[str]]) -> None:
        add_job(self.tx, JobKind.SCREEN_REVISIONS, dict(payload), self.actor.id, self.project.id, self.now)

    def _own(self, decision: Decision) -> None:
        if decision.person_id != self.actor.id:
            raise ConflictError(text("That decision is somebody else's."))

    def _sample(self, sample_id: str) -> Sample:
        return sample(self.tx, self.project.id, sample_id)

    @property
    def _dating(self) -> Dating:
        return Dating(self.tx, self.project.id, self.actor.id, self.now)

    def _note(self, action: str, sample_id: str, *hashes: str) -> None:
        append_event(self.tx, self.now, self.actor.id, action, Thing("sample", sample_id, self.project.id, hashes))
