"""Taking a decision back: its author finds what they had typed, rated and named again, as it was before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from curation.domain.desk import ReviewItem
from curation.domain.findings import Part
from curation.domain.places import place_in
from curation.domain.reviews import Decision, DecisionOrigin, Purpose
from curation.domain.rubric import Ratings
from curation.domain.samples import Conversation, RevisionKind
from curation.pii.sealed import Seal
from curation.services.reviewing_drafts import typed_json
from curation.store import corrections
from curation.store.database import Transaction
from curation.store.drafts import SealedDraft, drafts_of, save_draft
from curation.store.ratings import ratings_of
from curation.store.samples import NAMED
from curation.store.screened import sealed_comment

_TYPED = frozenset({RevisionKind.EDITED, RevisionKind.MERGED})
_OWN = _TYPED | {RevisionKind.PROPOSED}


@dataclass(frozen=True)
class TakingBack:
    """One decision that its author takes back at a moment."""

    tx: Transaction
    seal: Seal
    now: datetime
    person_id: str
    target: Decision

    def text(self) -> Conversation | None:
        """Put the text before a correction in front again, and return what the person had typed."""
        tx, target = self.tx, self.target
        found = corrections.find_revision(tx, target.sample_id, target.revision)
        if found is None:
            return None
        revision, sealed = found
        mine = revision.author_id == self.person_id and target.created_at >= revision.created_at
        if not mine or revision.parent is None or revision.kind not in _OWN:
            return None
        if revision.kind in _TYPED:
            newest = corrections.newest_revision(tx, target.sample_id)
            if newest is None or newest.number != target.revision:
                return None
            corrections.restore(tx, target.sample_id, revision.parent, self.person_id, self.now)
        return corrections.conversation_of(revision, None if sealed is None else self.seal.open(sealed))

    def keep(self, typed: Conversation | None) -> None:
        """Keep what the person had typed, and their comment, as their draft on the text that is in front now."""
        sample_id, comment = self.target.sample_id, self._comment()
        if typed is None and (not comment or drafts_of(self.tx, self.person_id, [sample_id])):
            return
        head = self.tx.scalars(NAMED, {"sample": sample_id}).one().head
        if typed is None:
            found = corrections.find_revision(self.tx, sample_id, head)
            typed = None if found is None else found[0].conversation
        if typed is None:
            return
        content = typed_json(typed.question, typed.answer, comment, tuple(_others(typed)))
        save_draft(self.tx, SealedDraft(self.person_id, sample_id, head, self.seal.close(content), self.now))

    def _comment(self) -> str:
        target = self.target
        if target.purpose is not Purpose.REVIEW or target.origin is not DecisionOrigin.DESK:
            return ""
        sealed = sealed_comment(self.tx, target.id)
        return target.comment if sealed is None else self.seal.open(sealed[1])


def with_what_was_rated(tx: Transaction, items: Sequence[ReviewItem]) -> tuple[ReviewItem, ...]:
    """Fill in what somebody had rated with the decision that they took back, while its text is in front."""
    names = [item.taken_back.id for item in items if item.taken_back is not None]
    if not names:
        return tuple(items)
    rated = ratings_of(tx, names)
    return tuple(_rated(tx, item, item.taken_back, rated) for item in items)


def _rated(tx: Transaction, item: ReviewItem, before: Decision | None, rated: Mapping[str, Ratings]) -> ReviewItem:
    if before is None:
        return item
    if not _same_text(tx, item, before):
        return replace(item, taken_back=None)
    return replace(item, rated=rated.get(before.id, ()))


def _same_text(tx: Transaction, item: ReviewItem, before: Decision) -> bool:
    """Tell whether the text in front is the one that was decided on: of a correction the one before it."""
    found = corrections.find_revision(tx, item.sample_id, before.revision)
    if found is None:
        return False
    revision, head = found[0], item.revision
    corrected = revision.kind in _OWN and revision.author_id == before.person_id and revision.parent is not None
    shown = revision.parent if corrected else revision.number
    return shown in {head.number, head.parent if head.kind is RevisionKind.RESTORED else head.number}


def _others(typed: Conversation) -> Iterator[tuple[int, str]]:
    for index, turn in enumerate(typed.messages):
        if place_in(typed, index, 0, 0).part is Part.MESSAGE:
            yield index, turn.content
