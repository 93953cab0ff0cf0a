"""The card of personal data: one component that fetches values and sends decisions to its own routes."""

from dataclasses import dataclass
from pathlib import Path

from streamlit.components.v2 import component

from curation.domain.identity import Json
from curation.pii.policy import REDACTED, SUGGESTED
from workbench.components.privacy.words import words

_FOLDER = Path(__file__).parent
_LIST = _FOLDER.parent / "sheet"
_PARTS = (
    *(_FOLDER.parent / "desk" / "dom.js", _LIST / "sheet.js", _LIST / "list.js"),
    *(_FOLDER / "sheets.js", _FOLDER / "card.js"),
)
_STYLES = (_LIST / "list.css", _FOLDER / "card.css")
_CARD = component(
    "workbench.privacy",
    html=(_FOLDER / "card.html").read_text("utf-8"),
    css="\n".join(part.read_text("utf-8") for part in _STYLES),
    js="\n".join(part.read_text("utf-8") for part in _PARTS),
)


@dataclass(frozen=True)
class PrivacySettings:
    """What the card needs to start: who reviews, in which project, and whether letters are keys."""

    person_id: str
    project_slug: str
    letters: bool


def privacy(settings: PrivacySettings) -> None:
    """Draw the card; one per person and project, so that changing either starts a fresh one."""
    data: dict[str, Json] = {
        "person": settings.person_id,
        "project": settings.project_slug,
        "letters": settings.letters,
        "types": [*REDACTED, *SUGGESTED],
        "words": words(),
    }
    _CARD(key=f"privacy-{settings.project_slug}-{settings.person_id}", data=data)
