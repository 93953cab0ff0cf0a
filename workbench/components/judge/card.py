"""The judging card: one component that fetches pairs ahead and sends what the rater chose to its own routes."""

from dataclasses import dataclass
from pathlib import Path

from streamlit.components.v2 import component

from curation.domain.identity import Json
from workbench.components.judge.words import words

_FOLDER = Path(__file__).parent
_PARTS = (
    *(_FOLDER.parent / name for name in ("wire/connection.js", "desk/dom.js")),
    *(_FOLDER / name for name in ("wire.js", "around.js", "card.js")),
)
_CARD = component(
    "workbench.judge",
    html=(_FOLDER / "card.html").read_text("utf-8"),
    css="\n".join(part.read_text("utf-8") for part in (_FOLDER.parent / "wire" / "controls.css", _FOLDER / "card.css")),
    js="\n".join(part.read_text("utf-8") for part in _PARTS),
)


@dataclass(frozen=True)
class JudgeSettings:
    """What the card needs to start: who judges which round, and how far they are; nothing of its systems."""

    person_id: str
    project_slug: str
    round_id: str
    judged: int
    total: int
    letters: bool


def judge(settings: JudgeSettings) -> None:
    """Draw the card; one per person and round, so that changing either starts a fresh one."""
    data: dict[str, Json] = {
        "person": settings.person_id,
        "project": settings.project_slug,
        "round": settings.round_id,
        "judged": settings.judged,
        "total": settings.total,
        "letters": settings.letters,
        "words": words(),
    }
    _CARD(key=f"judge-{settings.round_id}-{settings.person_id}", data=data)
