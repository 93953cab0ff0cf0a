"""The card of personal data: one component that fetches values and sends decisions to its own routes."""

from pathlib import Path

from curation.pii.policy import REDACTED, SUGGESTED
from workbench.components.privacy.words import words
from workbench.components.sheet.listed import ListSettings, chosen, draw, list_card

_LEFT = '<label class="check"><input type="checkbox" data-at="left"> <span data-at="left_label"></span></label>'
_CARD = list_card("privacy", Path(__file__).parent, [chosen("status"), chosen("type"), _LEFT])


def privacy(settings: ListSettings) -> None:
    """Draw the card."""
    draw(_CARD, "privacy", settings, {"types": [*REDACTED, *SUGGESTED], "words": words()})
