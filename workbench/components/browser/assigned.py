"""To whom a sample was given by name, and the way to give it to somebody or take it back."""

from datetime import date

import streamlit as st

from curation.domain.histories import SampleFile
from curation.domain.people import Permission
from curation.domain.samples import OPEN
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.frames import local_day


def assigned(visit: Visit, found: SampleFile) -> None:
    """Draw who is to look at a sample, and by when; whoever manages changes it while it is open."""
    sample_id, manages = found.item.sample_id, visit.person.may(Permission.MANAGE)
    for one in found.assigned:
        name = found.people.get(one.person_id, text("Somebody who has left"))
        due = "" if one.due_at is None else text(", by {day}", day=local_day(one.due_at, state.timezone()))
        with st.container(horizontal=True, vertical_alignment="center"):
            said = text("Assigned to {name}", name=literal(name))
            st.caption(f":material/assignment_ind: {said}{due}", width="content")
            label = text("Take it back")
            if manages and st.button(label, key=f"take-{one.person_id}", icon=":material/close:", type="tertiary"):
                visit.workbench.giving.take(visit.person, visit.project, sample_id, one.person_id)
                state.announce(text("It is not {name}'s any more.", name=name))
                st.rerun()
    if manages and found.item.status in OPEN:
        _give(visit, found)


def _give(visit: Visit, found: SampleFile) -> None:
    have = {one.person_id for one in found.assigned}
    members = visit.workbench.projects.members(visit.person, visit.project)
    names = {one.id: one.name for one in members if one.may(Permission.REVIEW) and one.id not in have}
    if not names:
        return
    sample_id = found.item.sample_id
    with (
        st.form(f"give-{sample_id}", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        chosen = st.selectbox(
            text("Assign it to"),
            list(names),
            None,
            format_func=names.__getitem__,
            placeholder=text("Choose somebody"),
            width=260,
        )
        due = st.date_input(text("By (may stay open)"), None, format="YYYY-MM-DD", width=170)
        sent = st.form_submit_button(text("Assign"), icon=":material/assignment_ind:")
    if sent and chosen is not None:
        visit.workbench.giving.give(
            visit.person, visit.project, sample_id, chosen, due if isinstance(due, date) else None
        )
        state.announce(text("Assigned to {name}. It comes first on their desk.", name=names[chosen]))
        st.rerun()
