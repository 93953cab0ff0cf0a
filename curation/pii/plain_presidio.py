# pyright: basic
"""Plain presidio beside the gated patterns: the same recognizers in an unmodified AnalyzerEngine."""

import random
from collections.abc import Iterator, Sequence

from curation.pii.analyzer import LANGUAGE, PresidioDetector, engine_of
from curation.pii.plausible import plausible
from curation.pii.policy import PiiPolicy

Finding = tuple[int, int, str, float]
ALPHABET = "0123456789\u0663aAbBcCdDeEfF13xX@.:-/ \n,+()<>_'\u017f\u212a\u2013\u00e9\u00dfdriverlicenseSSNip"
SEEDS = (
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    "4111-1111-1111-1111", "::1", "abcd::", "aa:bb:cc:dd:ee:ff", "aabb.ccdd.eeff",
    "DE89370400440532013000", "gb29 nwbk 6016 1331 9268 19", "a@b.co", "ssn 536221348", "driver D1234567",
    "::ffff:1.2.3.4", "12/2024", "JAN-24", "example.com", "1.2.3.4", "call 212 555 0117", "943 476 5919",
    "AB123456C", "us 123456789", "T22000129", "65929970489", "medicare 2123 45670 1", "1EG4-TE5-MK73",
    "BB1388568", "021000021", "member ABC123456", "rx 1234567", "claim CLM-123456", "referral REF1234567",
    "authorization PA-1234567", "MORGA657054SM9IJ", "1EG4TE5MK73", "0210-0002-1", "passport AB1234567",
    "taxpayer 912-70-1234", "account 12345678", "AB 12 34 56 C", "1.2.2024", "2024-01-02", "01-02-2024", "12-JAN-2024",
    "2024-01-02T03:04Z", "aba 0210-0002-1", "536-22-1348",
)  # fmt: skip


class PlainPresidio:
    """What presidio finds by itself with the recognizers of a policy, and whether the gated patterns find the same."""

    def __init__(self, policy: PiiPolicy) -> None:
        self.gated = PresidioDetector(policy)
        self._engine = engine_of(self.gated, policy.threshold)

    def findings(self, text: str) -> set[Finding]:
        """Return (start, end, entity type, score) of what plain presidio finds and a reader would call possible."""
        found = self._engine.analyze(text, LANGUAGE)
        return {
            (one.start, one.end, one.entity_type, round(float(one.score), 4))
            for one in found
            if plausible(one.entity_type, text[one.start : one.end])
        }

    def differences(self, text: str) -> list[Finding]:
        """Return what only one of the two found.

        The engine drops a span inside another of its kind; redaction resolves overlaps later, by its own rule.
        """
        mine = {(one.start, one.end, one.entity_type, one.score) for one in self.gated.detect(text)}
        theirs = self.findings(text)
        extra = [one for one in mine if not any(_holds(other, one) for other in theirs)]
        return sorted([*(theirs - mine), *extra])


def _holds(outer: Finding, inner: Finding) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and outer[2] == inner[2]


def strings(count: int, seed: int = 7) -> Iterator[str]:
    """Draw short strings of identifiers, of their pieces and of signs that patterns look for."""
    draw = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    for number in range(count):
        if number % 2:
            pieces = [_piece(draw) for _ in range(draw.randint(0, 6))]
            yield draw.choice(("", " ", ", ", "\n")).join(pieces)
        else:
            yield _signs(draw, ALPHABET, 60)


def _piece(draw: random.Random) -> str:
    return draw.choice(SEEDS) if draw.random() < 0.6 else _signs(draw, ALPHABET, 6)  # noqa: PLR2004 - a share


def _signs(draw: random.Random, alphabet: Sequence[str], most: int) -> str:
    return "".join(draw.choice(alphabet) for _ in range(draw.randint(0, most)))
