"""The gate before the file of what belongs in retrieval: the worker searches, and what it found is read from here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from curation.domain.gates import Before, GateFacts, GateVerdict, Suspect
from curation.domain.identity import Json
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.errors import ConflictError
from curation.services.trying import Ask, unreadable_answer
from curation.store import gates as store
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.store.retrieval import LookedUp
from curation.texts import text, texts

SCAN_RETRIEVAL = "scan_retrieval"
MOST_ASKED = 80


@dataclass(frozen=True)
class Searched:
    """By which rules (their digest, engine and policy) texts were searched, and whether some are still to be."""

    rules: str
    engine: str
    policy_hash: str
    more: bool

    def to_json(self) -> dict[str, Json]:
        """Return it as it is answered."""
        return {"rules": self.rules, "engine": self.engine, "policy": self.policy_hash, "more": self.more}


def search(ask: Ask, project: Project) -> Searched:
    """Let the worker search what it has not yet; raises ConflictError where that takes it longer than one may wait."""
    for _ in range(MOST_ASKED):
        match ask(SCAN_RETRIEVAL, {"project_id": project.id}):
            case {
                "rules": str() as rules,
                "engine": str() as engine,
                "policy": str() as policy,
                "more": bool() as more,
            }:
                if not more:
                    return Searched(rules, engine, policy, more)
            case _:
                raise unreadable_answer()
    raise ConflictError(
        text("These samples are still being searched for personal data before they may go out. Try again in a minute.")
    )


@dataclass(frozen=True)
class Passing:
    """What the gate says of samples, in one transaction: `open` names those that nobody has let through."""

    tx: Transaction
    project: Project
    searched: Searched

    def open(self, found: Iterable[LookedUp]) -> dict[str, Suspect | None]:
        """Return the samples that may not go out: each with what was found in it, None where it was not searched."""
        keys = {one.id: one.conversation.hash for one in found}
        scanned = store.scans(self.tx, keys.values(), self.searched.rules)
        fine = store.accepted(self.tx, self.project.id)
        told = {
            name: Suspect(name, key, scanned[key]) if key in scanned else None
            for name, key in keys.items()
            if key not in scanned or scanned[key]
        }
        return {name: one for name, one in told.items() if one is None or one.digest not in fine}

    def remember(self, actor: Person, counts: tuple[int, tuple[Suspect, ...]], at: datetime) -> None:
        """Keep the verdict on so many samples, with the suspects, as a row of the gate."""
        scanned, suspects = counts
        verdict = GateVerdict.BLOCKED if suspects else GateVerdict.PASSED
        facts = GateFacts(self.searched.engine, self.searched.policy_hash, scanned, verdict)
        told = {**facts.to_json(), "found": store.evidence_of(suspects)}
        before = (Before.RETRIEVAL, self.project.id)
        store.add_gate(self.tx, self.project.id, before, (verdict, told), at)
        action = "retrieval.stopped" if suspects else "retrieval.exported"
        append_event(self.tx, at, actor.id, action, Thing("project", self.project.id, self.project.id))


def stopped_words(count: int) -> str:
    """Say that nothing goes out before somebody has decided."""
    return texts(
        "{count} text may still hold personal data, so the file was not given out. A privacy officer or the owner "
        "looks at it on the page Versions and decides.",
        "{count} texts may still hold personal data, so the file was not given out. A privacy officer or the owner "
        "looks at them on the page Versions and decides.",
        count,
    )
