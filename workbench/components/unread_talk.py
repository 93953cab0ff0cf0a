"""The way to new comments for somebody: in threads that they wrote in, or where they are named."""

from collections.abc import Sequence

import streamlit as st

from curation.domain.talk import UnreadTalk
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit

_MOST = 8
_OPENED = "desk.new_comments"


def unread_talk(visit: Visit) -> Sequence[UnreadTalk]:
    """Say how many comments are new, and return what is to be listed: nothing until that is pressed.

    What opens over the page would lie beyond it for the keyboard, so `talk_list` is drawn below.
    """
    new = visit.workbench.talking.unread(visit.person, visit.project)
    if not new:
        return ()
    total = sum(one.count for one in new)
    label = texts("{count:,} new comment", "{count:,} new comments", total)
    opened = bool(state.memory(_OPENED))
    icon = ":material/expand_less:" if opened else ":material/forum:"
    if st.button(label, key="new-comments", icon=icon, type="tertiary"):
        state.remember(_OPENED, "" if opened else "yes")
        st.rerun()
    return new if opened else ()


def talk_list(new: Sequence[UnreadTalk]) -> None:
    """Draw the samples with new comments, each leading to its page."""
    for one in new[:_MOST]:
        said = texts("{count} new", "{count} new", one.count)
        named = text("you are named") if one.named else text("in a thread of yours")
        name = f"{text('Sample {id}', id=one.sample_id[:8])}: {said}, {named}"
        if st.button(name, key=f"talk-{one.sample_id}", icon=":material/arrow_forward:", type="tertiary"):
            state.open_page("sample", id=one.sample_id)
    if len(new) > _MOST:
        st.caption(texts("And on {count} more sample.", "And on {count} more samples.", len(new) - _MOST))
