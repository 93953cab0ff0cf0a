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
    work, who = visit.workbench, (visit.person, visit.project)
    now = work.review_rules.now(*who)
    wanted = review_form(f"review-rules-{visit.project.id}", now)
    if wanted is not None:
        _told(text("Saved. The rules hold from now on."), changed=work.review_rules.choose(*who, wanted))
    sections = sections_of(visit.project.guidelines)
    reasons = reasons_form(f"reasons-{visit.project.id}", work.reason_rules.now(*who), sections)
    if reasons is not None:
        _told(text("Saved. The reasons hold from now on."), changed=work.reason_rules.choose(*who, reasons))
    rubric = rubric_form(f"rubric-{visit.project.id}", work.rubric_rules.now(*who))
    if rubric is not None:
        _told(text("Saved. The rubric holds from now on."), changed=work.rubric_rules.choose(*who, rubric))
    flag_counts(visit)
    checks = work.browsing.choices(*who).checks
    queues = queue_form(f"queue-rules-{visit.project.id}", now, work.projects.members(*who), checks)
    if queues is not None:
        _told(text("Saved. The rules hold from now on."), changed=work.review_rules.choose(*who, queues))
    control_list(visit)


def _told(saved: str, *, changed: bool) -> None:
    state.announce(saved if changed else text("Nothing was changed."))
    st.rerun()
