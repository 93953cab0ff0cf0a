"""The way to what reviewers left open, for those who may settle it."""

import streamlit as st

from curation.texts import texts
from workbench import state
from workbench.access import Visit


def unsettled(visit: Visit) -> None:
    """Link to the samples that wait for a ruling; nothing where none waits, or the person may not give one."""
    waiting = visit.workbench.settling.count(visit.person, visit.project)
    if waiting:
        label = texts("{count:,} sample to settle", "{count:,} samples to settle", waiting)
        st.page_link(state.page("disagreements"), label=label, icon=":material/alt_route:")
