"""A reviewer's own record: what is kept of their work, and how it stands, for nobody else's eyes but the lead's."""

import streamlit as st

from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.records import own_record, told_of_work


def show(visit: Visit) -> None:
    """Draw the record of whoever visits."""
    st.page_link(state.page("my_work"), label=text("My work"), icon=":material/arrow_back:")
    st.title(text("Your record"), anchor=False)
    st.caption(text("How your decisions stand. It compares you with nobody by name."))
    own_record(visit.workbench.agreements.own(visit.person, visit.project))
    with st.expander(text("What is kept of your work"), icon=":material/info:"):
        rules = visit.workbench.review_rules.now(visit.person, visit.project)
        st.markdown("\n".join(f"- {one}" for one in told_of_work(rules)))
