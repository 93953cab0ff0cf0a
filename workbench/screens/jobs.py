"""Background work: what runs and for how long still, what has ended and how, with a way to stop and to repeat."""

from collections.abc import Mapping

import streamlit as st

from curation.domain.jobs import ENDED, Job, JobState
from curation.services.queue import may_steer
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.running import job_title, source_names
from workbench.frames import local_time, seconds_words, took_words
from workbench.work.logs import log_tail

_EVERY = 2.0
_NEWEST = 200
_SHOWN = 10
_LOG_LINES = 15
_AGAIN = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.PAUSED})
_MOVING = frozenset({JobState.QUEUED, JobState.RUNNING})
_COLOURS = {
    JobState.QUEUED: "gray",
    JobState.RUNNING: "blue",
    JobState.PAUSED: "orange",
    JobState.DONE: "green",
    JobState.FAILED: "red",
    JobState.CANCELLED: "gray",
}


def show(visit: Visit) -> None:
    """Draw what is open, renewed every two seconds while there is something, then what has ended."""
    st.title(text("Jobs"), anchor=False)
    st.caption(text("Work that takes longer than a moment. It goes on when this page is closed."))
    moving = _moving(visit)
    if moving:
        st.fragment(_live, run_every=_EVERY)(visit, [job.id for job in moving])
    else:
        st.info(text("Nothing is running."), icon=":material/check_circle:")
    resting = [job for job in visit.workbench.queue.recent(visit.project.id, _NEWEST) if job.state not in _MOVING]
    if resting:
        st.subheader(text("Earlier"), anchor=False)
    names = source_names(visit)
    for job in resting[:_SHOWN]:
        _card(visit, job, names)
    if resting[_SHOWN:]:
        with st.expander(texts("{count} older job", "{count} older jobs", len(resting) - _SHOWN)):
            for job in resting[_SHOWN:]:
                _card(visit, job, names)


def _moving(visit: Visit) -> list[Job]:
    return [job for job in visit.workbench.queue.open(visit.project.id) if job.state in _MOVING]


def _live(visit: Visit, drawn: list[str]) -> None:
    """Draw what moves; the whole page is drawn anew once a job has come or ended."""
    visit = visit.renewed()
    jobs = _moving(visit)
    if [job.id for job in jobs] != drawn:
        st.rerun()
    if not visit.workbench.queue.live_workers():
        st.warning(
            text("No worker is running, so these jobs wait. Start the app and the worker with: workbench up"),
            icon=":material/warning:",
        )
    names = source_names(visit)
    for job in jobs:
        _card(visit, job, names)


def _card(visit: Visit, job: Job, names: Mapping[str, str]) -> None:
    with st.container(border=True):
        one_row = job.state is JobState.DONE
        with st.container(
            horizontal=True, wrap=not one_row, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            badge = f":{_COLOURS[job.state]}-badge[{_state_words(job)}]"
            st.markdown(f"**{job_title(job, names)}** {badge}  \n:small[{_times(job)}]")
            _buttons(visit, job)
        if job.state is JobState.RUNNING:
            _progress(visit, job)
        if job.error:
            st.error(job.error, icon=":material/error:")


def _progress(visit: Visit, job: Job) -> None:
    now = visit.workbench.queue.clock()
    left, rate = job.seconds_left(now), job.rate(now)
    if not job.progress.total:
        st.caption(job.progress.note or text("Running"))
        return
    far = text("{done:,} of {total:,}", done=job.progress.done, total=job.progress.total)
    speed = "" if rate is None else text("{rate:,.1f} a second", rate=rate)
    parts = [far, job.progress.note, speed, "" if left is None else seconds_words(left)]
    st.progress(min(job.progress.done / job.progress.total, 1.0), " · ".join(part for part in parts if part))


def _buttons(visit: Visit, job: Job) -> None:
    tail = log_tail(visit.workbench.settings, job.id, _LOG_LINES)
    with st.container(horizontal=True, width="content"):
        if may_steer(visit.person, job) and job.state not in ENDED:
            stop = st.button(text("Stop"), key=f"stop-{job.id}", icon=":material/stop:", disabled=job.cancel_asked)
            if stop:
                visit.workbench.queue.cancel(visit.person, visit.project, job.id)
                st.rerun()
        if may_steer(visit.person, job) and job.state in _AGAIN:
            label = text("Go on") if job.state is JobState.PAUSED else text("Run again")
            if st.button(label, key=f"again-{job.id}", icon=":material/replay:"):
                visit.workbench.queue.retry(visit.person, visit.project, job.id)
                st.rerun()
        if tail:
            with st.popover(text("Log"), icon=":material/notes:"):
                st.code(tail, language=None, wrap_lines=True)


def _state_words(job: Job) -> str:
    if job.cancel_asked and job.state is JobState.RUNNING:
        return text("stopping")
    words = {
        JobState.QUEUED: text("waiting"),
        JobState.RUNNING: text("running"),
        JobState.PAUSED: text("paused"),
        JobState.DONE: text("done"),
        JobState.FAILED: text("failed"),
        JobState.CANCELLED: text("stopped"),
    }
    return words[job.state]


def _times(job: Job) -> str:
    zone = state.timezone()
    parts = [job.progress.note] if job.state is JobState.DONE and job.progress.note else []
    if job.started_at is not None and job.ended_at is not None:
        parts.append(local_time(job.ended_at, zone))
        parts.append(took_words((job.ended_at - job.started_at).total_seconds()))
    elif job.started_at is not None and job.state is JobState.RUNNING:
        parts.append(text("began {when}", when=local_time(job.started_at, zone)))
    else:
        parts.append(text("asked for {when}", when=local_time(job.created_at, zone)))
    if job.attempts > 1:
        parts.append(text("attempt {count}", count=job.attempts))
    return " · ".join(parts)
