"""What an expert should look at first: one figure per sample, higher first, and why in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from curation.domain.distribution import Apart
from curation.domain.findings import DuplicateKind, Finding, PiiSpan, Severity
from curation.texts import text, texts

_FINDING = {Severity.BLOCK: 10.0, Severity.WARNING: 3.0, Severity.NOTE: 0.5}
_DUPLICATE = {DuplicateKind.CONFLICT: 20.0, DuplicateKind.NEAR: 2.0, DuplicateKind.EXACT: 1.0}
_UNSURE = 0.6
_RARE = 1.0
_NOVEL = 1.0
_SLIGHT = 0.25


@dataclass(frozen=True)
class Reason:
    """One part of the figure: how much it weighs, and what it says."""

    weight: float
    says: str


def attention(
    findings: Iterable[Finding],
    duplicates: Iterable[DuplicateKind] = (),
    spans: Iterable[PiiSpan] = (),
    apart: Apart | None = None,
) -> float:
    """Weigh what is known of a revision; 0 where nothing is.

    A contradiction between two answers comes before anything one text can have wrong by itself,
    because it needs two texts on one screen; a detector that was unsure (score under 0.6) asks for eyes too.
    A rare topic and a text unlike the others weigh less than one warning: they part what is otherwise alike.
    """
    return sum(reason.weight for reason in reasons(findings, duplicates, spans, apart))


def reasons(
    findings: Iterable[Finding],
    duplicates: Iterable[DuplicateKind] = (),
    spans: Iterable[PiiSpan] = (),
    apart: Apart | None = None,
) -> tuple[Reason, ...]:
    """Say what makes the figure of a sample, the weightiest first; dismissed notes weigh nothing."""
    several = [one for one in findings if one.dismissed_by is None]
    found = [_of_findings(severity, [f for f in several if f.severity is severity]) for severity in _FINDING]
    kind = max(duplicates, key=_DUPLICATE.__getitem__, default=None)
    if kind is not None:
        found.append(Reason(_DUPLICATE[kind], _alike(kind)))
    unsure = sum(1 for span in spans if span.score < _UNSURE)
    if unsure:
        sentence = texts("{count} doubtful place of personal data", "{count} doubtful places of personal data", unsure)
        found.append(Reason(float(unsure), sentence))
    if apart is not None:
        found += _of_apart(apart)
    return tuple(sorted((one for one in found if one.weight), key=lambda one: -one.weight))


def _of_findings(severity: Severity, found: list[Finding]) -> Reason:
    count = len(found)
    words = {
        Severity.BLOCK: texts("{count} note that keeps it out of versions", "{count} notes that keep it out", count),
        Severity.WARNING: texts("{count} note that wants eyes", "{count} notes that want eyes", count),
        Severity.NOTE: texts("{count} small note", "{count} small notes", count),
    }
    return Reason(_FINDING[severity] * count, words[severity])


def _of_apart(apart: Apart) -> list[Reason]:
    found = [
        Reason(_RARE * apart.rare, text("few samples are about its topic")),
        Reason(_NOVEL * apart.novel, text("it is unlike the other samples")),
    ]
    return [one for one in found if one.weight >= _SLIGHT]


def _alike(kind: DuplicateKind) -> str:
    words = {
        DuplicateKind.CONFLICT: text("another sample answers the same question differently"),
        DuplicateKind.NEAR: text("another sample is nearly the same"),
        DuplicateKind.EXACT: text("another sample is the same"),
    }
    return words[kind]
