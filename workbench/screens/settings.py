"""A project's settings: describing it again, removing it."""

import streamlit as st

from curation.domain.review_policy import QueueOrder
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
    st.page_link(state.page("review_rules"), label=text("How review works"), icon=":material/tune:")
    st.page_link(state.page("pii_rules"), label=text("Rules for personal data"), icon=":material/policy:")
    st.page_link(state.page("webhooks"), label=text("Webhooks"), icon=":material/webhook:")
    _order(visit)
    _remove(visit)


def _order(visit: Visit) -> None:
    with st.container(border=True):
        now = visit.workbench.ordering.now(visit.person, visit.project)
        chosen = st.radio(
            text("Which samples experts see first"),
            list(QueueOrder),
            list(QueueOrder).index(now),
            format_func=lambda order: _choices()[order],
            captions=[
                text("Contradictions, blocked samples and warnings, then rare topics and texts unlike the others."),
                text("A fair draw: what was decided so far stands for all that came in."),
            ],
            key=f"order-{visit.project.id}-{now}",
        )
        if chosen is not now:
            visit.workbench.ordering.choose(visit.person, visit.project, chosen)
            state.announce(text("Saved. It holds from the next sample that is fetched."))
            st.rerun()


def _choices() -> dict[QueueOrder, str]:
    return {
        QueueOrder.ATTENTION: text("What needs eyes most"),
        QueueOrder.CHANCE: text("An order of chance"),
    }


def _remove(visit: Visit) -> None:
    with st.container(border=True):
        st.subheader(text("Remove this project"), anchor=False)
        st.write(text("It disappears from every screen. Its frozen versions and runs stay in their folders."))
        typed = st.text_input(text("Type {slug} to remove it", slug=visit.project.slug))
        if st.button(text("Remove project"), icon=":material/delete:", disabled=typed != visit.project.slug):
            visit.workbench.projects.remove(visit.person, visit.project)
            state.announce(text("{name} was removed.", name=visit.project.name))
            state.open_page("guidelines")
