"""One act of a reviewer inside one transaction: checks, the appended decision, the computed status."""

from dataclasses import dataclass
from datetime import datetime

from curation.domain.desk import Act, Decided
from curation.domain.identity import canonical_json
from curation.domain.jobs import JobKind
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.reviews import Decision, ReviewPolicy, Verdict, standing
from curation.domain.samples import Conversation, Revision, RevisionKind, RevisionState, Sample
from curation.errors import ConflictError, InputError, LeaseLostError, NotFoundError, StaleRevisionError
from curation.pii.sealed import Seal
from curation.store import corrections, leases, reviews
from curation.store.database import Transaction
from curation.store.drafts import SealedDraft, drop_draft, save_draft
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.samples import sample
from curation.texts import text

ACTIONS = {
    Verdict.APPROVE: "sample.approved",
    Verdict.REJECT: "sample.rejected",
    Verdict.ESCALATE: "sample.escalated",
    Verdict.SKIP: "sample.skipped",
}
_TYPED = frozenset({RevisionKind.EDITED, RevisionKind.MERGED})


@dataclass(frozen=True)
class Acting:
    """A reviewer at work at one moment."""

    tx: Transaction
    seal: Seal
    now: datetime
    actor: Person
    project: Project

    def decide(self, act: Act) -> Decided:
        """Record a decision on the text that was on the screen, once."""
        if act.verdict is Verdict.REJECT and act.reason is None:
            raise InputError(text("A rejection needs a reason. Choose one of the listed reasons."))
        if act.verdict not in ACTIONS:
            raise InputError(text("{verdict} is no decision on a sample.", verdict=act.verdict.value))
        before = self._sent_before(act)
        return before or self._record(act, self._checked(act), act.revision)

    def correct(self, act: Act, question: str, answer: str) -> Decided:
        """Record an approval together with the words that it rests on, as a sealed new revision."""
        before = self._sent_before(act)
        return before or self._rewrite(act, self._checked(act), (question, answer), RevisionKind.EDITED)

    def merge(self, act: Act, question: str, answer: str) -> Decided:
        """Record an approval of the text that several samples were made into, whatever the actor said before."""
        before = self._sent_before(act)
        return before or self._rewrite(act, self._shown(act), (question, answer), RevisionKind.MERGED)

    def undo(self, undo_id: str, decision_id: str | None) -> str:
        """Take back a decision of the actor's own, once; return its sample's id."""
        sent = reviews.find_decision(self.tx, undo_id)
        if sent is not None:
            self._own(sent)
            return sent.sample_id
        target = self._taken_back(decision_id)
        self._sample(target.sample_id)
        reviews.hold(self.tx, target.sample_id)
        self._bring_text_back(target)
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
        )
        reviews.add_decision(self.tx, undoing)
        reviews.settle(self.tx, target.sample_id, self._rules(), self.now)
        self._note("sample.undone", target.sample_id)
        return target.sample_id

    def _sent_before(self, act: Act) -> Decided | None:
        sent = reviews.find_decision(self.tx, act.id)
        if sent is None:
            return None
        self._own(sent)
        drop_draft(self.tx, self.actor.id, sent.sample_id)
        return Decided(sent.id, sent.sample_id, self._sample(sent.sample_id).status, again=True)

    def _rewrite(self, act: Act, head: Revision, typed: tuple[str, str], kind: RevisionKind) -> Decided:
        question, answer = typed
        shown = head.conversation or Conversation(())
        wanted = shown.answering(question, answer)
        if not question.strip() or not answer.strip():
            raise InputError(text("A correction needs a question and an answer. Reject the sample to drop it."))
        if wanted == shown:
            return self._record(act, head, act.revision)
        sealed = self.seal.close(corrections.conversation_json(wanted))
        number = corrections.add_correction(self.tx, head, kind, (self.actor.id, sealed), self.now)
        self._screen({"revisions": [[act.sample_id, number]]})
        self._note("sample.corrected", act.sample_id, head.text_hash)
        return self._record(act, head, number)

    def _checked(self, act: Act) -> Revision:
        newest = self._shown(act)
        self._require_undecided(act)
        taken = leases.held_by_others(self.tx, act.sample_id, self.actor.id, self.now)
        if taken >= self._rules().slots:
            raise LeaseLostError(text("Somebody else has taken this sample over meanwhile. Your text is kept."))
        return newest

    def _shown(self, act: Act) -> Revision:
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
        return newest

    def _require_undecided(self, act: Act) -> None:
        for decision in standing(reviews.decisions_of(self.tx, [act.sample_id])[act.sample_id]):
            same = decision.person_id == self.actor.id and decision.revision == act.revision
            if same and decision.verdict not in {Verdict.SKIP, Verdict.ESCALATE}:
                raise ConflictError(text("You have already decided on this text. Undo that decision first."))

    def _record(self, act: Act, head: Revision, revision: int) -> Decided:
        decision = Decision(
            id=act.id,
            sample_id=act.sample_id,
            revision=revision,
            person_id=self.actor.id,
            verdict=act.verdict,
            reason=act.reason if act.verdict is Verdict.REJECT else None,
            comment="",
            seconds=max(act.seconds, 0.0),
            created_at=self.now,
        )
        comment = act.comment.strip()
        reviews.add_decision(self.tx, decision, self.seal.close(comment) if comment else None)
        if comment:
            self._screen({"decisions": [act.id]})
        status = reviews.settle(self.tx, act.sample_id, self._rules(), self.now)
        leases.release(self.tx, self.actor.id, [act.sample_id])
        if act.verdict is not Verdict.SKIP:
            drop_draft(self.tx, self.actor.id, act.sample_id)
        self._note(ACTIONS[act.verdict], act.sample_id, head.text_hash)
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

    def _bring_text_back(self, target: Decision) -> None:
        found = corrections.find_revision(self.tx, target.sample_id, target.revision)
        newest = corrections.newest_revision(self.tx, target.sample_id)
        if found is None or newest is None or newest.number != target.revision:
            return
        revision, sealed = found
        mine = revision.kind in _TYPED and revision.author_id == self.actor.id
        if not mine or revision.parent is None or target.created_at < revision.created_at:
            return
        number = corrections.restore(self.tx, target.sample_id, revision.parent, self.actor.id, self.now)
        typed = corrections.conversation_of(revision, None if sealed is None else self.seal.open(sealed))
        content = {"question": typed.question, "answer": typed.answer, "comment": ""}
        draft = SealedDraft(self.actor.id, target.sample_id, number, self.seal.close(canonical_json(content)), self.now)
        save_draft(self.tx, draft)

    def _screen(self, payload: dict[str, list[list[str | int]]] | dict[str, list[str]]) -> None:
        add_job(self.tx, JobKind.SCREEN_REVISIONS, dict(payload), self.actor.id, self.project.id, self.now)

    def _own(self, decision: Decision) -> None:
        if decision.person_id != self.actor.id:
            raise ConflictError(text("That decision is somebody else's."))

    def _sample(self, sample_id: str) -> Sample:
        return sample(self.tx, self.project.id, sample_id)

    def _rules(self) -> ReviewPolicy:
        return reviews.review_policy(self.tx, self.project.id)

    def _note(self, action: str, sample_id: str, *hashes: str) -> None:
        append_event(self.tx, self.now, self.actor.id, action, Thing("sample", sample_id, self.project.id, hashes))
