"""When two answers to one question contradict each other though they share most of their words."""

import pytest

from curation.dedup.conflicts import stated
from curation.dedup.letters import words

LONG = "Adults take it with water in the morning and in the evening, and children do not take it at all on such a day. "


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("Take 5 mg.", "Take 50 mg.", True),
        (LONG + "Wait for 6 hours.", LONG + "Wait for 9 hours.", True),
        (LONG + "It is safe.", LONG + "It is not safe.", True),
        (LONG + "Take two of them.", LONG + "Take 2 of them.", False),
        (LONG + "Then wait for 6 hours before the next meal, and drink something warm.", LONG, False),
        (LONG + "Wait for 6 hours.", LONG + "Wait for some hours.", True),
        (LONG, LONG.replace("Adults", "Grown-ups"), False),
    ],
)
def test_a_number_or_a_denial_of_its_own_contradicts_and_a_shorter_answer_does_not(one, other, differs):
    mine, theirs = stated(words(one.lower())), stated(words(other.lower()))
    assert mine.differs(theirs) is theirs.differs(mine) is differs
