"""Starting a project, describing it again, removing it."""

import streamlit as st

from curation.domain.people import Permission
from curation.services.projects import Draft
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.project_form import project_form


def show(visit: Visit) -> None:
    """Draw the form of a new project and the settings of this one."""
    st.title(text("Projects"))
    new, this = st.tabs([text("New project"), visit.project.name])
    with new:
        _start(visit)
    with this:
        _change(visit)


def _start(visit: Visit) -> None:
    draft = project_form("new-project")
    if draft is None:
        return
    project = visit.workbench.projects.create(visit.person.id, draft)
    visit.workbench.projects.set_preference(visit.person.id, "project", project.slug)
    state.announce(text("{name} is ready. Import a first file.", name=project.name))
    state.open_page("data")


def _change(visit: Visit) -> None:
    if not visit.person.may(Permission.MANAGE):
        st.info(text("The lead of a project describes it."), icon=":material/info:")
        return
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
    with st.expander(text("Remove this project"), icon=":material/delete:"):
        st.write(text("It disappears from every screen. Its frozen versions and runs stay in their folders."))
        typed = st.text_input(text("Type {slug} to remove it", slug=visit.project.slug))
        if st.button(text("Remove project"), disabled=typed != visit.project.slug):
            visit.workbench.projects.remove(visit.person, visit.project)
            state.announce(text("{name} was removed.", name=visit.project.name))
            st.rerun()
