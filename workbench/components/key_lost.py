"""Says that the key of the home is not there, and what that means."""

import streamlit as st

from workbench.access import Visit
from workbench.components.redacted import literal


def key_lost(visit: Visit) -> None:
    """Show a warning where what is sealed cannot be read; nothing where it can."""
    if visit.workbench.seal.lost:
        st.warning(literal(visit.workbench.seal.lost), icon=":material/key_off:")
