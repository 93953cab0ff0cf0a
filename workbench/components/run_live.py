"""A run while it works: how far, how long still, its curve and its last words, and a way to stop it."""

import streamlit as st

from curation.domain.jobs import ENDED, JobState
from curation.domain.people import Permission
from curation.texts import text
from training.plans import RunProgress
from training.runs import RunRecord
from workbench.access import Visit
from workbench.components.curves import loss_curve
from workbench.frames import seconds_words

EVERY = 2.0
_LOG_LINES = 15


def live_run(visit: Visit, run: RunRecord) -> None:
    """Show an open run, renewed every two seconds; the page is drawn anew when it has ended."""
    st.fragment(_live, run_every=EVERY)(visit, run.id)


def far_words(far: RunProgress) -> str:
    """Say how far a run is: step, note, time left."""
    step = text("step {step:,} of {steps:,}", step=far.step, steps=far.steps) if far.steps else ""
    parts = [step, far.note, "" if far.seconds_left is None else seconds_words(far.seconds_left)]
    return " · ".join(part for part in parts if part)


def _live(visit: Visit, run_id: str) -> None:
    visit = visit.renewed()
    runs = visit.workbench.runs
    run = runs.run(visit.person, visit.project, run_id)
    if run.state in ENDED:
        st.rerun()
    far = runs.progress(run)
    with st.container(border=True):
        waits = _waits(run)
        if waits:
            st.caption(waits)
        if far.steps:
            st.progress(min(far.step / far.steps, 1.0), far_words(far))
        elif far.note:
            st.caption(far.note)
        if not run.waits_for_base:
            said = text("The lower the line, the closer the model's words are to those of its samples.")
            loss_curve(runs.metrics(run), f"curve-{run.id}", said)
        with st.expander(text("Last lines of its log"), icon=":material/notes:"):
            st.code(runs.log_tail(run, _LOG_LINES) or text("Nothing yet."), language=None, wrap_lines=True)
        if visit.person.may(Permission.TRAIN) and st.button(
            text("Stop this run"), icon=":material/stop:", key=f"stop-{run.id}"
        ):
            runs.cancel(visit.person, visit.project, run.id)
            st.rerun()


def _waits(run: RunRecord) -> str:
    if run.waits_for_base:
        return text("The small base model is being built first.")
    if run.state is JobState.PAUSED:
        return text("Paused. It goes on from its last checkpoint when the job is run again.")
    return text("Waiting for the worker to take it.") if run.state is JobState.QUEUED else ""
