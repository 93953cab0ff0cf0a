"""What stands behind a street belongs to the address: flat, town, postcode and country, on one line or several."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from curation.pii.detections import Detection

_FLAT = r"(?:(?:Apt\.?|Apartment|Suite|Unit|Flat|Floor|No\.|#)[ ]?\w{1,6}[ ,]{0,2})"
# A line of an address; in a mail each may begin with the mark of a quotation.
_LINE = r"[ \t,]*\n[ \t]*(?:[>|?*]{1,3}[ ])?"
_BETWEEN = re.compile(rf"(?:[ ]?,[ ]?|{_LINE}){_FLAT}?(?:{_LINE})?(?:[A-Z]{{1,2}}-)?(?:\d{{4,6}}[ ])?", re.IGNORECASE)
_CODE = re.compile(r",?[ ](?:\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})\b")
_LONGEST = 30


def with_ends(found: Sequence[Detection], text: str) -> list[Detection]:
    """Add to each address one that goes on to the places right behind it."""
    places = sorted((one for one in found if one.entity_type == "PLACE"), key=_start)
    longer: list[Detection] = []
    for one in found if places else ():
        if one.entity_type != "LOCATION":
            continue
        end = _end(one.end, places, text)
        if end > one.end:
            longer.append(Detection(one.start, end, "LOCATION", one.score, one.detector))
    return [*found, *longer]


def _end(end: int, places: Sequence[Detection], text: str) -> int:
    for place in islice(places, bisect_left(places, end, key=_start), None):
        if place.start - end > _LONGEST:
            break
        if place.start >= end and _BETWEEN.fullmatch(text, end, place.start):
            code = _CODE.match(text, place.end)
            end = code.end() if code else place.end
    return end


def _start(one: Detection) -> int:
    return one.start
