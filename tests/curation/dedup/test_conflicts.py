"""Which words of a question ask nothing, so that two questions may differ in them and still be one."""

import polars as pl
import pytest

from curation.dedup.conflicts import plain_questions
from curation.dedup.letters import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is the dose of aspirin?", "Please, what is dose of the aspirin?"),
        ("WHAT CAUSES DIABETES", "What causes diabetes?"),
    ],
)
def test_articles_and_courtesies_ask_nothing(one, other):
    plain = plain_questions(pl.Series([one, other]))
    assert words(plain[0]) == words(plain[1])


def test_a_question_of_which_nothing_would_be_left_stays_as_it_is():
    assert plain_questions(pl.Series(["To be or not?", "Is it?", "?"])).to_list()[1:] == ["Is it?", "?"]
