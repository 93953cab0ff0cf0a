"""The threads of a sample on its own page: one component that fetches them and sends what is typed."""

from pathlib import Path

from streamlit.components.v2 import component

from curation.domain.people import Permission
from workbench.access import Visit
from workbench.components.talk.words import thread_words

_HERE = Path(__file__).parent
_PARTS = (_HERE.parent / "wire" / "connection.js", _HERE.parent / "desk" / "dom.js", _HERE / "threads.js")
_CARD = component(
    "workbench.talk",
    html='<section class="talk"></section>',
    css="\n".join((_HERE / name).read_text("utf-8") for name in ("card.css", "threads.css")),
    js="\n".join(part.read_text("utf-8") for part in (*_PARTS, _HERE / "card.js")),
)


def threads(visit: Visit, sample_id: str, revision: int) -> None:
    """Draw the threads of a sample; one per person and sample, so that changing either starts a fresh one."""
    slug, person = visit.project.slug, visit.person
    _CARD(
        key=f"talk-{slug}-{person.id}-{sample_id}",
        data={
            "person": person.id,
            "project": slug,
            "sample": sample_id,
            "revision": revision,
            "may": person.may(Permission.COMMENT),
            "words": thread_words(),
        },
    )
