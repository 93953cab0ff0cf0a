"""How a project reviews: how many decide, what they see of each other, what is mixed in; and the control samples."""

import streamlit as st

from curation.domain.guideline_sections import sections_of
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.control_list import control_list
from workbench.components.flag_parts import flag_counts
from workbench.components.queue_form import queue_form
from workbench.components.reasons_form import reasons_form
from workbench.components.review_form import review_form
from workbench.components.rubric_form import rubric_form


def show(visit: Visit) -> None:
    """Draw the rules of review and the control samples."""
    st.title(text("How review works"), anchor=False)
    now = visit.workbench.review_rules.now(visit.person, visit.project)
    wanted = review_form(f"review-rules-{visit.project.id}", now)
    if wanted is not None:
        changed = visit.workbench.review_rules.choose(visit.person, visit.project, wanted)
        state.announce(text("Saved. The rules hold from now on.") if changed else text("Nothing was changed."))
        st.rerun()
    reasons = visit.workbench.reason_rules.now(visit.person, visit.project)
    chosen = reasons_form(f"reasons-{visit.project.id}", reasons, sections_of(visit.project.guidelines))
    if chosen is not None:
        changed = visit.workbench.reason_rules.choose(visit.person, visit.project, chosen)
        state.announce(text("Saved. The reasons hold from now on.") if changed else text("Nothing was changed."))
        st.rerun()
    _rubric(visit)
    flag_counts(visit)
    people = visit.workbench.projects.members(visit.person, visit.project)
    checks = visit.workbench.browsing.choices(visit.person, visit.project).checks
    queues = queue_form(f"queue-rules-{visit.project.id}", now, people, checks)
    if queues is not None:
        changed = visit.workbench.review_rules.choose(visit.person, visit.project, queues)
        state.announce(text("Saved. The rules hold from now on.") if changed else text("Nothing was changed."))
        st.rerun()
    control_list(visit)


def _rubric(visit: Visit) -> None:
    now = visit.workbench.rubric_rules.now(visit.person, visit.project)
    wanted = rubric_form(f"rubric-{visit.project.id}", now)
    if wanted is not None:
        changed = visit.workbench.rubric_rules.choose(visit.person, visit.project, wanted)
        state.announce(text("Saved. The rubric holds from now on.") if changed else text("Nothing was changed."))
        st.rerun()
