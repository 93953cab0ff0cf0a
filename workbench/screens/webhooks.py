"""Webhooks: which other systems are told what happens here, and how that goes."""

import streamlit as st

from curation.texts import text
from workbench.access import Visit
from workbench.components.webhook_list import webhook_form, webhook_list


def show(visit: Visit) -> None:
    """Draw the form that adds one, and the list with the last tries."""
    st.title(text("Webhooks"), anchor=False)
    st.caption(
        text(
            "Other systems are told at once what happens in this project: which sample, which version, who and when, "
            "signed. Texts are never sent. What could not be told is told later, in its order."
        )
    )
    with st.expander(text("Add a webhook"), icon=":material/add_link:"):
        webhook_form(visit)
    webhook_list(visit)
