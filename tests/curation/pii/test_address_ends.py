"""What stands behind a street belongs to the address; what stands elsewhere does not."""

import pytest

from curation.pii.address_ends import with_ends
from curation.pii.detections import Detection


def found(text, *values):
    return [Detection(text.index(value), text.index(value) + len(value), entity, 0.8, "d") for value, entity in values]


@pytest.mark.parametrize(
    ("text", "places", "whole"),
    [
        ("12 Quarry End, Ellersby", ["Ellersby"], "12 Quarry End, Ellersby"),
        ("12 Quarry End\n  Apt. 4\n  Ellersby\n  Tonga 44249", ["Ellersby", "Tonga"],
         "12 Quarry End\n  Apt. 4\n  Ellersby\n  Tonga 44249"),
        ("12 Quarry End,\n44249 Ellersby", ["Ellersby"], "12 Quarry End,\n44249 Ellersby"),
        ("12 Quarry End, Ellersby BS1 4QA", ["Ellersby"], "12 Quarry End, Ellersby BS1 4QA"),
        ("12 Quarry End\n> Apt. 4\n> Ellersby", ["Ellersby"], "12 Quarry End\n> Apt. 4\n> Ellersby"),
        ("12 Quarry End\n?? Ellersby", ["Ellersby"], "12 Quarry End\n?? Ellersby"),
        ("12 Quarry End is far from Ellersby", ["Ellersby"], None),
        ("12 Quarry End. Ellersby is far", ["Ellersby"], None),
    ],
)  # fmt: skip
def test_towns_and_codes_right_behind_are_taken_in(text, places, whole):
    given = found(text, ("12 Quarry End", "LOCATION"), *((place, "PLACE") for place in places))
    longest = max((one for one in with_ends(given, text) if one.entity_type == "LOCATION"), key=lambda one: one.end)
    assert text[longest.start : longest.end] == (whole or "12 Quarry End")


def test_without_an_address_nothing_is_added():
    given = found("Ellersby, Tonga", ("Ellersby", "PLACE"), ("Tonga", "PLACE"))
    assert with_ends(given, "Ellersby, Tonga") == given
