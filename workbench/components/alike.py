"""The way to duplicate groups and contradictions, where some wait for a decision."""

import streamlit as st

from curation.domain.duplicates import GroupKind
from curation.domain.people import Permission
from curation.services.duplicates import GroupFilter
from curation.texts import texts
from workbench import state
from workbench.access import Visit


def alike_groups(visit: Visit) -> None:
    """Link to the open groups, contradictions named first; nothing where none waits, or the person may not decide."""
    if not visit.person.may(Permission.REVIEW):
        return
    page = visit.workbench.duplicates.page(visit.person, visit.project, GroupFilter(open=True), 0, 0)
    against = page.open.get(GroupKind.CONFLICT, 0)
    alike = page.open.get(GroupKind.DUPLICATE, 0)
    if against:
        label = texts("{count} contradiction waits", "{count} contradictions wait", against)
    elif alike:
        label = texts("{count} group of duplicates waits", "{count} groups of duplicates wait", alike)
    else:
        return
    st.page_link(state.page("duplicates"), label=label, icon=":material/content_copy:")
