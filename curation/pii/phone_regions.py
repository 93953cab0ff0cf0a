"""Whether a text may hold a phone number of a region, by the numbers that phonenumbers holds valid there.

A necessary condition: consecutive runs of digits, put together, read as a valid number behind its prefixes. A text
with a plus sign, a dialled country or digits of another script may always hold one.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

# What phonenumbers takes for one number: at most four signs between runs of digits, no letter but an x.
_CHAIN = re.compile(r"\d+(?:[^\da-wyzA-WYZ]{0,4}\d+)*")
_RUN = re.compile(r"\d+")
# A slash or a letter may begin a second number or an extension: of such a candidate nothing is told.
_PLAIN = re.compile(r"[0-9 .()\n-]*")
_NO_SIGNS = str.maketrans("", "", " .()\n-")
_PLUS = ("+", "\uff0b")
_LONGEST = 17


class PhoneRegion:
    """One region of phonenumbers."""

    def __init__(self, region: str) -> None:
        self._numbers = _numbers_of(region)

    def may_hold(self, text: str) -> bool:
        """Tell whether a number that is valid from this region may stand in a text."""
        if self._numbers is None or any(plus in text for plus in _PLUS):
            return True
        return any(self._may_be(_RUN.findall(chain)) for chain in _CHAIN.findall(text))

    def may_be_one(self, candidate: str) -> bool:
        """Tell whether all digits of a candidate together may be one number; of figures with plain signs alone."""
        if self._numbers is None or _PLAIN.fullmatch(candidate) is None:
            return True
        digits = candidate.translate(_NO_SIGNS)
        return len(digits) <= _LONGEST and self._numbers.fullmatch(digits) is not None

    def _may_be(self, runs: Sequence[str]) -> bool:
        if self._numbers is None or not all(map(str.isascii, runs)) or max(map(len, runs)) > _LONGEST:
            return True
        return any(map(self._numbers.fullmatch, _joined(runs)))


def _joined(runs: Sequence[str]) -> Iterator[str]:
    for first in range(len(runs)):
        digits = ""
        for run in runs[first:]:
            digits += run
            if len(digits) > _LONGEST:
                break
            yield digits


@lru_cache(maxsize=64)
def _numbers_of(region: str) -> re.Pattern[str] | None:
    """Return the pattern of what may be dialled to a valid number; None where prefixes are rewritten."""
    own = PhoneMetadata.metadata_for_region(region)
    if own is None or own.country_code is None or own.national_prefix_transform_rule:
        return None
    sharing = [PhoneMetadata.metadata_for_region(one) for one in COUNTRY_CODE_TO_REGION_CODE[own.country_code]]
    valid = {pattern for one in sharing if one is not None for pattern in _valid_in(one)}
    country = f"(?:{own.country_code})?"
    # Behind a country code phonenumbers takes the national prefix off twice.
    prefix = f"(?:{own.national_prefix_for_parsing}){{0,2}}" if own.national_prefix_for_parsing else ""
    abroad = rf"|(?:{own.international_prefix})\d+" if own.international_prefix else ""
    return re.compile(f"{country}{prefix}(?:{'|'.join(sorted(valid))}){abroad}")


def _valid_in(region: PhoneMetadata) -> Iterator[str]:
    kinds = (
        region.fixed_line, region.mobile, region.toll_free, region.premium_rate, region.shared_cost,
        region.personal_number, region.voip, region.pager, region.uan, region.voicemail,
    )  # fmt: skip
    for kind in kinds:
        if kind is not None and kind.national_number_pattern:
            yield kind.national_number_pattern
