"""Checks: what is noted in samples, the project's own rules, and what they would note before they are kept."""

import streamlit as st

from curation.domain.jobs import JobKind
from curation.domain.people import Permission
from curation.texts import text
from workbench.access import Visit
from workbench.components.checks.held_back import held_back
from workbench.components.checks.rules import rules_editor
from workbench.components.checks.switches import switches
from workbench.components.running import last_failure, running


def show(visit: Visit) -> None:
    """Draw the checks with their switches, and the editor of the project's own rules."""
    st.title(text("Checks"))
    st.caption(
        text("These checks read every text when it comes in and when it is corrected. They note, people decide.")
    )
    may_change = visit.person.may(Permission.MANAGE)
    if not running(visit, {JobKind.RECHECK}):
        last_failure(visit, JobKind.RECHECK)
    view = visit.workbench.checks.view(visit.person, visit.project)
    if may_change:
        rules_editor(visit, view)
    else:
        st.info(text("The lead of the project changes rules and switches."), icon=":material/lock:")
    switches(visit, view, may_change=may_change)
    held_back(visit)
