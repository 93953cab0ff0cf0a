from datetime import UTC, datetime

import pytest

from curation.domain.projects import Project
from curation.domain.reviews import Verdict
from curation.domain.standing import Work
from curation.domain.versions import Recipe
from workbench.frames import decisions_table, file_size, freeze_command, local_time, seconds_words

NOON = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)
PROJECT = Project("p", "tax-law", "Tax law", "en", "", "", b"k", NOON)


def test_a_moment_is_shown_in_the_browsers_zone():
    assert local_time(NOON, "Europe/Berlin") == "1 Jul 2026, 14:05"
    assert local_time(NOON, "UTC") == "1 Jul 2026, 12:05"


@pytest.mark.parametrize(("size", "words"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1_460_000, "1.5 MB")])
def test_sizes_are_short(size, words):
    assert file_size(size) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (59, "59 s"), (90, "2 min"), (5400, "1.5 h")])
def test_time_left_is_short(seconds, words):
    assert seconds_words(seconds) == f"about {words} left"


def test_the_command_line_says_the_same_as_the_form():
    recipe = Recipe(7, 0.05, 0.2, ("written",), ("de", "en"), keep_duplicates=True)
    assert freeze_command(PROJECT, "v 1", recipe) == (
        "workbench version freeze 'v 1' --project tax-law --seed 7 --validation 0.05 --test 0.2 "
        "--origin written --language de --language en --keep-duplicates"
    )


def test_people_stand_in_the_order_of_their_names_not_of_their_counts():
    work = {
        "a": Work({Verdict.APPROVE: 1}, NOON),
        "b": Work({Verdict.APPROVE: 90, Verdict.REJECT: 2}, NOON),
        "c": Work({Verdict.SKIP: 3}, NOON),
    }
    table = decisions_table(work, {"a": "Alan", "b": "berta", "c": "Carl"}, "UTC")
    assert table["Person"].to_list() == ["Alan", "berta", "Carl"]
    assert table["Rejected"].to_list() == [0, 2, 0]
