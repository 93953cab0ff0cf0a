"""Background work as a page shows it while it runs: how far, how long still, and a way to stop it."""

from collections.abc import Collection, Mapping

import streamlit as st

from curation.domain.jobs import Job, JobKind, JobState
from curation.texts import text
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.frames import job_words, seconds_words

_EVERY = 1.0


def running(visit: Visit, kinds: Collection[JobKind]) -> bool:
    """Show the open jobs of these kinds, renewed every second; the page is drawn anew when the last has ended.

    Returns whether there are any.
    """
    if not _open(visit, kinds):
        return False
    st.fragment(_live, run_every=_EVERY)(visit, kinds)
    return True


def last_failure(visit: Visit, kind: JobKind) -> None:
    """Say why the newest job of a kind failed, where it did."""
    newest = next((job for job in visit.workbench.queue.recent(visit.project.id) if job.kind is kind), None)
    if newest is not None and newest.state is JobState.FAILED and newest.error:
        st.error(
            newest.error,
            title=text("{what} failed", what=job_title(newest, source_names(visit))),
            icon=":material/error:",
        )


def job_title(job: Job, sources: Mapping[str, str]) -> str:
    """Say what a job does, and to which of the named sources where it screens one, as Markdown."""
    match job.payload:
        case {"source_id": str() as source_id} if source_id in sources:
            return text("Screening {name}", name=literal(sources[source_id]))
        case _:
            return literal(job_words(job))


def source_names(visit: Visit) -> dict[str, str]:
    """Return the names of the project's sources by id."""
    return {source.id: source.name for source in visit.workbench.importing.sources(visit.person, visit.project)}


def _open(visit: Visit, kinds: Collection[JobKind]) -> list[Job]:
    return [job for job in visit.workbench.queue.open(visit.project.id) if job.kind in kinds]


def _live(visit: Visit, kinds: Collection[JobKind]) -> None:
    visit = visit.renewed()
    jobs = _open(visit, kinds)
    if not jobs:
        st.rerun()
    names = source_names(visit)
    for job in jobs:
        _card(visit, job, names)


def _card(visit: Visit, job: Job, names: Mapping[str, str]) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, wrap=False, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{job_title(job, names)}**{_beginning(job)}")
            if st.button(text("Stop"), key=f"stop-{job.id}", icon=":material/stop:", disabled=job.cancel_asked):
                visit.workbench.queue.cancel(visit.person, visit.project, job.id)
                st.rerun(scope="fragment")
        if job.state is not JobState.QUEUED and job.progress.total:
            share = min(job.progress.done / job.progress.total, 1.0)
            left = job.seconds_left(visit.workbench.queue.clock())
            st.progress(share, _sentence(job, left))


def _beginning(job: Job) -> str:
    """Say what there is to say of a job that has no figures yet, below its title."""
    if job.state is JobState.QUEUED:
        return f"  \n:small[{text('Waiting for the worker to take it.')}]"
    if job.progress.total:
        return ""
    return f"  \n:small[{literal(job.progress.note or text('Running'))}]"


def _sentence(job: Job, left: float | None) -> str:
    far = text("{done:,} of {total:,}", done=job.progress.done, total=job.progress.total or 0)
    parts = [far, job.progress.note, "" if left is None else seconds_words(left)]
    return " · ".join(part for part in parts if part)
