"""What waits for whoever looks, in one line above the desk: each part leads to where it is done."""

from datetime import datetime

import streamlit as st

from curation.domain.desk import Pool
from curation.domain.waiting import Waiting
from curation.texts import texts
from workbench import state
from workbench.access import Visit

_ASKED = "desk.pool"


def asked_pool() -> str:
    """Return the pool that was chosen above the desk, else the one that the address names."""
    return state.memory(_ASKED) or state.query("pool") or Pool.WAITING.value


def waiting_line(visit: Visit, midnight: datetime) -> None:
    """Draw what was given by name, and the opinions that are asked for; nothing where none waits."""
    mine = visit.workbench.on_my_desk.now(visit.person, visit.project, midnight)
    if not (mine.given or mine.unsure):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if mine.given:
            st.markdown(f":material/assignment_ind: {_given(mine)}", width="content")
        if mine.unsure:
            _opinions(mine)


def _given(mine: Waiting) -> str:
    parts = [texts("{count:,} sample given to you", "{count:,} samples given to you", mine.given)]
    if mine.overdue:
        parts.append(f":red[{texts('{count:,} overdue', '{count:,} overdue', mine.overdue)}]")
    if mine.due_today:
        parts.append(texts("{count:,} due today", "{count:,} due today", mine.due_today))
    return " · ".join(parts)


def _opinions(mine: Waiting) -> None:
    if mine.asked:
        label = texts("{count:,} opinion asked of you", "{count:,} opinions asked of you", mine.asked)
    else:
        label = texts("{count:,} second opinion is asked for", "{count:,} second opinions are asked for", mine.unsure)
    if st.button(label, icon=":material/school:" if mine.asked else ":material/help:", type="tertiary"):
        # The number tells the card that it was pressed again, after its own way back.
        _, _, times = state.memory(_ASKED).partition(" ")
        state.remember(_ASKED, f"{Pool.ESCALATED.value} {int(times or 0) + 1}")
        st.rerun()
