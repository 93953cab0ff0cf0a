"""The card of disagreements: one component that fetches sides and sends rulings to its own routes."""

from pathlib import Path

from workbench.components.disagreements.words import words
from workbench.components.sheet.listed import ListSettings, draw, list_card

_CARD = list_card("disagreements", Path(__file__).parent, more=("seeing.js",))


def disagreements(settings: ListSettings) -> None:
    """Draw the card."""
    draw(_CARD, "disagreements", settings, {"words": words()})
