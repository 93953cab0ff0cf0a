"""One's own account: the browsers that are signed in, the password, and tokens for programs."""

import streamlit as st

from curation.domain.access import AuthMode
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.components.session_list import end_others, session_list
from workbench.components.token_list import token_form, token_list


def show(visit: Visit) -> None:
    """Draw who one is here, where one is signed in, and what programs may do in one's name."""
    st.title(text("Your account"), anchor=False)
    st.caption(literal(visit.person.name))
    if state.query("changed"):
        st.success(text("Your password is changed. Your other browsers are signed out."), icon=":material/check:")
    if visit.session is not None:
        st.subheader(text("Where you are signed in"), anchor=False)
        session_list(visit, visit.person)
        end_others(visit)
        if visit.workbench.settings.entrance.auth is AuthMode.PASSWORD:
            st.link_button(text("Change your password"), "/password", icon=":material/password:")
    st.subheader(text("Tokens for programs"), anchor=False)
    st.caption(
        text(
            "A token lets a script call this workbench in your name: in this project only, with the roles you choose, "
            "until it ends. Whoever has it can use it, so give each program its own."
        )
    )
    with st.expander(text("Make a token"), icon=":material/key:"):
        token_form(visit)
    token_list(visit, visit.person)
