"""Reviewing: what comes next on a person's desk, what they decide, correct, take back and type."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from curation.domain.desk import Act, Decided, DeskProgress, Draft, Pool, ReviewItem
from curation.domain.identity import canonical_json
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.reviews import Lease, ReviewPolicy, Verdict, standing
from curation.domain.samples import SampleStatus
from curation.errors import NotFoundError
from curation.pii.sealed import Seal
from curation.services.reviewing_acts import Acting
from curation.services.reviewing_drafts import opened
from curation.services.weighing import why_early
from curation.store import leases, reviews, samples
from curation.store.database import Database, Transaction
from curation.store.drafts import SealedDraft, drafts_of, drop_draft, save_draft
from curation.store.review_items import read_items
from curation.texts import text

MOST_AT_ONCE = 20
_LOOK_AHEAD = 4
_ASKED_FOR = frozenset({Pool.ESCALATED, Pool.KEPT})


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
        wanted = min(count, MOST_AT_ONCE)
        now = self.clock()
        with self.database.transaction() as tx:
            rules = reviews.review_policy(tx, project.id)
            until = now + timedelta(seconds=rules.lease_seconds)
            mine = leases.held(tx, project.id, actor.id, pool, now)
            leases.renew(tx, actor.id, mine, now, until)
            chosen = [sample_id for sample_id in mine if sample_id not in held][:wanted]
            after: leases.Place | None = None
            while len(chosen) < wanted:
                places = leases.candidates(tx, project.id, actor.id, pool, after, wanted * _LOOK_AHEAD)
                if not places:
                    break
                after = places[-1]
                fresh = [i for _, i in places if i not in held and i not in chosen]
                used = {} if pool in _ASKED_FOR else reviews.approvals(tx, fresh, actor.id)
                chosen += self._claimed(tx, actor, {i: used.get(i, 0) for i in fresh}, wanted - len(chosen), rules)
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
        InputError for a rejection without a reason.
        """
        actor.require(Permission.REVIEW)
        with self.database.transaction() as tx:
            return self._acting(tx, actor, project).decide(act)

    def correct(self, actor: Person, project: Project, act: Act, question: str, answer: str) -> Decided:
        """Approve a sample with other words: a new revision, sealed until the worker has screened it.

        Raises as `decide` does; what was typed is then kept as the person's draft.
        """
        actor.require(Permission.REVIEW)
        actor.require(Permission.EDIT)
        self.save_draft(actor, project, Draft(act.sample_id, act.revision, question, answer, act.comment, self.clock()))
        with self.database.transaction() as tx:
            return self._acting(tx, actor, project).correct(act, question, answer)

    def undo(self, actor: Person, project: Project, undo_id: str, decision_id: str | None = None) -> ReviewItem:
        """Take back a decision of one's own (the last one unless named) and put the sample in front again.

        Taking back a correction restores the text before it as a new revision and keeps the corrected
        text as the person's draft. Raises NotFoundError where there is nothing to take back.
        """
        actor.require(Permission.REVIEW)
        with self.database.transaction() as tx:
            rules = reviews.review_policy(tx, project.id)
            sample_id = self._acting(tx, actor, project).undo(undo_id, decision_id)
            until = self.clock() + timedelta(seconds=rules.lease_seconds)
            leases.claim(tx, Lease(sample_id, 0, actor.id, until), rules.slots, 0, self.clock())
            return self._item(tx, actor, project, sample_id)

    def renew(self, actor: Person, project: Project, sample_ids: Collection[str]) -> list[str]:
        """Prolong the claims of an open page; return the samples that are still the person's."""
        actor.require(Permission.REVIEW)
        now = self.clock()
        with self.database.transaction() as tx:
            until = now + timedelta(seconds=reviews.review_policy(tx, project.id).lease_seconds)
            return leases.renew(tx, actor.id, sample_ids, now, until)

    def release(self, actor: Person, project: Project, sample_ids: Collection[str]) -> None:
        """Give claims back, so that others can take the samples at once."""
        actor.require(Permission.REVIEW)
        del project
        with self.database.transaction() as tx:
            leases.release(tx, actor.id, sample_ids)

    def save_draft(self, actor: Person, project: Project, draft: Draft) -> None:
        """Keep what a person is typing, sealed, until they decide or drop it.

        A draft that arrives after the person's decision on that text is late, and is let go.
        """
        actor.require(Permission.REVIEW)
        typed = canonical_json({"question": draft.question, "answer": draft.answer, "comment": draft.comment})
        with self.database.transaction() as tx:
            samples.sample(tx, project.id, draft.sample_id)
            if _decided(tx, actor, draft):
                return
            sealed = self.seal.close(typed)
            save_draft(tx, SealedDraft(actor.id, draft.sample_id, draft.revision, sealed, self.clock()))

    def drop_draft(self, actor: Person, project: Project, sample_id: str) -> None:
        """Forget what a person was typing on a sample."""
        actor.require(Permission.REVIEW)
        del project
        with self.database.transaction() as tx:
            drop_draft(tx, actor.id, sample_id)

    def progress(self, actor: Person, project: Project, since: datetime | None = None) -> DeskProgress:
        """Return how far a person is; `since` is the start of their day (midnight UTC unless given)."""
        actor.require(Permission.SEE)
        start = since or self.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        with self.database.reading() as tx:
            return DeskProgress(
                left=reviews.count_waiting(tx, project.id, actor.id),
                today=reviews.count_decided(tx, project.id, actor.id, start),
                target=reviews.review_policy(tx, project.id).daily_target,
                skipped=reviews.count_skipped(tx, project.id, actor.id),
                escalated=reviews.count_status(tx, project.id, SampleStatus.ESCALATED),
                kept=leases.count_kept(tx, project.id, actor.id),
            )

    def _require(self, actor: Person, pool: Pool) -> None:
        actor.require(Permission.REVIEW)
        if pool is Pool.ESCALATED:
            actor.require(Permission.MANAGE)

    def _acting(self, tx: Transaction, actor: Person, project: Project) -> Acting:
        return Acting(tx, self.seal, self.clock(), actor, project)

    def _claimed(
        self, tx: Transaction, actor: Person, used: Mapping[str, int], most: int, rules: ReviewPolicy
    ) -> list[str]:
        now = self.clock()
        until = now + timedelta(seconds=rules.lease_seconds)
        claimed: list[str] = []
        for sample_id, approved in used.items():
            if len(claimed) == most:
                break
            if leases.claim(tx, Lease(sample_id, 0, actor.id, until), rules.slots, approved, now):
                claimed.append(sample_id)
        return claimed

    def _items(
        self, tx: Transaction, actor: Person, project: Project, sample_ids: Sequence[str]
    ) -> tuple[ReviewItem, ...]:
        drafts = drafts_of(tx, actor.id, sample_ids)
        items = read_items(tx, project.id, actor.id, sample_ids)
        early = why_early(tx, project, items)
        return tuple(
            replace(item, draft=opened(self.seal, drafts.get(item.sample_id)), why=early[item.sample_id])
            for item in items
        )

    def _item(self, tx: Transaction, actor: Person, project: Project, sample_id: str) -> ReviewItem:
        found = self._items(tx, actor, project, [sample_id])
        if not found:
            raise NotFoundError(text("There is no sample {sample} with a readable text here.", sample=sample_id))
        return found[0]


def _decided(tx: Transaction, actor: Person, draft: Draft) -> bool:
    stand = standing(reviews.decisions_of(tx, [draft.sample_id])[draft.sample_id])
    return any(
        d.person_id == actor.id and d.revision >= draft.revision and d.verdict is not Verdict.SKIP for d in stand
    )
