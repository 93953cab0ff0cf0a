"""The way back from one thing to the list that its page begins with."""

import streamlit as st

from workbench import state


def back_to(label: str) -> None:
    """Draw the way back.

    A link to the page that one is on leaves the address as it is, so that a reload would open the thing again.
    """
    st.button(label, icon=":material/arrow_back:", type="tertiary", on_click=state.clear_query)
