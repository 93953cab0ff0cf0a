"""Mixes samples with a known answer among a person's, unannounced, and records what they say apart from decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from curation.domain.desk import Act, Decided, ReviewItem
from curation.domain.identity import content_hash
from curation.domain.moments import Clock
from curation.domain.probes import Answer, Probe, ProbeAnswer, Told, answer_of, gap
from curation.domain.review_policy import Feedback
from curation.domain.reviews import Purpose, Verdict
from curation.domain.samples import Conversation, SampleStatus
from curation.errors import ConflictError, InputError, StaleRevisionError
from curation.pii.sealed import Seal
from curation.review.wording import likeness
from curation.services.rating_acts import ratings_for
from curation.services.reviewing_drafts import require_words, typed_json
from curation.services.reviewing_queue import HandingOut
from curation.store import corrections, findings, gold, probes
from curation.store.database import Database
from curation.store.drafts import SealedDraft, drafts_of, drop_draft, save_draft
from curation.store.ratings import add_probe_ratings, probe_ratings_taken_back
from curation.store.samples import samples
from curation.texts import text

_TYPED_KEPT = timedelta(days=1)
_STATUSES = {
    Answer.APPROVE: SampleStatus.APPROVED,
    Answer.CORRECT: SampleStatus.SCREENING,
    Answer.REJECT: SampleStatus.REJECTED,
    Answer.ESCALATE: SampleStatus.ESCALATED,
    Answer.SKIP: SampleStatus.WAITING,
    Answer.RETRIEVE: SampleStatus.RETRIEVAL,
}


@dataclass(frozen=True)
class Probing:
    """One person's probes at one moment."""

    handing: HandingOut

    def mixed(self, chosen: Sequence[str], held: Collection[str]) -> list[str]:
        """Return the samples to show: open probes that the page lacks, then those chosen, then what is due now."""
        open_ones = [name for name in self.open if name not in held and name not in chosen]
        busy = {*chosen, *held, *open_ones}
        if not chosen:
            return open_ones
        due = [name for name in (self._due_gold(busy), self._due_repeat(busy)) if name is not None]
        return [*open_ones, *chosen[:1], *due, *chosen[1:]]

    @property
    def open(self) -> dict[str, Probe]:
        """The person's unanswered probes by sample id."""
        return probes.open_probes(self.handing.tx, self.handing.project.id, self.handing.actor.id)

    def as_asked(self, item: ReviewItem, probe: Probe) -> ReviewItem:
        """Return an item as any sample that waits: at the probe's text, without what is known of it."""
        tx, place = self.handing.tx, (probe.sample_id, probe.revision)
        found = corrections.find_revision(tx, *place)
        revision = item.revision if found is None else found[0]
        return replace(
            item,
            status=SampleStatus.WAITING,
            revision=revision,
            conversation=revision.conversation or Conversation(()),
            earlier=tuple(one for one in item.earlier if one.number < revision.number),
            findings=findings.findings_of(tx, *place),
            spans=findings.spans_of(tx, *place),
            own=(),
            others=(),
            asked=None,
            taken_back=None,
            rated=probe_ratings_taken_back(tx, probe.id),
        )

    def answered_before(self, act: Act) -> Decided | None:
        """Return what became of an act that was sent before as an answer to a probe."""
        sent = probes.find_answer(self.handing.tx, act.id)
        if sent is None:
            return None
        return Decided(sent.id, act.sample_id, _STATUSES[sent.answer], again=True)

    def answer(self, probe: Probe, act: Act, seal: Seal, typed: tuple[str, str] | None = None) -> Decided:
        """Record what somebody said to a probe; the sample, its status and every count of decisions stay as they are.

        Raises as a decision on the sample would.
        """
        if act.verdict in {Verdict.ASK, Verdict.UNDO}:
            raise InputError(text("{verdict} is no decision on a sample.", verdict=act.verdict.value))
        if act.verdict is Verdict.REJECT and act.reason is None:
            raise InputError(text("A rejection needs a reason. Choose one of the listed reasons."))
        if act.revision != probe.revision:
            raise StaleRevisionError(
                text("This sample was changed while you had it open. Your text is kept; look at both and choose.")
            )
        if typed is not None:
            require_words(*typed, act.turns)
        shown = self._text(probe.sample_id, probe.revision)
        wanted = shown if typed is None else shown.answering(*typed, act.turns)
        said = answer_of(act.verdict, changed=wanted != shown)
        alike = likeness(_words(wanted), _words(self._expected_text(probe))) if said is Answer.CORRECT else None
        seconds = self.handing.rules.kept_seconds(act.seconds)
        reason = act.reason if said is Answer.REJECT else None
        tx, actor, at = self.handing.tx, self.handing.actor, self.handing.now
        rated = ratings_for(tx, self.handing.project.id, act, Purpose.REVIEW)
        kept = self._typed(act, seal, typed or (shown.question, shown.answer), changed=typed is not None)
        probes.add_answer(tx, ProbeAnswer(act.id, probe.id, said, reason, alike, seconds, at), typed_sealed=kept)
        add_probe_ratings(tx, act.id, rated)
        drop_draft(tx, actor.id, probe.sample_id)
        return Decided(act.id, act.sample_id, _STATUSES[said], told=self._told(probe, said))

    def undo(self, undo_id: str, decision_id: str | None, last: datetime | None) -> str | None:
        """Take an answer back and return its sample's id; None where the newest of the person's acts is a decision.

        `last` is the moment of their newest decision. Raises ConflictError where they have heard what was expected.
        """
        tx, actor = self.handing.tx, self.handing.actor
        sent = probes.find_answer(tx, undo_id)
        if sent is not None:
            return probes.find_probe(tx, sent.probe_id).sample_id
        target = None if decision_id is None else probes.find_answer(tx, decision_id)
        if decision_id is None:
            newest = probes.last_answer(tx, self.handing.project.id, actor.id)
            target = newest if newest is not None and (last is None or newest.created_at > last) else None
        if target is None:
            return None
        probe = probes.find_probe(tx, target.probe_id)
        if probe.person_id != actor.id or not probes.is_standing(tx, target.id):
            raise ConflictError(text("That decision has been taken back already."))
        if probe.gold_id is not None and self.handing.rules.feedback is Feedback.AT_ONCE:
            raise ConflictError(text("That was a control sample, and you have read what was expected. It stays."))
        back = ProbeAnswer(undo_id, probe.id, target.answer, None, None, 0.0, self.handing.now)
        probes.add_answer(tx, back, undoes=target.id)
        typed = probes.typed_with(tx, target.id)
        if typed is not None:
            place = (probe.sample_id, probe.revision)
            save_draft(tx, SealedDraft(actor.id, *place, typed, self.handing.now))
        return probe.sample_id

    def _typed(self, act: Act, seal: Seal, words: tuple[str, str], *, changed: bool) -> bytes | None:
        """Seal what comes back with the answer when it is taken back; None where nothing was typed."""
        if changed or act.comment.strip():
            return seal.close(typed_json(*words, act.comment, act.turns))
        draft = drafts_of(self.handing.tx, self.handing.actor.id, [act.sample_id]).get(act.sample_id)
        return draft.sealed if draft is not None and act.verdict is Verdict.SKIP else None

    def _due_gold(self, busy: Collection[str]) -> str | None:
        if not self._is_due("gold", self.handing.rules.gold_rate):
            return None
        unasked = gold.unasked_gold(self.handing.tx, self.handing.project.id, self.handing.actor.id)
        stands = samples(self.handing.tx, self.handing.project.id, [one.sample_id for one in unasked])
        settled = [one for one in unasked if one.sample_id not in busy and _settled(stands[one.sample_id].status)]
        theirs = self.handing.fitting([one.sample_id for one in settled])
        free = [one for one in settled if one.sample_id in theirs]
        chosen = min(free, key=lambda one: self._draw(one.id), default=None)
        if chosen is None:
            return None
        return self._put((chosen.sample_id, chosen.revision), (chosen.id, None))

    def _due_repeat(self, busy: Collection[str]) -> str | None:
        rules = self.handing.rules
        if not self._is_due("repeat", rules.repeat_rate):
            return None
        before = self.handing.now - timedelta(days=rules.repeat_days)
        earlier = probes.to_repeat(self.handing.tx, self.handing.project.id, self.handing.actor.id, before)
        free = [one for one in earlier if one.sample_id not in busy]
        chosen = min(free, key=lambda one: self._draw(one.id), default=None)
        if chosen is None:
            return None
        return self._put((chosen.sample_id, self._shown_then(chosen.sample_id, chosen.revision)), (None, chosen.id))

    def _is_due(self, kind: str, rate: float) -> bool:
        if not rate:
            return False
        project, actor = self.handing.project, self.handing.actor
        number, last = probes.so_far(self.handing.tx, project.id, actor.id, gold=kind == "gold")
        done = probes.decided_since(self.handing.tx, project.id, actor.id, last)
        return done >= gap(project.key, actor.id, kind, number, rate)

    def _put(self, place: tuple[str, int], of: tuple[str | None, str | None]) -> str:
        probe = probes.a_probe(self.handing.actor.id, place, of, self.handing.now)
        probes.add_probe(self.handing.tx, self.handing.project.id, probe)
        return place[0]

    def _draw(self, name: str) -> str:
        return content_hash(self.handing.project.key + f"|{self.handing.actor.id}|{name}".encode())

    def _shown_then(self, sample_id: str, revision: int) -> int:
        """Return the text that a decision was made on: of a correction the one before it."""
        found = corrections.find_revision(self.handing.tx, sample_id, revision)
        mine = found is not None and found[0].author_id == self.handing.actor.id
        return found[0].parent or revision if found is not None and mine else revision

    def _text(self, sample_id: str, revision: int) -> Conversation:
        found = corrections.find_revision(self.handing.tx, sample_id, revision)
        return Conversation(()) if found is None else found[0].conversation or Conversation(())

    def _expected_text(self, probe: Probe) -> Conversation:
        """Return the text that is expected, for a repeat the one that the person approved then."""
        control = None if probe.gold_id is None else gold.gold_of(self.handing.tx, probe.gold_id)
        if control is not None:
            return self._text(probe.sample_id, control.expected_revision or control.revision)
        before = probes.find_decision(self.handing.tx, probe.repeats or "")
        return self._text(probe.sample_id, probe.revision if before is None else before.revision)

    def _told(self, probe: Probe, said: Answer) -> Told | None:
        control = None if probe.gold_id is None else gold.gold_of(self.handing.tx, probe.gold_id)
        if control is None or said is Answer.SKIP or self.handing.rules.feedback is Feedback.SILENT:
            return None
        better = self._expected_text(probe).answer if control.expected is Answer.CORRECT else ""
        return Told(said is control.expected, control.expected, control.why, better)


def forget_typed(database: Database, clock: Clock) -> None:
    """Let go of what people typed with answers more than a day ago: it was kept for their undo alone."""
    with database.transaction() as tx:
        probes.let_typed_go(tx, clock() - _TYPED_KEPT)


def _settled(status: SampleStatus) -> bool:
    return status in {SampleStatus.APPROVED, SampleStatus.REJECTED}


def _words(conversation: Conversation) -> str:
    return f"{conversation.question}\n{conversation.answer}"
