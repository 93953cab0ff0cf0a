"""Numbers with a check digit that presidio's patterns leave out: further cards, IBANs in small letters."""

import re

from curation.pii.detections import Detection

_CARD = re.compile(r"(?<![\w.+-])(?:\d(?:[ -]?\d){11,18})(?![\w-]|\.\d)")
_CARD_PREFIX = re.compile(r"4|5[0-8]|6|3[4-9]|2131|1800|2[2-7]\d\d|30|35")
# Without these in a text there is no card and no IBAN in it.
_CARD_FORM = re.compile(r"\d(?:[ -]?\d){11}")
_IBAN_FORM = re.compile(r"\d\d(?<=[A-Za-z][A-Za-z]..)")
_LENGTHS = frozenset({12, 13, 14, 15, 16, 18, 19})
_IBAN = re.compile(r"(?<![\w])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?!\w)")
_ALL = 10


class CheckedNumbers:
    """Finds card numbers of every network by Luhn's rule and IBANs in any case by their remainder."""

    @property
    def name(self) -> str:
        """The detector's name and version."""
        return "check digits 1"

    def detect(self, text: str) -> list[Detection]:
        """Return what has a right check digit."""
        found: list[Detection] = []
        if _CARD_FORM.search(text):
            found += [
                Detection(match.start(), match.end(), "CREDIT_CARD", 0.6, "check digits: card")
                for match in _CARD.finditer(text)
                if _is_card(match.group())
            ]
        for match in _IBAN.finditer(text) if _IBAN_FORM.search(text) else ():
            end = _iban_end(match.group())
            if end:
                found.append(Detection(match.start(), match.start() + end, "IBAN_CODE", 0.95, "check digits: IBAN"))
        return found


def _is_card(value: str) -> bool:
    digits = [int(c) for c in value if c.isdigit()]
    if len(digits) not in _LENGTHS or not _CARD_PREFIX.match("".join(map(str, digits))) or len(set(digits)) == 1:
        return False
    doubled = [d if i % 2 == 0 else (d * 2 - 9 if d > 4 else d * 2) for i, d in enumerate(reversed(digits))]  # noqa: PLR2004 - Luhn's rule
    return sum(doubled) % _ALL == 0


def _iban_end(value: str) -> int:
    """Return how much of a run is an IBAN: words behind it may look like its last group."""
    end = len(value)
    while end > 14:  # noqa: PLR2004 - the shortest IBAN has 15 signs
        plain = "".join(c for c in value[:end] if c.isalnum()).upper()
        if value[end - 1].isalnum() and (end == len(value) or not value[end].isalnum()) and _remainder(plain) == 1:
            return end
        end -= 1
    return 0


def _remainder(iban: str) -> int:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97
