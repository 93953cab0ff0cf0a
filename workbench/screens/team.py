"""The team: who is in the project, and who has decided what."""

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.cards import cards
from workbench.components.knowing import knowing, missing
from workbench.components.redacted import literal
from workbench.components.team_table import add_person, people_list
from workbench.frames import decisions_table


def show(visit: Visit) -> None:
    """Draw the people with their roles, a way to add one, and the decisions that stand."""
    st.title(text("Team"), anchor=False)
    st.caption(literal(visit.project.name))
    if visit.person.may(Permission.MANAGE):
        st.page_link(state.page("review_rules"), label=text("How review works"), icon=":material/tune:")
        st.page_link(state.page("agreement"), label=text("Agreement"), icon=":material/handshake:")
    people = visit.workbench.projects.members(visit.person, visit.project)
    missing(visit)
    people_list(visit, people)
    knowing(visit, people)
    if visit.person.may(Permission.MANAGE):
        with st.expander(text("Add a person"), icon=":material/person_add:"):
            add_person(visit)
    st.subheader(text("Who has decided what"), anchor=False)
    work = visit.workbench.overview.work(visit.person, visit.project)
    if not work:
        st.info(text("Nobody has decided on a sample yet."), icon=":material/hourglass_empty:")
        return
    names = visit.workbench.overview.names(visit.person)
    table = decisions_table(work, names, state.timezone())
    cards((str(row[0]), dict(zip(table.columns[1:], map(str, row[1:]), strict=True))) for row in table.iter_rows())
    st.caption(
        text("Decisions that stand, in the order of names. Samples differ, so the counts say nothing of how well.")
    )
