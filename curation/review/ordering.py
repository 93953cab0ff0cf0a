"""What an expert should look at first: one figure per sample, higher first."""

from collections.abc import Iterable

from curation.domain.findings import DuplicateKind, Finding, PiiSpan, Severity

_FINDING = {Severity.BLOCK: 10.0, Severity.WARNING: 3.0, Severity.NOTE: 0.5}
_DUPLICATE = {DuplicateKind.CONFLICT: 20.0, DuplicateKind.NEAR: 2.0, DuplicateKind.EXACT: 1.0}
_UNSURE = 0.6


def attention(
    findings: Iterable[Finding], duplicates: Iterable[DuplicateKind] = (), spans: Iterable[PiiSpan] = ()
) -> float:
    """Weigh what screening said of a revision; 0 where it said nothing.

    A contradiction between two answers comes before anything one text can have wrong by itself,
    because it needs two texts on one screen; a detector that was unsure (score under 0.6) asks for eyes too.
    """
    by_findings = sum(_FINDING[f.severity] for f in findings)
    by_duplicates = max((_DUPLICATE[kind] for kind in duplicates), default=0.0)
    by_spans = sum(1.0 for span in spans if span.score < _UNSURE)
    return by_findings + by_duplicates + by_spans
