"""The sections of guidelines: what is a heading, what a section is called, and when it counts as changed."""

from hypothesis import given
from hypothesis import strategies as st

from curation.domain.guideline_sections import START, section_by_id, sections_of

NESTED = """Read this first.

# Doses

Give a range.

## Children

By weight.

# Surgery

## Children

Never alone.

# Surgery

Again.
"""


def ids(guidelines: str) -> list[str]:
    return [one.id for one in sections_of(guidelines)]


def test_sections_are_named_by_their_headings_and_know_what_they_stand_under() -> None:
    found = sections_of(NESTED)
    assert [one.id for one in found] == [START, "doses", "children", "surgery", "surgery/children", "surgery-2"]
    assert found[2].within == ("doses",)
    assert found[4].within == ("surgery",)
    assert found[4].text == "Never alone."
    assert section_by_id(found, "doses") == found[1]
    assert section_by_id(found, "gone") is None


def test_guidelines_without_a_heading_are_one_section_and_empty_ones_none() -> None:
    [only] = sections_of("Be kind.\n\nBe right.")
    assert (only.id, only.title, only.level, only.text) == (START, "", 0, "Be kind.\n\nBe right.")
    assert sections_of("") == sections_of(" \n\n ") == ()


def test_what_only_looks_like_a_heading_is_none() -> None:
    source = "# Real\n\n```\n# in a fence\n```\n\n    # in code\n\n> # quoted\n\n- # in a list\n\n"
    source += "<!--\n# hidden\n-->\n\n#tag\n"
    assert ids(source) == ["real"]
    assert "# in a fence" in sections_of(source)[0].text


def test_underlined_headings_and_closing_marks_count() -> None:
    assert [(s.title, s.level) for s in sections_of("Doses\n=====\n\nRisks\n---\n\n### Much more ###\n")] == [
        ("Doses", 1),
        ("Risks", 2),
        ("Much more", 3),
    ]


def test_a_heading_in_any_script_or_markup_gets_a_name() -> None:
    assert ids("# **Über** `mg` [doses](x)\n# جرعات\n# 用量\n# !!!\n#\n") == [
        "über-mg-doses",
        "جرعات",
        "用量",
        "section",
        "section-2",
    ]
    [long] = ids("# " + "dose " * 100)
    assert len(long) <= 96
    assert ids("# " + "dose " * 100 + "a\n# " + "dose " * 100 + "b")[0] != ids("# " + "dose " * 100 + "b")[0]


def test_a_number_that_is_a_heading_already_is_not_given_twice() -> None:
    assert ids("# A\n# A\n# A 2\n# A\n") == ["a", "a-2", "a-2-2", "a-3"]


def test_the_hash_follows_title_and_text_and_nothing_else() -> None:
    before, after = sections_of("# A\nOne.\n# B\nTwo."), sections_of("# New\n\n# A  \r\nOne.  \r\n\r\n# B\nThree.")
    assert before[0].hash == after[1].hash
    assert before[1].hash != after[2].hash
    assert before[1].id == after[2].id


def test_null_characters_and_lone_surrogates_do_no_harm() -> None:
    [found] = sections_of("# A\0B \ud800\n<script>alert(1)</script>\0")
    assert "\0" not in found.title + found.text
    (found.title + found.text).encode("utf-8")


@given(
    st.lists(st.tuples(st.integers(1, 6), st.text("ab1- /", max_size=6), st.text("xy \n#`", max_size=12)), max_size=8)
)
def test_no_two_sections_have_one_name(parts: list[tuple[int, str, str]]) -> None:
    found = ids("\n\n".join(f"{'#' * level} {title}\n{text}" for level, title, text in parts))
    assert len(found) == len(set(found))
