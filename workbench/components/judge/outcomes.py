"""How the rounds ended in which a rater has judged: one plain sentence each."""

from collections.abc import Sequence

import streamlit as st

from curation.texts import text, texts
from eval.verdicts import Outcome
from workbench.components.redacted import literal


def outcomes(found: Sequence[Outcome]) -> None:
    """Show the closed rounds of whoever looks, or nothing where there are none."""
    if not found:
        return
    st.subheader(text("How your rounds ended"), anchor=False)
    for one in found:
        with st.container(border=True):
            st.markdown(f"**{literal(one.name)}**")
            st.write(literal(one.sentence))
            st.caption(texts("You judged {count} pair of it.", "You judged {count} pairs of it.", one.judged))
