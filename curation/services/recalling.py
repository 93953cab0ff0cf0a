"""Putting one decided sample back into the queue, inside one transaction; and taking that back."""

from dataclasses import dataclass
from datetime import datetime

from curation.domain.lapses import Because, Recall, Why
from curation.domain.samples import SampleStatus
from curation.store import recalls, reviews
from curation.store.database import Transaction
from curation.store.events import Thing, append_event

_SAID = {Why.EXPIRED: "sample.lapsed", Why.SOURCE: "sample.superseded", Why.GUIDELINE: "sample.superseded"}


@dataclass(frozen=True)
class Recalling:
    """Somebody (or the worker itself) puts samples of a project back at one moment."""

    tx: Transaction
    project_id: str
    by: str
    now: datetime

    def put_back(self, name: str, sample_id: str, because: Because, act_id: str | None = None) -> SampleStatus:
        """Put a sample back: what was decided on it stays in its history and counts no more."""
        reviews.hold(self.tx, sample_id)
        recalls.add_recall(self.tx, self.project_id, Recall(name, sample_id, because, self.now, self.by, act_id))
        return self._settled(sample_id, _SAID[because.why])

    def take_back(self, recall: Recall) -> SampleStatus:
        """Let what was decided before a recall count again."""
        reviews.hold(self.tx, recall.sample_id)
        recalls.take_recall_back(self.tx, recall.id, self.now)
        return self._settled(recall.sample_id, "sample.restored")

    def _settled(self, sample_id: str, action: str) -> SampleStatus:
        rules = reviews.review_policy(self.tx, self.project_id)
        status = reviews.settle(self.tx, sample_id, rules, self.now)
        append_event(self.tx, self.now, self.by, action, Thing("sample", sample_id, self.project_id))
        return status
