"""What presidio's patterns find and no reader would call personal: one predicate an entity type.

A predicate sees the found text alone, so it holds whatever stands around it.
"""

import re
from collections.abc import Callable

# A phone number has seven digits that stand close together; years, doses and German short codes do not.
PHONE_SHAPE = re.compile(r"\d(?:\D{0,8}\d){6}")
# Six are enough in pairs or threes; only behind the word phone are they looked for.
_SHORT_PHONE = re.compile(r"\d\d[ .-]?\d\d[ .-]?\d\d|\d{3}[ -]\d{3}")
_TOLL_FREE = re.compile(r"\(?(?:\+?1[-. ]?)?\(?8(?:00|88|77|66|55|44|33)\)?[-. ]?\d{3}[-. ]?\d{4}\)?")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d\s?[-\u2013/]\s?(?:1[5-9]|20)\d\d")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_SECURITY = re.compile(r"\d{3}-\d{2}-\d{4}|\d{5}-\d{4}")
_ZIP_PLUS_FOUR = re.compile(r"\d{5}-\d{4}")
# Vitamins, antigens and forms (B12, HLA-B27, CMS1500) are shorter, or hold fewer digits.
_MEMBER = re.compile(r"(?:.*\d){5}.*")
_LICENCE = re.compile(r"(?=.{6})(?:.*\d){4}.*")


def plausible(entity_type: str, value: str) -> bool:
    """Tell whether a found text can be what it was taken for."""
    judge = _JUDGES.get(entity_type)
    return judge is None or judge(value)


def _phone(value: str) -> bool:
    if _SECURITY.fullmatch(value) or _YEARS.fullmatch(value) or _DATE.fullmatch(value) or _TOLL_FREE.fullmatch(value):
        return False
    return PHONE_SHAPE.search(value) is not None or _SHORT_PHONE.fullmatch(value) is not None


def _licence(value: str) -> bool:
    return _LICENCE.fullmatch(value) is not None


def _member(value: str) -> bool:
    return _MEMBER.fullmatch(value) is not None


def _security(value: str) -> bool:
    return _ZIP_PLUS_FOUR.fullmatch(value) is None


def _address(value: str) -> bool:
    groups = [group for group in value.partition("/")[0].split(":") if group]
    return "." in value or (len(groups) > 1 and any(c.isdigit() for c in value))


def _not_toll_free(value: str) -> bool:
    return _TOLL_FREE.fullmatch(value) is None


_JUDGES: dict[str, Callable[[str], bool]] = {
    "PHONE_NUMBER": _phone,
    "IP_ADDRESS": _address,
    "US_DRIVER_LICENSE": _licence,
    "US_HEALTH_INSURANCE_MEMBER_ID": _member,
    "US_SSN": _security,
    "UK_NHS": _not_toll_free,
    "US_BANK_NUMBER": _not_toll_free,
}
