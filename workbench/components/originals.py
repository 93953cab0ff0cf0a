"""What is still sealed of a source, and the end of it: closing the privacy review."""

import streamlit as st

from curation.domain.people import Permission
from curation.domain.sources import Source, SourceState
from curation.services.sealing import Kept
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.frames import local_time


def originals(visit: Visit, source: Source) -> None:
    """Say what is kept of the originals; who has the privacy role can let them go."""
    kept = visit.workbench.sealing.kept(visit.person, visit.project, source.id)
    st.caption(_words(kept))
    over = not kept.bytes_kept or source.state is not SourceState.OPEN
    if over or not visit.person.may(Permission.SEE_ORIGINALS):
        return
    with st.expander(text("Close the privacy review"), icon=":material/lock_reset:"):
        st.markdown(
            text(
                "The file and the values that were replaced in it are then gone for good, here and in every later "
                "backup. A placeholder can no longer become its value again: “not personal” then holds for future "
                "imports only."
            )
        )
        sure = st.checkbox(text("I have looked at what was found in this source"), key=f"sure-{source.id}")
        if st.button(text("Purge the originals"), disabled=not sure, icon=":material/delete_forever:"):
            visit.workbench.sealing.close_review(visit.person, visit.project, source.id)
            state.announce(text("The originals of this source are gone."))
            state.open_page("data", source=source.id)


def _words(kept: Kept) -> str:
    if not kept.bytes_kept:
        return text("The privacy review is closed: the original file and the replaced values are gone.")
    said = texts(
        "The original file and {count:,} replaced value are kept encrypted",
        "The original file and {count:,} replaced values are kept encrypted",
        kept.values,
    )
    if kept.until is None:
        return text("{kept} until the privacy review is closed.", kept=said)
    day = local_time(kept.until, state.timezone())
    return text("{kept} until the privacy review is closed, at most until {day}.", kept=said, day=day)
