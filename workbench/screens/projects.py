"""Starting a new project."""

import streamlit as st

from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.project_form import project_form


def show(visit: Visit) -> None:
    """Draw the one form that a project starts with."""
    st.title(text("New project"), anchor=False)
    st.caption(text("One field of work: its own guidelines, people, samples and models."))
    draft = project_form("new-project")
    if draft is None:
        return
    project = visit.workbench.projects.create(visit.person.id, draft)
    visit.workbench.projects.set_preference(visit.person.id, "project", project.slug)
    state.remember("project", project.slug)
    state.announce(text("{name} is ready. Import a first file.", name=project.name))
    state.open_page("data")
