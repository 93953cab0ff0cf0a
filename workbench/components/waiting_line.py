"""What waits for whoever looks, in one line above the desk: each part leads to where it is done."""

from datetime import datetime

import streamlit as st

from curation.domain.desk import Pool
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit


def waiting_line(visit: Visit, midnight: datetime) -> None:
    """Draw what was given by name, and the opinions that are asked for; nothing where none waits."""
    mine = visit.workbench.on_my_desk.now(visit.person, visit.project, midnight)
    if mine.given:
        label = texts("{count:,} given to you", "{count:,} given to you", mine.given)
        if mine.overdue:
            late = texts("{count:,} overdue", "{count:,} overdue", mine.overdue)
            label = f"{label} · :red[{late}]"
        if mine.due_today:
            label = f"{label} · {texts('{count:,} due today', '{count:,} due today', mine.due_today)}"
        st.markdown(f":material/assignment_ind: {label}", width="content", help=text("They come first on your desk."))
    if mine.asked:
        label = texts("{count:,} opinion asked of you", "{count:,} opinions asked of you", mine.asked)
        _way(label, ":material/school:")
    elif mine.unsure:
        label = texts("Somebody is not sure of {count:,}", "Somebody is not sure of {count:,}", mine.unsure)
        _way(label, ":material/help:")


def _way(label: str, icon: str) -> None:
    st.page_link(state.page("my_work"), label=label, icon=icon, query_params={"pool": Pool.ESCALATED.value})
