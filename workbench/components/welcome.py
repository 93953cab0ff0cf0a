"""What somebody sees who has no project yet."""

import streamlit as st

from curation.texts import text
from workbench import state
from workbench.bootstrap import Workbench
from workbench.components.project_form import project_form


def no_project_yet(workbench: Workbench, person_id: str) -> None:
    """Say what this is, and start the first project."""
    st.title(text("Teach a model your profession"), anchor=False)
    st.write(
        text(
            "Bring questions and answers, let experts check them, freeze what they approved, train a model, "
            "and have it judged blind. Start with a project: one field of work with its own guidelines."
        )
    )
    draft = project_form("first-project")
    if draft is not None:
        project = workbench.projects.create(person_id, draft)
        workbench.projects.set_preference(person_id, "project", project.slug)
        state.announce(text("{name} is ready.", name=project.name))
        st.rerun()


def not_in_a_project() -> None:
    """Say what to do for somebody who is signed in and has no role anywhere, or not any more."""
    st.title(text("You are in no project"), anchor=False)
    st.write(
        text("You are signed in, but nobody has given you a role in a project, or it was taken away. Ask the lead.")
    )
