# pyright: basic
"""Necessary conditions for presidio's recognizers: without them a recogniser cannot find anything that counts.

A gate holds three: the longest run of digits, a form, and (where no pattern reaches the threshold by
itself) a context word. tests/curation/pii/test_equality.py proves each against the naive engine; a
recogniser without a row here always runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import regex

from curation.pii.plausible import PHONE_SHAPE

_DIGITS = regex.compile(r"\d+")
_TOKEN = regex.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Gate:
    """`run` is the least length of the longest run of digits; `form` must be found somewhere.

    `weak` is a form that counts only beside a context word: its patterns score `weak_score` at most.
    """

    run: int = 0
    form: Any = None  # a pattern of regex, which has no types
    weak: Any = None
    weak_score: float = 0.0


@dataclass(frozen=True)
class Glance:
    """What is seen of a text once, for all gates."""

    text: str
    lowered: str
    run: int

    @classmethod
    def at(cls, text: str) -> "Glance":
        """Look at a text."""
        return cls(text, text.lower(), max(map(len, _DIGITS.findall(text)), default=0))

    def holds_any(self, words: Sequence[str]) -> bool:
        """Tell whether one of some lower-case words may stand in the text as presidio's context wants it: whole."""
        return any(word in self.lowered and _whole(word).search(self.lowered) for word in words)


@lru_cache(maxsize=1024)
def _whole(word: str) -> Any:  # noqa: ANN401 - regex has no types
    ends = (r"(?<!\w)" if word[:1].isalnum() else "", r"(?!\w)" if word[-1:].isalnum() else "")
    return regex.compile(regex.escape(word).join(ends))


@dataclass(frozen=True)
class Door:
    """A gate with the context words without which nothing reaches the threshold (None: it can without)."""

    gate: Gate
    words: tuple[str, ...] | None
    context: tuple[str, ...]
    threshold: float

    def opens(self, glance: Glance) -> bool:
        """Tell whether the recogniser has to run."""
        if glance.run < self.gate.run:
            return False
        if self.words is not None and not glance.holds_any(self.words):
            return False
        if self.gate.form is None or self.gate.form.search(glance.text):
            return True
        return self.gate.weak is not None and self._weakly(glance, self.gate.weak)

    def _weakly(self, glance: Glance, weak: Any) -> bool:  # noqa: ANN401 - regex has no types
        if self.gate.weak_score < self.threshold and not glance.holds_any(self.context):
            return False
        return weak.search(glance.text) is not None


def _form(pattern: str) -> Any:  # noqa: ANN401 - regex has no types
    return regex.compile(pattern)


GATES = {
    "PhoneRecognizer": Gate(1, PHONE_SHAPE),
    "OfflineEmailRecognizer": Gate(0, _form(r"@(?<=\S@)\w[\w.-]*\.\w")),
    "IpRecognizer": Gate(0, _form(r"\.(?<=\d\.)\d{1,3}\.\d{1,3}\.\d|:[0-9A-Fa-f]{0,4}:")),
    "MacAddressRecognizer": Gate(0, _form(r"[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]|\.[0-9A-Fa-f]{4}\.")),
    "IbanRecognizer": Gate(2, _form(r"[A-Z]{2}[0-9]{2}")),
    "CryptoRecognizer": Gate(1, _form(r"[13][^\W_]{25}")),
    "CreditCardRecognizer": Gate(3, _form(r"\d{4}[- ]?\d{3,4}[- ]?\d{3,4}[- ]?\d{3}")),
    "DateRecognizer": Gate(
        1,
        _form(
            r"\d(?:/\d{1,2}/\d|(?<=\b\d\d?)-\d{1,2}-\d{4}|(?<=\d{4})-\d{1,2}-\d|(?<=\b\d\d?)\.\d{1,2}\.\d|-[^\W\d_]{3}|"
            r"(?<=[^\W\d_]{3}-\d))"
        ),
        _form(r"/(?<=\d/)\d"),
        0.2,
    ),
    "AbaRoutingRecognizer": Gate(4, _form(r"\d{4}(?:(?<=\b\d{4})-\d{4}-\d\b|\d{5}(?<=\b[0-36-8]\d{8})\b)")),
    "MedicalLicenseRecognizer": Gate(7, _form(r"\d{7}(?<=[^\W\d_](?:[^\W\d_]|9)\d{7})")),
    "NhsRecognizer": Gate(3, _form(r"\d{3}(?<=\b\d{3})[- ]?\d{3}[- ]?\d{4}\b")),
    "UkDrivingLicenceRecognizer": Gate(5, _form(r"\d{6}[^\W_]{3}[^\W\d_]{2}")),
    "UkNinoRecognizer": Gate(2, _form(r"\d{2}(?<=[^\W\d_]{2} ?\d{2}) ?\d{2} ?\d{2} ?[^\W\d_]")),
    "UkPassportRecognizer": Gate(7),
    "UsBankRecognizer": Gate(8),
    "UsClaimNumberRecognizer": Gate(6),
    "UsHealthInsuranceMemberIdRecognizer": Gate(1, _form(r"\d(?<=[^\W\d_]\d|-\d)")),
    "UsItinRecognizer": Gate(3, _form(r"\b9\d{2}[- ]?\d{2}[- ]?\d{4}\b")),
    "UsLicenseRecognizer": Gate(1),
    "UsMbiRecognizer": Gate(1, _form(r"\d[^\W\d_]\w\d-?[^\W\d_]\w\d-?[^\W\d_]{2}\d\d")),
    "UsPassportRecognizer": Gate(8),
    "UsPrescriptionNumberRecognizer": Gate(6, _form(r"(?i)rx|prescription")),
    "UsPriorAuthorizationNumberRecognizer": Gate(6),
    "UsReferralNumberRecognizer": Gate(6),
    "UsSsnRecognizer": Gate(
        3, _form(r"\d{3}(?<=\b\d{3})[- .]\d{2}[- .]\d{4}\b"), _form(r"\d{3}[- .]?\d{2}[- .]?\d{4}"), 0.05
    ),
    "AuAbnRecognizer": Gate(3, _form(r"\d{3}\s?\d{3}\s?\d{3}")),
    "AuAcnRecognizer": Gate(3, _form(r"\d{3}\s?\d{3}\s?\d{3}")),
    "AuTfnRecognizer": Gate(3, _form(r"\d{3}\s?\d{3}\s?\d{3}")),
    "AuMedicareRecognizer": Gate(5),
    "CaSinRecognizer": Gate(3, _form(r"\d{3}[- ]?\d{3}[- ]?\d{3}")),
    "DeBsnrRecognizer": Gate(9),
    "DeLanrRecognizer": Gate(9),
    "DeFuehrerscheinRecognizer": Gate(8),
    "DeHealthInsuranceRecognizer": Gate(9),
    "DeIdCardRecognizer": Gate(1, _form(r"[^\W_]{8}\d")),
    "DePassportRecognizer": Gate(1, _form(r"[^\W_]{8}\d")),
    "DeSocialSecurityRecognizer": Gate(8),
    "DeTaxIdRecognizer": Gate(11),
    "DeTaxNumberRecognizer": Gate(4),
}


def door_for(recognizer, threshold: float) -> Door | None:  # noqa: ANN001 - any recogniser of presidio
    """Return the door of a recogniser, None where it has no proven gate."""
    gate = GATES.get(type(recognizer).__name__)
    if gate is None:
        return None
    context = context_of(recognizer)
    return Door(gate, context if _needs_context(recognizer, threshold) else None, context, threshold)


def context_of(recognizer) -> tuple[str, ...]:  # noqa: ANN001 - any recogniser of presidio
    """Return a recogniser's context words in lower case; several words in one are never met as a whole word."""
    return tuple(word.lower() for word in recognizer.context or () if _TOKEN.fullmatch(word.lower()))


def _needs_context(recognizer, threshold: float) -> bool:  # noqa: ANN001 - any recogniser of presidio
    """Tell whether nothing that the recogniser finds reaches the threshold without a context word."""
    patterns = vars(recognizer).get("patterns")
    if not patterns or max(one.score for one in patterns) >= threshold:
        return False
    base = next(kind for kind in type(recognizer).__mro__ if kind.__name__ == "PatternRecognizer")
    kind = type(recognizer)
    return kind.validate_result is base.validate_result and kind.analyze is base.analyze
