"""Acts on what samples need: a specialty put on or taken off, a risk said; and the way back."""

from dataclasses import dataclass
from datetime import datetime

from curation.domain.bulk import BulkKind, BulkOrder, Fate
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.services.risks import reckon, say_risk
from curation.store import risks as store
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.store.lanes import place
from curation.store.samples import set_specialties, specialties_of

NEEDS = frozenset({BulkKind.SPECIALTY, BulkKind.UNSPECIALTY, BulkKind.RISK})


@dataclass(frozen=True)
class Needing:
    """A person's act on what samples need, at one moment."""

    tx: Transaction
    now: datetime
    actor: Person
    project: Project
    order: BulkOrder

    def same(self, ids: list[str]) -> set[str]:
        """Return those of which there is nothing left to say."""
        if self.order.kind is BulkKind.RISK:
            standing = store.risks_of(self.tx, self.project.id, ids)
            return {name for name, one in standing.items() if one.said == self.order.risk}
        have = {name for name, words in specialties_of(self.tx, ids).items() if self.order.tag in words}
        return have if self.order.kind is BulkKind.SPECIALTY else set(ids) - have

    def do(self, sample_id: str) -> tuple[Fate, str]:
        """Say it of one sample; return what became of it, and what taking it back needs."""
        if self.order.kind is BulkKind.RISK:
            before = store.risks_of(self.tx, self.project.id, [sample_id])[sample_id].said
            done = self._say(sample_id, self.order.risk)
            return (Fate.DONE if done else Fate.SAME), "" if before is None else str(before)
        done = self._put(sample_id, on=self.order.kind is BulkKind.SPECIALTY)
        return (Fate.DONE if done else Fate.SAME), ""

    def undo(self, sample_id: str, before: str) -> bool:
        """Take it back, where it is still as the act left it; tell whether it was."""
        if self.order.kind is BulkKind.RISK:
            if store.risks_of(self.tx, self.project.id, [sample_id])[sample_id].said != self.order.risk:
                return False
            return self._say(sample_id, int(before) if before else None)
        return self._put(sample_id, on=self.order.kind is BulkKind.UNSPECIALTY)

    def _say(self, sample_id: str, risk: int | None) -> bool:
        return bool(say_risk(self.tx, self.project, {sample_id: risk}, self.actor.id, self.now))

    def _put(self, sample_id: str, *, on: bool) -> bool:
        words = specialties_of(self.tx, [sample_id])[sample_id]
        if (self.order.tag in words) is on:
            return False
        fresh = {*words, self.order.tag} if on else {*words} - {self.order.tag}
        set_specialties(self.tx, {sample_id: sorted(fresh)}, self.now)
        place(self.tx, self.project.id, [sample_id])
        reckon(self.tx, self.project, [sample_id], self.now)
        append_event(
            self.tx, self.now, self.actor.id, "sample.specialties", Thing("sample", sample_id, self.project.id)
        )
        return True
