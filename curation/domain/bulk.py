"""Acts on everything that filters leave: what is done, to which samples not and why, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from curation.domain.lapses import Because
from curation.domain.reviews import RejectReason
from curation.domain.risks import Risk
from curation.errors import InputError
from curation.texts import text


class BulkKind(StrEnum):
    """What is done to each sample."""

    APPROVE = "approve"
    REJECT = "reject"
    RETRIEVE = "retrieve"
    TAG = "tag"
    UNTAG = "untag"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    REQUEUE = "requeue"
    DATE = "date"
    SPECIALTY = "specialty"
    UNSPECIALTY = "unspecialty"
    RISK = "risk"
    RECALL = "recall"


class Fate(StrEnum):
    """What becomes of one sample: it waits, it is done, or why it was left out."""

    WAITING = "waiting"
    DONE = "done"
    HELD = "held"
    DECIDED = "decided"
    UNSETTLED = "unsettled"
    OPEN = "open"
    UNREAD = "unread"
    ASIDE = "aside"
    SAME = "same"
    CHANGED = "changed"
    LAPSED = "lapsed"
    REFUSED = "refused"


@dataclass(frozen=True)
class BulkOrder:
    """What a person orders: REJECT needs a reason, TAG and UNTAG a tag, ASSIGN and UNASSIGN a person.

    DATE says until when samples hold (`until`, None for the day of their source). SPECIALTY and UNSPECIALTY name it
    as `tag`; RISK needs a `risk`. RECALL puts them back `because` something was superseded, and is ordered where that
    is said.
    """

    kind: BulkKind
    reason: RejectReason | None = None
    tag: str = ""
    person_id: str = ""
    due: date | None = None
    until: date | None = None
    risk: int | None = None
    because: Because | None = None


@dataclass(frozen=True)
class BulkAct:
    """One act: who ordered what with which filters, and how far it is.

    First the samples are listed (`filled`), each with the revision that was there; who ordered it then sees the
    counts and goes on (`job_id`). `undo_job_id` is set once it is being taken back. Filters that were typed are empty
    in the `address`, and kept sealed in `typed`.
    """

    id: str
    project_id: str
    person_id: str
    order: BulkOrder
    address: Mapping[str, str]
    seen_at: datetime
    filled_to: str | None = None
    filled: bool = False
    job_id: str | None = None
    ended_at: datetime | None = None
    undo_job_id: str | None = None
    undone_at: datetime | None = None
    typed: bytes | None = None

    @property
    def told(self) -> bool:
        """Tell whether the address holds every filter, the typed ones too."""
        return all(value.strip() for value in self.address.values())


@dataclass(frozen=True)
class BulkItem:
    """One sample of an act, the revision that was seen, and what the act needs to be taken back."""

    sample_id: str
    revision: int
    changed: str = ""


@dataclass(frozen=True)
class BulkState:
    """An act with its counts: samples by fate, and by what undoing made of them; ten of those that wait."""

    act: BulkAct
    fates: Mapping[Fate, int]
    undone: Mapping[Fate, int]

    @property
    def total(self) -> int:
        """How many samples the filters left."""
        return sum(self.fates.values())

    @property
    def left_out(self) -> dict[Fate, int]:
        """How many samples were left out, by reason."""
        return {fate: count for fate, count in self.fates.items() if fate not in {Fate.WAITING, Fate.DONE}}


def require_whole(order: BulkOrder) -> None:
    """Raise InputError where an order lacks what it needs."""
    if order.kind is BulkKind.REJECT and order.reason is None:
        raise InputError(text("A rejection needs a reason. Choose one of the listed reasons."))
    if order.kind in {BulkKind.TAG, BulkKind.UNTAG} and not order.tag:
        raise InputError(text("Say which tag."))
    if order.kind in {BulkKind.SPECIALTY, BulkKind.UNSPECIALTY} and not order.tag:
        raise InputError(text("Say which specialty. The project lists them on the page How review works."))
    if order.kind is BulkKind.RISK and order.risk not in {risk.value for risk in Risk}:
        raise InputError(text("Say which risk: normal, raised or high."))
    if order.kind in {BulkKind.ASSIGN, BulkKind.UNASSIGN} and not order.person_id:
        raise InputError(text("Say which person."))
    if order.kind is BulkKind.RECALL and order.because is None:
        raise InputError(text("Say what was superseded."))
