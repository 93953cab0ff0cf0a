"""Names as letters: escaped where a page shows them, plain where a screen reader reads them aloud."""

import pytest

from workbench.components.redacted import literal, spoken


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Dr. Alba Frost (demo)", "Dr. Alba Frost (demo)"),
        ("[a](https://a.org/)", "a(https//a.org/)"),
        ("<b>x</b> :red[y] :material/delete:", "bx/b redy material/delete:"),
        ("www.a.org", "www\u2060.a.org"),
    ],
)
def test_the_label_of_a_field_says_a_name_without_what_would_be_drawn(said, read):
    assert spoken(said) == read


def test_an_address_in_a_name_is_no_link():
    assert literal("https://a.org") == "https\\:\u2060//a\\.org"
    assert literal("www.a.org b@c.org") == "www\u2060\\.a\\.org b@\u2060c\\.org"
