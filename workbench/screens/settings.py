"""A project's settings: describing it again, removing it."""

import streamlit as st

from curation.services.projects import Draft
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.project_form import project_form


def show(visit: Visit) -> None:
    """Draw the description of the project, and the way to remove it."""
    st.title(text("Project settings"), anchor=False)
    project = visit.project
    draft = project_form(
        f"project-{project.id}",
        Draft(project.name, project.language, project.guidelines, project.intended_use),
    )
    if draft is not None:
        visit.workbench.projects.describe(visit.person, project, draft)
        state.announce(text("Saved."))
        st.rerun()
    _remove(visit)


def _remove(visit: Visit) -> None:
    with st.container(border=True):
        st.subheader(text("Remove this project"), anchor=False)
        st.write(text("It disappears from every screen. Its frozen versions and runs stay in their folders."))
        typed = st.text_input(text("Type {slug} to remove it", slug=visit.project.slug))
        if st.button(text("Remove project"), icon=":material/delete:", disabled=typed != visit.project.slug):
            visit.workbench.projects.remove(visit.person, visit.project)
            state.announce(text("{name} was removed.", name=visit.project.name))
            state.open_page("guidelines")
