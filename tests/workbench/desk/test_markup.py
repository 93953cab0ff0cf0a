"""What the desk draws of Markdown and maths: safe whatever stands in it, no word lost, marks over the right words."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.components.desk.markup import tree_of

TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "blockquote", "h4", "h5", "h6", "hr", "br", "table"),
    *("thead", "tbody", "tr", "th", "td", "span", "div"),
}


def nodes(tree):
    for node in tree:
        yield node
        if isinstance(node, list):
            yield from nodes(node[2:])


def words(tree):
    return "".join(n if isinstance(n, str) else n["x"] if isinstance(n, dict) else "" for n in nodes(tree))


def under(tree, number):
    return "".join(n["x"] for n in nodes(tree) if isinstance(n, dict) and number in n["m"])


def tags(tree):
    return [n[0] for n in nodes(tree) if isinstance(n, list)]


@pytest.mark.parametrize(
    "plain", ["Rest, and drink water.", "3.5 mg (twice) - daily.", "It costs $5 or 6 * 7.", "a\nb\n\nc"]
)
def test_plain_text_is_shown_as_it_is_typed(plain):
    assert tree_of(plain) is None


def test_lists_emphasis_tables_and_code_are_read_as_such():
    tree = tree_of("# Dose\n\n- **two** tablets\n- `x`\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n```py\nrun()\n```")
    assert tree is not None
    assert {"h4", "ul", "li", "strong", "code", "table", "th", "td", "s", "pre"} <= set(tags(tree))
    assert "two tablets" in words(tree)


@pytest.mark.parametrize("typed", ["$x^2$", "\\(x^2\\)", "$$\nx^2\n$$", "\\[\nx^2\n\\]"])
def test_maths_is_read_in_dollars_and_in_brackets(typed):
    tree = tree_of(f"The square is {typed}" if "\n" not in typed else typed)
    assert tree is not None
    assert {"math", "msup"} <= set(tags(tree))


def test_amounts_of_money_are_no_maths():
    tree = tree_of("It is *between* $10 and up to a$ sign.")
    assert tree is not None
    assert words(tree) == "It is between $10 and up to a$ sign."


@pytest.mark.parametrize("broken", ["$\\frac$", "$\\text{<b>}$", "$" + "{" * 300 + "$", "$" + "x" * 3000 + "$"])
def test_maths_that_cannot_be_read_is_shown_as_it_is_typed(broken):
    tree = tree_of(broken)
    assert tree is not None
    assert "math" not in tags(tree)
    assert words(tree) == broken


def test_a_mark_covers_its_words_and_no_others_across_emphasis_and_at_the_start_of_a_list():
    text = "1. Take **two tablets** daily.\n2. Rest."
    place = (0, text.index("tablets") + len("tablets"))
    tree = tree_of(text, [place, (text.index("Rest"), text.index("Rest") + 4)])
    assert tree is not None
    assert tags(tree).count("li") == 2
    assert under(tree, 0) == "Take two tablets"
    assert under(tree, 1) == "Rest"


HOSTILE = [
    "<script>alert(1)</script> **b**",
    "[press me](javascript:alert(1)) **b**",
    "[Approve](http://evil.example/) **b**",
    "![x](http://evil.example/pixel.png)",
    "<img src=x onerror=alert(1)> *b*",
    "<button onclick=alert(1)>Approve</button> *b*",
    "<http://evil.example/>",
    "$\\href{javascript:alert(1)}{x}$ $\\style{x}{y}$",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_sample_becomes_a_link_a_picture_or_a_button(hostile):
    tree = tree_of(hostile)
    assert tree is not None
    assert not {"a", "img", "script", "button"} & set(tags(tree))
    attributes = {name for n in nodes(tree) if isinstance(n, list) for name in n[1]}
    assert attributes <= {"start", "display", "mathvariant", "stretchy", "accent", "displaystyle"}


def test_the_address_behind_a_link_is_read():
    tree = tree_of("[the leaflet](http://evil.example/x)")
    assert tree is not None
    assert words(tree) == "the leaflet (http://evil.example/x)"


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("ab 1.\n*_`#>|$\\[]()~-<!\0\u202eé😀"), max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=3),
)
def test_any_text_gives_known_tags_and_json_and_marks_never_leave_it(text, places):
    marks = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in places]
    tree = tree_of(text, marks)
    if tree is None:
        return
    json.dumps(tree)
    outside = [tag for tag in tags(tree) if tag not in TAGS]
    assert all(tag.startswith("m") for tag in outside)
    for node in nodes(tree):
        assert not isinstance(node, dict) or all(n < len(marks) for n in node["m"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["dose", "**two**", "`x`", "- a", "\n", "|"]), max_size=30), st.integers(0, 60))
def test_a_text_is_read_the_same_with_marks_or_shown_as_typed(parts, place):
    text = " ".join(parts)
    start = min(place, len(text))
    plain, marked = tree_of(text), tree_of(text, [(start, min(start + 7, len(text)))])
    assert marked is None or (plain is not None and words(plain) == words(marked) and tags(plain) == tags(marked))


def test_very_long_texts_are_shown_as_they_are_typed():
    assert tree_of("**a** " * 20_000) is None
