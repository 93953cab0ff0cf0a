"""Cards with a list on the left and one thing in front: what they are made of, and what they need to start."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from curation.domain.identity import Json

_HERE = Path(__file__).parent
_CONTROLS = _HERE.parent / "wire" / "controls.css"
_SHARED = (
    _HERE.parent / "wire" / "connection.js",
    _HERE.parent / "desk" / "dom.js",
    _HERE.parent / "desk" / "turns.js",
    _HERE / "sheet.js",
    _HERE / "list.js",
    _HERE / "writing.js",
)


def chosen(name: str) -> str:
    """Return a filter with a list of choices, labelled."""
    return f'<label><span data-at="{name}_label"></span> <select data-at="{name}"></select></label>'


@dataclass(frozen=True)
class ListSettings:
    """What such a card needs to start: who decides, in which project, and whether letters are keys."""

    person_id: str
    project_slug: str
    letters: bool


def list_card(name: str, folder: Path, filters: Sequence[str] = (), more: Sequence[str] = ()) -> ComponentRenderer:
    """Make a card of the shared parts and of the card.css, sheets.js and card.js of its own folder.

    `more` are further scripts of that folder; `filters` are HTML of our own: what narrows the list, before the count.
    """
    parts = (*_SHARED, *(folder / name for name in (*more, "sheets.js", "card.js")))
    return component(
        f"workbench.{name}",
        html=(_HERE / "list.html").read_text("utf-8").format(name=name, filters="\n".join(filters)),
        css="\n".join(part.read_text("utf-8") for part in (_CONTROLS, _HERE / "list.css", folder / "card.css")),
        js="\n".join(part.read_text("utf-8") for part in parts),
    )


def draw(card: ComponentRenderer, name: str, settings: ListSettings, more: dict[str, Json]) -> None:
    """Draw a card; one per person and project, so that changing either starts a fresh one."""
    data: dict[str, Json] = {
        "person": settings.person_id,
        "project": settings.project_slug,
        "letters": settings.letters,
        **more,
    }
    card(key=f"{name}-{settings.project_slug}-{settings.person_id}", data=data)
