"""The gate before a release: what a scan found in texts that were thought clean, and what a person said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from curation.domain.findings import Part, PiiSpan, Place
from curation.domain.identity import Json, canonical_json, content_hash

GATE, CONFLICTS = "pii", "conflicts"


class Before(StrEnum):
    """What goes out only past the gate: a version, or the file of what belongs in retrieval."""

    VERSION = "version"
    RETRIEVAL = "retrieval"


class GateVerdict(StrEnum):
    """How a version stood before the gate."""

    PASSED = "passed"
    BLOCKED = "blocked"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True)
class Spotted:
    """One place above the line, in the text of a sample (code points), never the value."""

    place: Place
    entity_type: str
    detector: str
    score: float

    def to_json(self) -> dict[str, Json]:
        """Return it as it is remembered."""
        return {
            "part": self.place.part.value,
            "index": self.place.index,
            "start": self.place.start,
            "end": self.place.end,
            "entity_type": self.entity_type,
            "detector": self.detector,
            "score": self.score,
        }


def spotted(span: PiiSpan) -> Spotted:
    """Return where a span stood in the text that was scanned."""
    place = Place(span.place.part, span.place.index, span.original_start, span.original_end)
    return Spotted(place, span.entity_type, span.detector, span.score)


def spotted_from(value: Json) -> tuple[Spotted, ...]:
    """Read what was remembered; anything else is nothing."""
    found: list[Spotted] = []
    for one in value if isinstance(value, list) else []:
        match one:
            case {
                "part": str() as part,
                "index": int() as index,
                "start": int() as start,
                "end": int() as end,
                "entity_type": str() as entity,
                "detector": str() as detector,
                "score": int() | float() as score,
            }:
                found.append(Spotted(Place(Part(part), index, start, end), entity, detector, float(score)))
            case _:
                continue
    return tuple(found)


@dataclass(frozen=True)
class Suspect:
    """A text that holds something above the line: the sample, the text's key, the places."""

    sample_id: str
    key: str
    places: tuple[Spotted, ...]

    @property
    def digest(self) -> str:
        """Name the text with exactly these places: what a person has accepted stays accepted, and no more."""
        return content_hash(canonical_json([self.key, [[*_where(one)] for one in self.places]]))


def _where(one: Spotted) -> Sequence[Json]:
    return (one.place.part.value, one.place.index, one.place.start, one.place.end, one.entity_type)


@dataclass(frozen=True)
class GateFacts:
    """What the gate read before a version: the engine, the policy, how many texts, what was let through."""

    engine: str
    policy_hash: str
    scanned: int
    verdict: GateVerdict
    accepted: int = 0

    def to_json(self) -> dict[str, Json]:
        """Return it as it stands in manifests and in the gate's row."""
        return {
            "engine": self.engine,
            "policy": self.policy_hash,
            "scanned": self.scanned,
            "verdict": self.verdict.value,
            "accepted": self.accepted,
        }


@dataclass(frozen=True)
class StoppedFreeze:
    """What the gate has stopped and nobody has decided on; a file of what belongs in retrieval has no `name`."""

    id: str
    before: Before
    name: str
    engine: str
    scanned: int
    suspects: tuple[Suspect, ...]
    created_at: datetime
