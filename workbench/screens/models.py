"""Models: start a run, watch it, look into it, compare two."""

import streamlit as st

from curation.domain.jobs import ENDED, JobState
from curation.domain.people import Permission
from curation.texts import text
from training.runs import RunRecord
from workbench import state
from workbench.access import Visit
from workbench.components.back import back_to
from workbench.components.redacted import literal
from workbench.components.run_form import run_form
from workbench.components.run_list import compare_runs, made_of, run_lines
from workbench.components.run_live import live_run
from workbench.components.run_page import run_again, run_details, run_summary, run_verdict

_NEWEST = 10


def show(visit: Visit) -> None:
    """Draw the runs, or the one that the address names."""
    name = state.query("run")
    if name:
        _one(visit, visit.workbench.runs.run(visit.person, visit.project, name))
    else:
        _all(visit)


def _all(visit: Visit) -> None:
    st.title(text("Models"), anchor=False)
    st.caption(text("A run teaches a model to write a version's answers. Experts then judge whether it got better."))
    runs = visit.workbench.runs.runs(visit.person, visit.project)
    for run in [run for run in runs if run.state not in ENDED][:1]:
        st.markdown(f"**{literal(run.name)}** · {made_of(run)}")
        live_run(visit, run)
    if visit.person.may(Permission.TRAIN):
        run_form(visit)
    elif not runs:
        st.info(text("No model has been trained yet. An engineer or the lead does it."), icon=":material/lock:")
    if runs:
        st.subheader(text("Runs"), anchor=False)
        run_lines(visit, runs[:_NEWEST])
        compare_runs(visit, runs)
    if runs[_NEWEST:]:
        with st.expander(text("Older runs"), icon=":material/history:"):
            run_lines(visit, runs[_NEWEST:])


def _one(visit: Visit, run: RunRecord) -> None:
    back_to(text("All runs"))
    st.title(literal(run.name), anchor=False)
    st.caption(made_of(run))
    if run.state is JobState.FAILED and run.error:
        st.error(run.error, title=text("The run failed"), icon=":material/error:")
    elif run.state is JobState.CANCELLED:
        st.info(run.error or text("The run was cancelled."), icon=":material/stop_circle:")
    run_again(visit, run)
    if run.state not in ENDED:
        live_run(visit, run)
    run_summary(run)
    run_verdict(visit, run)
    run_details(visit, run)
