"""The card of duplicate groups: one component that fetches groups and sends decisions to its own routes."""

from pathlib import Path

from workbench.components.duplicates.words import words
from workbench.components.sheet.listed import ListSettings, chosen, draw, list_card

_CARD = list_card("duplicates", Path(__file__).parent, [chosen(one) for one in ("kind", "state", "least")])


def duplicates(settings: ListSettings) -> None:
    """Draw the card."""
    draw(_CARD, "duplicates", settings, {"words": words()})
