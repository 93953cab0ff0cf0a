"""How good a redactor is on labelled text, and how much it takes from text without private people. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

HALF = 0.5
# Labels of other sets, in the words of the policy.
SAME = {
    "STREET_ADDRESS": "LOCATION",
    "ADDRESS": "LOCATION",
    "GPE": "PLACE",
    "DOMAIN_NAME": "URL",
    "PREFIX": "TITLE",
    "ZIP_CODE": "LOCATION",
}
DIRECT = frozenset(
    [
        "PERSON",
        "LOCATION",
        "EMAIL_ADDRESS",
        "PHONE_NUMBER",
        "CREDIT_CARD",
        "IBAN_CODE",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "CRYPTO",
        "US_SSN",
        "US_DRIVER_LICENSE",
        "DATE_OF_BIRTH",
        "MEDICAL_RECORD_NUMBER",
        "CASE_NUMBER",
        "ACCOUNT_NUMBER",
        "PASSPORT_NUMBER",
        "US_PASSPORT",
    ]
)
STRUCTURED = frozenset(
    ["EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "IP_ADDRESS", "MAC_ADDRESS", "CRYPTO", "US_SSN", "URL"]
)
NOT_PERSONAL = frozenset({"TITLE"})


@dataclass(frozen=True)
class Marked:
    """A span with its type: what a person labelled or what a detector said."""

    start: int
    end: int
    entity_type: str


@dataclass
class Count:
    """Labelled spans, how many were redacted or at least offered, and how the predictions fared."""

    labelled: int = 0
    redacted: int = 0
    found: int = 0
    predicted: int = 0
    right: int = 0

    @property
    def recall(self) -> float | None:
        """Share of the labelled spans that were redacted."""
        return self.redacted / self.labelled if self.labelled else None

    @property
    def found_share(self) -> float | None:
        """Share of the labelled spans that were redacted or suggested."""
        return self.found / self.labelled if self.labelled else None

    @property
    def precision(self) -> float | None:
        """Share of the redacted spans that touch a labelled one."""
        return self.right / self.predicted if self.predicted else None

    @property
    def f2(self) -> float | None:
        """Recall counted twice as much as precision."""
        precision, recall = self.precision, self.recall
        if not precision or not recall:
            return None
        return 5 * precision * recall / (4 * precision + recall)

    def plus(self, other: "Count") -> "Count":
        """Add two counts."""
        return Count(
            self.labelled + other.labelled,
            self.redacted + other.redacted,
            self.found + other.found,
            self.predicted + other.predicted,
            self.right + other.right,
        )


@dataclass
class Measured:
    """Counts by entity type, and the characters of direct identifiers that stayed readable."""

    kinds: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    direct_characters: int = 0
    leaked_characters: int = 0
    texts: int = 0

    def add(self, text: str, labels: Sequence[Marked], redacted: Sequence[Marked], offered: Sequence[Marked]) -> None:
        """Count one text."""
        self.texts += 1
        covered, seen = _covered(text, redacted), _covered(text, [*redacted, *offered])
        for label in labels:
            kind = SAME.get(label.entity_type, label.entity_type)
            count = self.kinds[kind]
            count.labelled += 1
            signs = [i for i in range(label.start, label.end) if text[i].isalnum()]
            count.redacted += _share(signs, covered) >= HALF
            count.found += _share(signs, seen) >= HALF
            if kind in DIRECT:
                self.direct_characters += len(signs)
                self.leaked_characters += sum(not covered[i] for i in signs)
        for one in redacted:
            count = self.kinds[SAME.get(one.entity_type, one.entity_type)]
            count.predicted += 1
            count.right += any(label.start < one.end and one.start < label.end for label in labels)

    def together(self, kinds: Iterable[str] | None = None) -> Count:
        """Add up the counts of some types (None: all that are personal)."""
        chosen = set(self.kinds) - NOT_PERSONAL if kinds is None else set(kinds)
        total = Count()
        for kind in sorted(chosen & set(self.kinds)):
            total = total.plus(self.kinds[kind])
        return total


def _covered(text: str, spans: Iterable[Marked]) -> bytearray:
    marks = bytearray(len(text))
    for one in spans:
        marks[one.start : one.end] = b"\1" * (one.end - one.start)
    return marks


def _share(signs: Sequence[int], covered: bytearray) -> float:
    return sum(covered[i] for i in signs) / len(signs) if signs else 1.0
