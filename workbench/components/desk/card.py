"""The review desk's card: one component that fetches ahead and sends what the expert does to its own routes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from streamlit.components.v2 import component

from curation.domain.identity import Json
from curation.domain.reason_policy import ReasonPolicy
from curation.domain.rubric import NONE, Rubric
from workbench.components.desk.rubric import rubric_data
from workbench.components.desk.sections import flags_data, sections_data
from workbench.components.desk.words import words
from workbench.components.talk.words import thread_words

_FOLDER = Path(__file__).parent
_OWN = (
    *(
        "dom.js",
        "turns.js",
        "markup.js",
        "lapse.js",
        "wire.js",
        "notes_view.js",
        "talk_view.js",
        "similar_view.js",
        "rubric_view.js",
        "view.js",
        "editing.js",
        "acts.js",
        "sections.js",
        "said.js",
        "keys.js",
        "practice.js",
        "mark.js",
    ),
    *("notes.js", "fixes.js", "flags.js", "similar.js", "talk.js", "rubric.js", "queue.js", "moments.js", "card.js"),
)
_TALK = _FOLDER.parent / "talk"
_CONTROLS = _FOLDER.parent / "wire" / "controls.css"
_PARTS = (_FOLDER.parent / "wire" / "connection.js", _TALK / "threads.js", *(_FOLDER / name for name in _OWN))
_CARD = component(
    "workbench.desk",
    html=(_FOLDER / "card.html").read_text("utf-8"),
    css="\n".join(part.read_text("utf-8") for part in (_CONTROLS, _FOLDER / "card.css", _TALK / "threads.css")),
    js="\n".join(part.read_text("utf-8") for part in _PARTS),
)


@dataclass(frozen=True)
class Lesson:
    """A practice sample: what is read, the verdict it deserves (approve, correct, reject), why, and a better answer."""

    question: str
    answer: str
    verdict: str
    why: str
    corrected_answer: str = ""


@dataclass(frozen=True)
class DeskSettings:
    """What the card needs to start: whose desk it is, in which project, and what they chose."""

    person_id: str
    project_slug: str
    guidelines: str
    target: int
    manages: bool
    decides: bool
    settles: bool
    pool: str
    letters: bool
    practised: bool
    lessons: Sequence[Lesson]
    reasons: ReasonPolicy
    rubric: Rubric = NONE


def desk(settings: DeskSettings) -> None:
    """Draw the desk; one per person and project, so that changing either starts a fresh one."""
    lessons: list[Json] = [asdict(lesson) for lesson in settings.lessons]
    data: dict[str, Json] = {
        "person": settings.person_id,
        "project": settings.project_slug,
        "guidelines": settings.guidelines,
        "target": settings.target,
        "manages": settings.manages,
        "decides": settings.decides,
        "settles": settings.settles,
        "pool": settings.pool,
        "letters": settings.letters,
        "practised": settings.practised,
        "practice": lessons,
        "rubric": rubric_data(settings.rubric),
        "words": words(),
        "talk": thread_words(),
        **sections_data(settings.guidelines, settings.reasons),
        "flags": flags_data(settings.guidelines, settings.reasons),
    }
    _CARD(key=f"desk-{settings.project_slug}-{settings.person_id}", data=data)
