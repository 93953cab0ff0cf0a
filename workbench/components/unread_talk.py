"""The way to new comments for somebody: in threads that they wrote in, or where they are named."""

import streamlit as st

from curation.texts import text, texts
from workbench import state
from workbench.access import Visit

_MOST = 8


def unread_talk(visit: Visit) -> None:
    """Offer the samples with comments that are new for whoever visits; nothing where there is none."""
    new = visit.workbench.talking.unread(visit.person, visit.project)
    if not new:
        return
    total = sum(one.count for one in new)
    label = texts("{count:,} new comment", "{count:,} new comments", total)
    with st.popover(label, icon=":material/forum:", type="tertiary"):
        for one in new[:_MOST]:
            said = texts("{count} new", "{count} new", one.count)
            named = text("you are named") if one.named else text("in a thread of yours")
            name = f"{text('Sample {id}', id=one.sample_id[:8])}: {said}, {named}"
            if st.button(name, key=f"talk-{one.sample_id}", type="tertiary"):
                state.open_page("sample", id=one.sample_id)
        if len(new) > _MOST:
            st.caption(text("And on {count} more samples.", count=len(new) - _MOST))
