"""Where somebody is signed in, and the way to end it."""

import streamlit as st

from curation.domain.access import Session
from curation.domain.people import Person
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.frames import local_time


def session_list(visit: Visit, person: Person) -> None:
    """List the open sessions of oneself, or of somebody whom one looks after; each can be ended."""
    signing_in = visit.workbench.signing_in
    found = signing_in.sessions_of(visit.person, person.id)
    if not found:
        st.caption(text("Signed in nowhere."))
        return
    for session in found:
        here = visit.session is not None and session.id == visit.session.id
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(_line(session, here=here), width="stretch")
            label = text("End this session")
            if not here and st.button(label, key=f"end-{session.id}", icon=":material/block:"):
                signing_in.end_session(visit.person, person.id, session.id)
                state.announce(text("The session is ended."))
                st.rerun()


def end_others(visit: Visit) -> None:
    """Offer to end every session of one's own but this one, where there are several."""
    signing_in, here = visit.workbench.signing_in, visit.session
    if here is None or len(signing_in.sessions_of(visit.person, visit.person.id)) < 2:  # noqa: PLR2004 - this one alone
        return
    if st.button(text("Sign out everywhere else"), icon=":material/devices_off:"):
        count = signing_in.end_sessions(visit.person, visit.person.id, but=here.id)
        state.announce(texts("{count} session ended.", "{count} sessions ended.", count))
        st.rerun()


def _line(session: Session, *, here: bool) -> str:
    zone = state.timezone()
    where = text("{browser}, from {address}", browser=session.browser.kind, address=session.browser.address or "?")
    when = text(
        "signed in {begun}, last used {seen}",
        begun=local_time(session.created_at, zone),
        seen=local_time(session.seen_at, zone),
    )
    mark = f" :green-badge[{text('this browser')}]" if here else ""
    return f"**{literal(where)}**{mark}  \n:small[{when}]"
