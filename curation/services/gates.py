"""The gate before a release: texts are scanned again with the high-recall profile, ahead of time and remembered. Heavy.

A scan is named by its text, the engine and the policy, so that freezing reads it and scans only what is new.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from curation.domain.gates import GateFacts, GateVerdict, Suspect, spotted
from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.jobs import Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.samples import Conversation, Message, Role, SampleStatus
from curation.errors import InputError
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.sealed import Seal
from curation.services.metadata_lines import heads_of, metadata_key, scanned_lines
from curation.services.privacy_values import rules_of
from curation.services.retrieval_gate import Searched
from curation.services.screening_text import redactor_of
from curation.store import gates as store
from curation.store.database import Database, Transaction
from curation.store.events import last_number
from curation.store.projects import policy, projects
from curation.texts import text

_AT_ONCE = 100
_IN_A_SECOND = 25


@dataclass(frozen=True)
class Told:
    """A text that is scanned: whose, and how its lines begin that name columns."""

    sample_id: str
    conversation: Conversation
    heads: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rules:
    """What a scan is made with; `hash` names engine and policy together."""

    policy: PiiPolicy
    policy_hash: str

    @property
    def named(self) -> tuple[str, str, str]:
        """Return (hash of engine and policy, engine, hash of the policy)."""
        engine = redactor_of(self.policy).engine
        return content_hash(canonical_json([engine, self.policy_hash])), engine, self.policy_hash


@dataclass(frozen=True)
class Verdict:
    """What the gate says of rows: the facts, and the suspects that nobody has accepted."""

    facts: GateFacts
    suspects: tuple[Suspect, ...]


@dataclass(frozen=True)
class ReleaseGate:
    """Scans texts that are to go out, and says whether they may."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def scan(self, project_id: str, rows: pl.DataFrame, reporter: Reporter) -> None:
        """Scan what no scan by the same rules has seen; `rows` has the columns of ROWS."""
        with self.database.reading() as tx:
            rules = _rules(tx, self.seal, project_id)
            texts = dict(_texts(rows))
            known = store.scans(tx, texts, rules.named[0])
        fresh = {key: told for key, told in texts.items() if key not in known}
        names = list(fresh)
        for done in range(0, len(fresh), _AT_ONCE):
            reporter.report(Progress(done, len(fresh), text("Looking once more for personal data")))
            self._remember(rules, {name: fresh[name] for name in names[done : done + _AT_ONCE]})
        reporter.log(f"{len(fresh)} texts scanned, {len(texts) - len(fresh)} remembered")

    def verdict(self, tx: Transaction, project_id: str, rows: pl.DataFrame) -> Verdict:
        """Say whether scanned rows may go out; what somebody has accepted as it stands does not stop them."""
        rules = _rules(tx, self.seal, project_id)
        digest, engine, policy_hash = rules.named
        keys = {key: sample_id for sample_id, key in _keys(rows)}
        found = store.scans(tx, keys, digest)
        suspects = [Suspect(keys[key], key, places) for key, places in sorted(found.items()) if places]
        fine = store.accepted(tx, project_id)
        open_ones = tuple(one for one in suspects if one.digest not in fine)
        verdict = GateVerdict.PASSED
        if suspects:
            verdict = GateVerdict.BLOCKED if open_ones else GateVerdict.OVERRIDDEN
        facts = GateFacts(engine, policy_hash, rows.height, verdict, len(suspects) - len(open_ones))
        return Verdict(facts, open_ones)

    def _remember(self, rules: Rules, texts: Mapping[str, Told]) -> None:
        with self.database.reading() as tx:
            left = store.invented_in(tx, {told.sample_id for told in texts.values()})
        redactor = redactor_of(rules.policy)
        found = {
            key: tuple(
                map(spotted, redactor.redact_again(one.conversation, left.get(one.sample_id, ()), one.heads).spans)
            )
            for key, one in texts.items()
        }
        with self.database.transaction() as tx:
            store.add_scans(tx, rules.named, found, self.clock())

    def scan_ahead(self) -> bool:
        """Scan some texts of any project that are to go out and no scan has seen; False where there is none."""
        with self.database.reading() as tx:
            for project in projects(tx):
                rules = _rules(tx, self.seal, project.id)
                found = list(store.unscanned(tx, project.id, rules.named[0], _AT_ONCE))
                if found:
                    break
            else:
                return False
        self._remember(rules, dict(_ahead(found)))
        return True

    def scan_some(self, project_id: str, of: SampleStatus, most: int) -> tuple[tuple[str, str, str], bool]:
        """Scan some samples of one status; return the rules (digest, engine, policy) and whether there are more."""
        with self.database.reading() as tx:
            rules = _rules(tx, self.seal, project_id)
            found = list(store.unscanned(tx, project_id, rules.named[0], most, (of,)))
        self._remember(rules, dict(_ahead(found)))
        return rules.named, len(found) == most


@dataclass
class Ahead:
    """Scans when there is nothing else to do; looks again only where something has happened since."""

    gate: ReleaseGate
    seen: int = -1

    def __call__(self) -> bool:
        """Scan a little; True where there may be more. It waits for a lost key: without it no list can be read."""
        if self.gate.seal.lost:
            return False
        with self.gate.database.reading() as tx:
            number = last_number(tx)
        if number == self.seen:
            return False
        if self.gate.scan_ahead():
            return True
        self.seen = number
        return False


@dataclass(frozen=True)
class ScanForRetrieval:
    """The answer to SCAN_RETRIEVAL: `{"project_id"}` to how it was searched, and whether it has to be asked again."""

    gate: ReleaseGate

    def __call__(self, question: Json) -> Json:
        """Scan a second's worth of what belongs in retrieval."""
        match question:
            case {"project_id": str() as project_id}:
                named, more = self.gate.scan_some(project_id, SampleStatus.RETRIEVAL, _IN_A_SECOND)
                return Searched(*named, more).to_json()
            case _:
                raise InputError(text("A search before the retrieval file names its project."))


def _ahead(found: Iterable[store.Unscanned]) -> Iterator[tuple[str, Told]]:
    for one in found:
        yield one.key, Told(one.sample_id, one.conversation)
        if isinstance(one.metadata, Mapping):
            yield _beside(one.sample_id, one.metadata)


def _beside(sample_id: str, metadata: Mapping[str, Json]) -> tuple[str, Told]:
    lines = Conversation((), tuple(scanned_lines(metadata)))
    return metadata_key(dict(metadata)), Told(sample_id, lines, frozenset(heads_of(metadata)))


def _rules(tx: Transaction, seal: Seal, project_id: str) -> Rules:
    rules = rules_of(tx, seal, project_id)
    # What takes a value's place is no matter here; what is kept on purpose, or only suggested, still is.
    left = {entity: word for entity, word in rules.operators if word in (Operator.KEEP, Operator.SUGGEST)}
    strict: dict[str, Json] = {"profile": "recall", "operators": dict(left), "lines": {}}
    # The stored policy names the scan: its lists are sealed, so that no hash could be tried out against names.
    return Rules(PiiPolicy.from_json(rules.to_json() | strict), PiiPolicy.from_json(policy(tx, project_id, "pii")).hash)


def _keys(rows: pl.DataFrame) -> Iterator[tuple[str, str]]:
    for sample_id, key, beside in rows.select("id", "revision_hash", "metadata").iter_rows():
        yield sample_id, key
        if beside:
            yield sample_id, metadata_key(json.loads(beside))


def _texts(rows: pl.DataFrame) -> Iterator[tuple[str, Told]]:
    names = ("id", "revision_hash", "messages", "context", "metadata")
    for name, key, turns, context, beside in rows.select(names).iter_rows():
        said = tuple(Message(Role(t["role"]), t["content"]) for t in turns)
        yield key, Told(name, Conversation(said, tuple(context)))
        if beside:
            yield _beside(name, json.loads(beside))
