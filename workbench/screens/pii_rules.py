"""Rules for personal data: what is hidden, tried out on a text or on samples, and kept as the next number."""

import streamlit as st

from curation.domain.jobs import JobKind
from curation.texts import text
from workbench.access import Visit
from workbench.components.pii.languages import languages
from workbench.components.pii.rules import rules
from workbench.components.running import last_failure, running


def show(visit: Visit) -> None:
    """Draw the rules that hold as a form, the try-out below it, and the button that keeps them."""
    st.title(text("Rules for personal data"), anchor=False)
    st.caption(
        text("What counts as personal data in this project, and what happens to it. Files that come in follow it.")
    )
    view = visit.workbench.pii_rules.view(visit.person, visit.project)
    if not running(visit, {JobKind.RESCREEN, JobKind.APPLY_PRIVACY}):
        last_failure(visit, JobKind.RESCREEN)
    rules(visit, view)
    languages(visit)
