"""The overview: where every sample stands, what waits for me, what is running, what comes next."""

import streamlit as st

from curation.domain.jobs import JobKind
from curation.texts import text
from workbench.access import Visit
from workbench.components.closed_languages import closed_languages
from workbench.components.knowing import missing
from workbench.components.lapses import lapsing_soon
from workbench.components.next_step import next_step
from workbench.components.overview_parts import latest, where_samples_stand
from workbench.components.pace import pace
from workbench.components.redacted import literal
from workbench.components.running import running
from workbench.components.waiting_for_you import waiting_list
from workbench.frames import later_counts


def show(visit: Visit) -> None:
    """Draw the overview of a project."""
    st.title(text("Overview"), anchor=False)
    st.caption(literal(visit.project.name))
    standing = visit.workbench.overview.standing(visit.person, visit.project)
    runs = visit.workbench.runs.runs(visit.person, visit.project)
    rounds = visit.workbench.rounds.rounds(visit.person, visit.project)
    next_step(visit, standing.next_step(later_counts(runs, rounds)))
    if standing.total:
        where_samples_stand(standing)
    pace(visit)
    lapsing_soon(visit)
    closed_languages(visit)
    missing(visit)
    left, right = st.columns(2)
    with left:
        waiting_list(visit, standing.for_me)
    with right:
        latest(standing, runs, rounds)
    st.subheader(text("Running now"), anchor=False)
    if not running(visit, frozenset(JobKind)):
        st.caption(text("Nothing is running."))
