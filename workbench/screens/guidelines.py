"""The project's guidelines, as its experts read them."""

import re

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.components.superseding import outdated_guidelines


def show(visit: Visit) -> None:
    """Draw the guidelines, and the way to change them for whoever may."""
    st.title(text("Guidelines"), anchor=False)
    st.caption(literal(visit.project.name))
    outdated_guidelines(visit)
    if visit.project.guidelines.strip():
        with st.container(border=True):
            st.markdown(below_a_title(visit.project.guidelines))
    else:
        st.info(text("This project has no guidelines yet. Its lead writes them."), icon=":material/menu_book:")
    if visit.person.may(Permission.MANAGE):
        st.page_link(state.page("settings"), label=text("Change the guidelines"), icon=":material/edit:")


def below_a_title(markdown: str) -> str:
    """Lower the headings of a Markdown text by two, so that it stands below a page's title."""
    return re.sub(r"^(#{1,4})(?= )", r"##\1", markdown, flags=re.MULTILINE)
