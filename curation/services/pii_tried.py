"""What a policy of personal data that is not kept yet would do, as it travels between the worker and the screen."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.domain.identity import Json
from curation.services.trying import unreadable_answer

TRY_PII = "pii_try_out"


@dataclass(frozen=True)
class TriedSpan:
    """What would be hidden or offered: its type, how sure it is (0 to 1), what found it, and the text around it.

    `around` is what stands before it, itself (what would stand there where it is hidden) and what stands behind.
    """

    entity_type: str
    score: float
    detector: str
    around: tuple[str, str, str]


@dataclass(frozen=True)
class TriedRules:
    """What a policy does: how many texts were read, how many it changes, what it hides and offers, which engine ran.

    `shown` is the redacted text where a single text was tried, else empty.
    """

    texts: int
    changed: int
    hidden: int
    offered: int
    shown: str
    spans: tuple[TriedSpan, ...]
    suggestions: tuple[TriedSpan, ...]
    engine: str

    def as_json(self) -> Json:
        """Return what `tried_rules_from` reads."""
        return {
            "counts": [self.texts, self.changed, self.hidden, self.offered],
            "shown": self.shown,
            "spans": [_listed(one) for one in self.spans],
            "suggestions": [_listed(one) for one in self.suggestions],
            "engine": self.engine,
        }


def tried_rules_from(value: Json) -> TriedRules:
    """Read an answer of the worker; raises JobFailedError for anything else."""
    match value:
        case {
            "counts": [int() as texts, int() as changed, int() as hidden, int() as offered],
            "shown": str() as shown,
            "spans": list() as spans,
            "suggestions": list() as suggestions,
            "engine": str() as engine,
        }:
            return TriedRules(
                texts,
                changed,
                hidden,
                offered,
                shown,
                tuple(_span(one) for one in spans),
                tuple(_span(one) for one in suggestions),
                engine,
            )
        case _:
            raise unreadable_answer()


def _listed(one: TriedSpan) -> Json:
    return {"type": one.entity_type, "score": one.score, "by": one.detector, "around": list(one.around)}


def _span(value: Json) -> TriedSpan:
    if isinstance(value, Mapping):
        match value:
            case {
                "type": str() as entity,
                "score": int() | float() as score,
                "by": str() as detector,
                "around": [str() as before, str() as said, str() as after],
            }:
                return TriedSpan(entity, float(score), detector, (before, said, after))
            case _:
                pass
    raise unreadable_answer()
