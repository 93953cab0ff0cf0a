"""The theme's colours can be read by people with weak sight: WCAG 2, level AA."""

import tomllib

import pytest

from tests.browser.server import ROOT

THEME = tomllib.loads((ROOT / "workbench/.streamlit/config.toml").read_text("utf-8"))["theme"]
LEAST = 4.5
CAPTION = 0.6
WHITE = (255.0, 255.0, 255.0)
Colour = tuple[float, float, float]


def colour(name: str) -> Colour:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def light_of(shown: Colour) -> float:
    parts = [c / 255 for c in shown]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((light_of(one), light_of(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_white_on_a_primary_button_can_be_read(scheme):
    assert contrast(WHITE, colour(THEME[scheme]["primaryColor"])) >= LEAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_name_of_a_chosen_tab_can_be_read(scheme):
    assert contrast(colour(THEME[scheme]["primaryColor"]), colour(THEME[scheme]["backgroundColor"])) >= LEAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_caption_can_be_read(scheme):
    text, back = colour(THEME[scheme]["textColor"]), colour(THEME[scheme]["backgroundColor"])
    faint = tuple(t * CAPTION + b * (1 - CAPTION) for t, b in zip(text, back, strict=True))
    assert contrast((faint[0], faint[1], faint[2]), back) >= LEAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_links_and_code_can_be_read(scheme):
    back = colour(THEME[scheme]["secondaryBackgroundColor"])
    assert contrast(colour(THEME[scheme]["linkColor"]), back) >= LEAST
    assert contrast(colour(THEME[scheme]["codeTextColor"]), back) >= LEAST
