"""Views: filters under a name, one's own or shared, opened, kept and removed; a removed one can be put back."""

import json

import streamlit as st

from curation.domain.browsing import Wanted, wanted_from
from curation.domain.identity import canonical_json
from curation.domain.people import Permission
from curation.store.views import View
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal

_GONE = "view-removed"


def saved_views(visit: Visit, wanted: Wanted) -> None:
    """Draw the views, folded: what is shown over the page would lie beyond it for the keyboard."""
    found = visit.workbench.browsing.views(visit.person, visit.project)
    with st.expander(text("Views"), icon=":material/bookmarks:"):
        if not found:
            st.caption(text("No view yet. Choose filters, then keep them under a name."))
        for view in found:
            _row(visit, view)
        _put_back(visit)
        _keep(visit, wanted)


def _row(visit: Visit, view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
        icon = ":material/group:" if view.shared else ":material/person:"
        if st.button(literal(view.title), key=f"view-{view.id}", icon=icon, type="tertiary"):
            state.open_page("samples", **view.address)
        may = view.owner_id == visit.person.id or visit.person.may(Permission.MANAGE)
        if may and st.button(
            text("Remove"), key=f"drop-{view.id}", icon=":material/delete:", type="tertiary", help=literal(view.title)
        ):
            gone = visit.workbench.browsing.drop_view(visit.person, visit.project, view.id)
            state.announce(text("The view {name} is removed.", name=gone.title))
            state.remember(_GONE, canonical_json([gone.title, dict(gone.address), gone.shared]))
            st.rerun()


def _put_back(visit: Visit) -> None:
    """Offer the view that was removed last."""
    kept = state.memory(_GONE)
    if not kept:
        return
    title, address, shared = json.loads(kept)
    label = text("Put {name} back", name=literal(title))
    if st.button(label, key="view-back", icon=":material/undo:", type="tertiary"):
        visit.workbench.browsing.save_view(visit.person, visit.project, title, wanted_from(address), shared=shared)
        state.remember(_GONE, "")
        st.rerun()


def _keep(visit: Visit, wanted: Wanted) -> None:
    if not wanted.narrows:
        return
    with st.form("keep-view", border=False, clear_on_submit=True):
        title = st.text_input(text("Name of these filters"), max_chars=80)
        shared = visit.person.may(Permission.MANAGE) and st.checkbox(text("For everybody in the project"))
        if st.form_submit_button(text("Keep"), icon=":material/bookmark_add:"):
            kept = visit.workbench.browsing.save_view(visit.person, visit.project, title, wanted, shared=shared)
            state.announce(text("Kept as {name}.", name=kept.title))
            st.rerun()
