"""The overview: where every sample stands, what waits for me, what is running, what comes next."""

import streamlit as st

from curation.domain.jobs import JobKind
from curation.domain.standing import Standing
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.overview_parts import next_step, waiting_for_me, where_samples_stand
from workbench.components.running import running
from workbench.frames import local_time


def show(visit: Visit) -> None:
    """Draw the overview of a project."""
    st.title(text("Overview"))
    st.caption(visit.project.name)
    standing = visit.workbench.overview.standing(visit.person, visit.project)
    next_step(visit, standing.next_step(runs=0, rounds=0))
    if standing.total:
        where_samples_stand(visit, standing)
    left, right = st.columns(2)
    with left:
        waiting_for_me(visit, standing, 0)
    with right:
        _latest(standing)
    st.subheader(text("Running now"))
    if not running(visit, frozenset(JobKind)):
        st.caption(text("Nothing is running."))


def _latest(standing: Standing) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{text('Latest')}**")
        version = standing.latest
        if version is None:
            st.caption(text("No version yet."))
            return
        when = local_time(version.created_at, state.timezone())
        label = text("Version {name}", name=version.name)
        st.page_link(
            state.page("versions"), label=label, icon=":material/lock:", query_params={"version": version.name}
        )
        st.caption(texts("{count:,} sample, {when}", "{count:,} samples, {when}", version.rows, when=when))
