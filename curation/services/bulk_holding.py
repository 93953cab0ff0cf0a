"""Acts on whether samples still hold: until when they do, and that what they rest on was superseded; the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from curation.domain.bulk import BulkAct, BulkItem, BulkKind, Fate
from curation.domain.guideline_sections import section_by_id, sections_of
from curation.domain.lapses import Because, Why
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.reviews import standing
from curation.domain.samples import Sample, SampleStatus
from curation.errors import InputError
from curation.services.dating import Dating
from curation.services.recalling import Recalling
from curation.store import recalls, reviews
from curation.store.database import Transaction
from curation.store.samples import samples
from curation.store.superseding import resting_on_other_text
from curation.store.validity import find_dated, validities
from curation.store.voices import voices_of
from curation.texts import text

HOLDS = frozenset({BulkKind.DATE, BulkKind.RECALL})
_KEPT = {
    SampleStatus.SET_ASIDE: Fate.ASIDE,
    SampleStatus.SCREENING: Fate.UNREAD,
    SampleStatus.NOT_SCREENED: Fate.UNREAD,
}


@dataclass(frozen=True)
class Holding:
    """A person's act on whether samples hold, at one moment."""

    tx: Transaction
    now: datetime
    actor: Person
    project: Project
    act: BulkAct

    def fate(self, found: Sample) -> Fate:
        """Say by its status whether a sample is reached: a newer source makes no rejected sample better."""
        if self.act.order.kind is BulkKind.DATE:
            return Fate.WAITING
        if self._because.why is Why.SOURCE and found.status is SampleStatus.REJECTED:
            return Fate.DECIDED
        return _KEPT.get(found.status, Fate.WAITING)

    def same(self, ids: Sequence[str]) -> set[str]:
        """Return those on which there is nothing left to say."""
        if self.act.order.kind is BulkKind.DATE:
            return {name for name, said in validities(self.tx, ids).items() if said.own == self.act.order.until}
        return self._untouched(ids)

    def do(self, item: BulkItem) -> tuple[Fate, str]:
        """Say it of one sample; return what became of it, and what taking it back needs."""
        if self.act.order.kind is BulkKind.DATE:
            changed = self._dating.set(item.sample_id, self.act.order.until)
            return (Fate.SAME, "") if changed is None else (Fate.DONE, changed)
        if self._untouched([item.sample_id]):
            return Fate.SAME, ""
        name = f"{self.act.id}.{item.sample_id}"
        self._recalling.put_back(name, item.sample_id, self._because, self.act.id)
        return Fate.DONE, name

    def undo(self, item: BulkItem) -> bool:
        """Take it back, where it is still as the act left it and nobody has decided since; tell whether it was."""
        if self.act.order.kind is BulkKind.DATE:
            return self._dating.take_back(find_dated(self.tx, item.changed))
        reviews.hold(self.tx, item.sample_id)
        recall = recalls.find_recall(self.tx, item.changed)
        newest = recalls.last_standing(recalls.recalls_of(self.tx, [item.sample_id])[item.sample_id])
        if recall is None or newest is None or newest.id != recall.id:
            return False
        stand = standing(reviews.decisions_of(self.tx, [item.sample_id])[item.sample_id])
        if any(decision.created_at > recall.at for decision in stand):
            return False
        self._recalling.take_back(recall)
        return True

    def _untouched(self, ids: Sequence[str]) -> set[str]:
        """Return those on which nothing was said that is asked anew: of a section, nothing by its earlier text."""
        found, spoken = samples(self.tx, self.project.id, ids), voices_of(self.tx, ids)
        quiet = {name for name in found if found[name].status is SampleStatus.WAITING and not spoken[name]}
        section_id = self._because.section_id
        if self._because.why is not Why.GUIDELINE or section_id is None:
            return quiet
        now = section_by_id(sections_of(self.project.guidelines), section_id)
        return quiet | (set(ids) - resting_on_other_text(self.tx, ids, section_id, None if now is None else now.hash))

    @property
    def _because(self) -> Because:
        if self.act.order.because is None:
            raise InputError(text("Say what was superseded."))
        return self.act.order.because

    @property
    def _recalling(self) -> Recalling:
        return Recalling(self.tx, self.project.id, self.actor.id, self.now)

    @property
    def _dating(self) -> Dating:
        return Dating(self.tx, self.project.id, self.actor.id, self.now)
