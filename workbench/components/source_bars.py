"""Who gets nothing of a source, because they wrote it or have a part in it."""

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal


def source_bars(visit: Visit, source_id: str) -> None:
    """Draw who is kept from a source; whoever manages adds to it and takes off it."""
    staffing, manages = visit.workbench.staffing, visit.person.may(Permission.MANAGE)
    bars = staffing.kept_from(visit.person, visit.project, source_id)
    if not bars and not manages:
        return
    members = visit.workbench.projects.members(visit.person, visit.project)
    names = {person.id: person.name for person in members}
    title = text("Kept from this source ({count})", count=len(bars)) if bars else text("Keep somebody from this source")
    with st.expander(title, icon=":material/block:"):
        st.caption(text("They get none of its samples and may decide on none: nobody reviews what they wrote."))
        for bar in bars:
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                why = text("Said by whoever leads") if bar.firm else text("Imported it as written by themselves")
                name = literal(names.get(bar.person_id, text("Somebody who has left")))
                st.markdown(f"**{name}** :small[{why}]")
                if manages and st.button(text("Let them have it"), key=f"unbar-{bar.person_id}"):
                    staffing.let_have(visit.person, visit.project, source_id, bar.person_id)
                    state.announce(text("{name} gets samples of this source again.", name=name))
                    st.rerun()
        others = [one for one in names if one not in {bar.person_id for bar in bars}]
        if manages and others:
            _add(visit, source_id, {one: names[one] for one in others})


def _add(visit: Visit, source_id: str, names: dict[str, str]) -> None:
    with st.form(f"bar-{source_id}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(text("Who wrote it"), list(names), format_func=names.__getitem__, width=260)
        sent = st.form_submit_button(text("Keep them from it"), icon=":material/block:")
    if sent:
        visit.workbench.staffing.keep_from(visit.person, visit.project, source_id, chosen)
        state.announce(text("{name} gets none of its samples any more.", name=names[chosen]))
        st.rerun()
