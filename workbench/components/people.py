"""Who works here: the switch between people on a workbench without sign-in."""

from collections.abc import Sequence

import streamlit as st
from streamlit.components.v2 import component

from curation.domain.people import Person
from curation.domain.projects import Project
from curation.texts import text

_SWITCH = component(
    "workbench.person_switch",
    js="""
export default function ({ data }) {
    document.cookie = `${data.cookie}=${encodeURIComponent(data.person)}; path=/; SameSite=Lax; max-age=31536000`;
    window.location.assign(`./?project=${encodeURIComponent(data.project)}`);
}
""",
)


def person_switch(current: Person, project: Project, everybody: Sequence[Person]) -> None:
    """Let somebody on this machine work as another person of the project, from that person's first page."""
    names = {person.id: person.name for person in everybody}
    if len(names) < 2:  # noqa: PLR2004 - nobody to switch to
        return
    chosen = st.selectbox(
        text("Working as"),
        list(names),
        index=list(names).index(current.id),
        format_func=names.__getitem__,
        help=text("There is no sign-in on this workbench: whoever sits here chooses who they are."),
        key=f"person-{current.id}",
    )
    if chosen != current.id:
        data = {"cookie": "workbench_person", "person": chosen, "project": project.slug}
        _SWITCH(key="person-switch", data=data)
