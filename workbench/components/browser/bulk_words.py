"""Acts on many samples in words: what is done, and why samples are left out."""

from collections.abc import Mapping

from curation.domain.bulk import BulkAct, BulkKind, Fate
from curation.domain.risks import Risk
from curation.texts import text
from workbench.components.browser.reasons import reason_words
from workbench.components.lapse_words import day_words, why_words


def kind_words(kind: BulkKind) -> str:
    """Name what is done to each sample."""
    words = {
        BulkKind.APPROVE: text("Approve"),
        BulkKind.REJECT: text("Reject"),
        BulkKind.RETRIEVE: text("Keep for retrieval"),
        BulkKind.TAG: text("Tag"),
        BulkKind.UNTAG: text("Take a tag off"),
        BulkKind.ASSIGN: text("Assign to somebody"),
        BulkKind.UNASSIGN: text("Take from somebody"),
        BulkKind.REQUEUE: text("Put back into the queue"),
        BulkKind.RECALL: text("Put back"),
        BulkKind.DATE: text("Say until when they hold"),
        BulkKind.SPECIALTY: text("Give a specialty"),
        BulkKind.UNSPECIALTY: text("Take a specialty off"),
        BulkKind.RISK: text("Say the risk"),
    }
    return words[kind]


def risk_words(risk: Risk) -> str:
    """Name how much harm a wrong answer could do."""
    return {Risk.NORMAL: text("Normal"), Risk.RAISED: text("Raised"), Risk.HIGH: text("High")}[risk]


def act_words(act: BulkAct, people: Mapping[str, str]) -> str:
    """Say what an act does, with its reason, tag or person."""
    order = act.order
    until = text("as their source says") if order.until is None else day_words(order.until)
    beside = {
        BulkKind.DATE: until,
        BulkKind.RECALL: "" if order.because is None else why_words(order.because.why),
        BulkKind.REJECT: "" if order.reason is None else reason_words(order.reason),
        BulkKind.TAG: order.tag,
        BulkKind.UNTAG: order.tag,
        BulkKind.SPECIALTY: order.tag,
        BulkKind.UNSPECIALTY: order.tag,
        BulkKind.RISK: "" if order.risk is None else risk_words(Risk(order.risk)),
        BulkKind.ASSIGN: people.get(order.person_id, order.person_id),
        BulkKind.UNASSIGN: people.get(order.person_id, order.person_id),
    }.get(order.kind, "")
    return f"{kind_words(order.kind)}: {beside}" if beside else kind_words(order.kind)


def fate_words(fate: Fate) -> str:
    """Say why a sample is left out, or what became of it."""
    words = {
        Fate.WAITING: text("Not done yet"),
        Fate.DONE: text("Done"),
        Fate.HELD: text("Somebody has it on their desk"),
        Fate.DECIDED: text("Decided already"),
        Fate.UNSETTLED: text("A disagreement or doubt that is settled one by one"),
        Fate.OPEN: text("In the queue already"),
        Fate.UNREAD: text("Its text cannot be read yet"),
        Fate.ASIDE: text("Set aside as a copy"),
        Fate.SAME: text("Nothing to change"),
        Fate.CHANGED: text("Changed meanwhile"),
        Fate.LAPSED: text("Its last day has passed: say until when it holds first"),
        Fate.REFUSED: text("A rule of the project does not allow it"),
    }
    return words[fate]
