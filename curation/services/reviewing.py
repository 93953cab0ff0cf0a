"""Reviewing: what comes next on a person's desk, what they decide, correct, take back and type."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from curation.domain.blindness import looking
from curation.domain.desk import MOST_LEFT, Act, Decided, DeskProgress, Draft, Pool, ReviewItem
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.review_policy import Risk
from curation.domain.reviews import Verdict, since_asked, standing
from curation.domain.samples import OPEN, SampleStatus
from curation.errors import NotFoundError
from curation.pii.sealed import Seal
from curation.services.hinting import hinted
from curation.services.lapsing import today_of
from curation.services.probing import Probing
from curation.services.reviewing_acts import Acting
from curation.services.reviewing_drafts import opened, typed_json
from curation.services.reviewing_queue import HandingOut
from curation.services.risks import say_risk
from curation.services.taking_back import with_what_was_rated
from curation.services.weighing import why_early
from curation.services.why_back import why_back
from curation.store import desk_queue, leases, review_counts, reviews, samples
from curation.store.database import Database, Transaction
from curation.store.drafts import SealedDraft, drafts_of, drop_draft, save_draft
from curation.store.probes import count_answered
from curation.store.recalls import recalled_at
from curation.store.review_items import read_items
from curation.texts import text

MOST_AT_ONCE = 20
_SETTLED_BY_FEW = frozenset({Pool.ESCALATED, Pool.DISPUTED})


@dataclass(frozen=True)
class Reviewing:
    """Use cases of the review desk; every act is checked against the revision that was on the screen."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def next_items(
        self, actor: Person, project: Project, count: int, held: Collection[str] = (), pool: Pool = Pool.WAITING
    ) -> tuple[ReviewItem, ...]:
        """Claim the next samples of a pool for a person, what needs eyes first first.

        Claims that have not run out come before new ones, so a reloaded page shows the same sample. `held`
        are samples that the page has already. Nobody else gets a claimed slot before it runs out.
        """
        self._require(actor, pool)
        with self.database.transaction(durable=False) as tx:
            self.database.wait_for_turn(tx, f"desk of {project.id}")
            handing = self._handing(tx, actor, project)
            chosen = handing.give(pool, min(count, MOST_AT_ONCE), held)
            if pool is Pool.WAITING and actor.may(Permission.REVIEW):
                chosen = Probing(handing).mixed(chosen, held)
        # Reading what was claimed takes longer than claiming it, and keeps no other writer waiting.
        with self.database.reading() as tx:
            return self._items(tx, actor, project, chosen)

    def item(self, actor: Person, project: Project, sample_id: str) -> ReviewItem:
        """Return one sample as it stands now, for instance beside a text that came too late."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return self._item(tx, actor, project, sample_id)

    def decide(self, actor: Person, project: Project, act: Act) -> Decided:
        """Record an approval, rejection, escalation or skip of the revision that was on the screen.

        Sending the same act again records nothing. Raises StaleRevisionError where the text has changed,
        LeaseLostError where others hold the sample, ConflictError where the person has decided already,
        InputError for a rejection without a reason. An editor may skip, and decides nothing.
        """
        require_desk(actor)
        if act.verdict is not Verdict.SKIP:
            actor.require(Permission.REVIEW)
        with self.database.transaction() as tx:
            acting = self._acting(tx, actor, project)
            return _answered(acting, act) or acting.decide(act)

    def correct(self, actor: Person, project: Project, act: Act, question: str, answer: str) -> Decided:
        """Approve a sample with other words: a new revision, sealed until the worker has screened it.

        An editor's words are nobody's approval: whatever was decided on the text before is open again. Raises as
        `decide` does; what was typed is then kept as the person's draft.
        """
        actor.require(Permission.EDIT)
        typed = Draft(act.sample_id, act.revision, question, answer, act.comment, self.clock(), act.turns)
        self.save_draft(actor, project, typed)
        with self.database.transaction() as tx:
            acting = self._acting(tx, actor, project)
            change = acting.correct if actor.may(Permission.REVIEW) else acting.pass_on
            return _answered(acting, act, (question, answer)) or change(act, question, answer)

    def undo(self, actor: Person, project: Project, undo_id: str, decision_id: str | None = None) -> ReviewItem:
        """Take back a decision of one's own (the last one unless named) and put the sample in front again.

        Taking back a correction restores the text before it as a new revision and keeps the corrected
        text as the person's draft. Raises NotFoundError where there is nothing to take back.
        """
        require_desk(actor)
        with self.database.transaction() as tx:
            last = reviews.last_decision(tx, project.id, actor.id)
            acting = self._acting(tx, actor, project)
            handing = acting.handing
            probed = Probing(handing).undo(undo_id, decision_id, None if last is None else last.created_at)
            if probed is not None:
                return self._item(tx, actor, project, probed)
            sample_id = acting.undo(undo_id, decision_id)
            found = samples.sample(tx, project.id, sample_id)
            waits = found.status is SampleStatus.WAITING
            handing.claim(sample_id, handing.open_slots(sample_id, found.risk) if waits else [leases.BEYOND])
            return self._item(tx, actor, project, sample_id)

    def renew(self, actor: Person, project: Project, sample_ids: Collection[str]) -> list[str]:
        """Prolong the claims of an open page; return the samples that are still the person's."""
        require_desk(actor)
        with self.database.transaction(durable=False) as tx:
            handing = self._handing(tx, actor, project)
            mine = leases.renew(tx, project.id, actor.id, sample_ids, handing.now, handing.until)
            return sorted({*mine, *(name for name in Probing(handing).open if name in sample_ids)})

    def release(self, actor: Person, project: Project, sample_ids: Collection[str]) -> list[str]:
        """Give claims back, so that others can take the samples at once; return those that were the person's."""
        require_desk(actor)
        with self.database.transaction(durable=False) as tx:
            return leases.release(tx, project.id, actor.id, sample_ids)

    def save_draft(self, actor: Person, project: Project, draft: Draft) -> None:
        """Keep what a person is typing, sealed, until they decide or drop it.

        A draft that arrives after the person's decision on that text is late, and is let go.
        """
        require_desk(actor)
        typed = typed_json(draft.question, draft.answer, draft.comment, draft.turns)
        with self.database.transaction() as tx:
            samples.sample(tx, project.id, draft.sample_id)
            probed = draft.sample_id in Probing(self._handing(tx, actor, project)).open
            if not probed and _decided(tx, actor, draft):
                return
            sealed = self.seal.close(typed)
            save_draft(tx, SealedDraft(actor.id, draft.sample_id, draft.revision, sealed, self.clock()))

    def set_risk(self, actor: Person, project: Project, sample_ids: Collection[str], risk: int) -> None:
        """Say how much harm wrong answers could do: where it rises, samples wait for as many voices as it asks for."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            found = samples.samples(tx, project.id, sample_ids)
            say_risk(tx, project, dict.fromkeys(found, Risk(risk)), actor.id, self.clock())

    def drop_draft(self, actor: Person, project: Project, sample_id: str) -> None:
        """Forget what a person was typing on a sample."""
        require_desk(actor)
        del project
        with self.database.transaction() as tx:
            drop_draft(tx, actor.id, sample_id)

    def progress(self, actor: Person, project: Project, since: datetime | None = None) -> DeskProgress:
        """Return how far a person is; `since` is the start of their day (midnight UTC unless given)."""
        actor.require(Permission.SEE)
        start = since or self.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        with self.database.reading() as tx:
            handing = self._handing(tx, actor, project)
            asking = handing.asking(Pool.WAITING)
            left = review_counts.count_waiting(tx, asking, MOST_LEFT)
            return DeskProgress(
                left=min(left + len(Probing(handing).open), MOST_LEFT),
                today=review_counts.count_decided(tx, project.id, actor.id, start)
                + count_answered(tx, project.id, actor.id, start),
                target=handing.rules.daily_target,
                skipped=review_counts.count_skipped(tx, project.id, actor.id),
                escalated=review_counts.count_status(tx, project.id, SampleStatus.ESCALATED),
                kept=desk_queue.count_kept(tx, replace(asking, pool=Pool.KEPT)),
            )

    def _require(self, actor: Person, pool: Pool) -> None:
        require_desk(actor)
        if pool in _SETTLED_BY_FEW:
            actor.require(Permission.ADJUDICATE)

    def _acting(self, tx: Transaction, actor: Person, project: Project) -> Acting:
        return Acting(tx, self.seal, self.clock(), actor, project)

    def _handing(self, tx: Transaction, actor: Person, project: Project) -> HandingOut:
        return HandingOut(tx, actor, project, reviews.review_policy(tx, project.id), self.clock())

    def _items(
        self, tx: Transaction, actor: Person, project: Project, sample_ids: Sequence[str]
    ) -> tuple[ReviewItem, ...]:
        drafts = drafts_of(tx, actor.id, sample_ids)
        handing = self._handing(tx, actor, project)
        items = read_items(tx, project.id, looking(actor, handing.rules.visibility), sample_ids)
        probing = Probing(handing)
        asked = probing.open
        items = with_what_was_rated(tx, items)
        items = [probing.as_asked(i, asked[i.sample_id]) if i.sample_id in asked else i for i in items]
        items = hinted(tx, items)
        early = why_early(tx, project, items)
        open_ids = [i.sample_id for i in items if i.sample_id not in asked and i.status in OPEN]
        back = why_back(tx, project, open_ids, today_of(self.clock()))
        return tuple(
            replace(
                item,
                draft=opened(self.seal, drafts.get(item.sample_id)),
                why=early[item.sample_id],
                back=back.get(item.sample_id),
            )
            for item in items
        )

    def _item(self, tx: Transaction, actor: Person, project: Project, sample_id: str) -> ReviewItem:
        found = self._items(tx, actor, project, [sample_id])
        if not found:
            raise NotFoundError(text("There is no sample {sample} with a readable text here.", sample=sample_id))
        return found[0]


def require_desk(actor: Person) -> None:
    """Let reviewers and editors to the desk: the first decide, the second only rewrite."""
    if not actor.may(Permission.REVIEW):
        actor.require(Permission.EDIT)


def _answered(acting: Acting, act: Act, typed: tuple[str, str] | None = None) -> Decided | None:
    """Record an act as the answer to a probe; None where it is a decision."""
    probing = Probing(acting.handing)
    before = probing.answered_before(act)
    if before is not None:
        return before
    probe = probing.open.get(act.sample_id)
    return None if probe is None else probing.answer(probe, act, acting.seal, typed)


def _decided(tx: Transaction, actor: Person, draft: Draft) -> bool:
    stand = since_asked(standing(reviews.decisions_of(tx, [draft.sample_id])[draft.sample_id]))
    since = recalled_at(tx, draft.sample_id)
    own = [d for d in stand if d.person_id == actor.id and (since is None or d.created_at > since)]
    return any(d.revision >= draft.revision and d.verdict is not Verdict.SKIP for d in own)
