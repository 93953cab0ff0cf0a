"""One act on many samples: what it would reach, what it did, and the way back; or the list of the newest acts."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from curation.domain.browsing import wanted_from
from curation.domain.bulk import BulkState, Fate
from curation.domain.jobs import JobKind
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.browser.bulk_words import act_words, fate_words
from workbench.components.browser.hits import hit_list
from workbench.components.redacted import literal
from workbench.components.running import last_failure, running
from workbench.components.superseding import concerned
from workbench.frames import local_time

_JOBS = (JobKind.BULK, JobKind.BULK_UNDO)


def show(visit: Visit) -> None:
    """Draw the act that the address names, or the newest ones."""
    act_id = state.query("id")
    if act_id is None:
        _list(visit)
        return
    found = visit.workbench.bulk.state(visit.person, visit.project, act_id)
    if found.act.told and st.button(
        text("The samples that it is about"), icon=":material/arrow_back:", type="tertiary"
    ):
        state.open_page("samples", **found.act.address)
    people = _people(visit)
    st.title(literal(act_words(found.act, people)), anchor=False)
    who = literal(people.get(found.act.person_id, text("Somebody who has left")))
    st.caption(f"{who} · {local_time(found.act.seen_at, state.timezone())}")
    if running(visit, set(_JOBS)):
        return
    for kind in _JOBS:
        last_failure(visit, kind)
    _one(visit, found)


def _one(visit: Visit, found: BulkState) -> None:
    act, waiting = found.act, found.fates.get(Fate.WAITING, 0)
    mine = act.person_id == visit.person.id
    if act.job_id is None:
        _before(visit, found, waiting, mine=mine)
        return
    done = found.fates.get(Fate.DONE, 0)
    st.success(texts("{count:,} sample is done.", "{count:,} samples are done.", done), icon=":material/task_alt:")
    if waiting and act.undo_job_id is None:
        st.warning(
            texts("{count:,} sample is not done yet.", "{count:,} samples are not done yet.", waiting)
            + " "
            + text("It was stopped; run the job again on the page of jobs, or take back what is done.")
        )
    _left_out(found.left_out, text("Left out"))
    concerned(visit, found)
    if found.undone:
        back = found.undone.get(Fate.DONE, 0)
        st.info(
            texts("{count:,} sample was taken back.", "{count:,} samples were taken back.", back),
            icon=":material/undo:",
        )
        kept = {fate: count for fate, count in found.undone.items() if fate is not Fate.DONE}
        _left_out(kept, text("Left as they are"))
    elif mine and done and act.undo_job_id is None:
        if st.button(text("Take all of it back"), icon=":material/undo:"):
            visit.workbench.bulk.undo(visit.person, visit.project, act.id)
            st.rerun()
        st.caption(text("Only samples that are still as this left them are changed."))


def _before(visit: Visit, found: BulkState, waiting: int, *, mine: bool) -> None:
    act = found.act
    if not act.filled:
        st.info(text("Its samples were not listed to the end. Begin again from the samples."), icon=":material/info:")
        return
    reached = texts("It reaches {count:,} sample", "It reaches {count:,} samples", waiting)
    st.markdown(f"### {reached} {text('of {total:,}.', total=found.total)}")
    _left_out(found.left_out, text("Left out"))
    runs = concerned(visit, found)
    if not waiting:
        st.info(text("There is nothing to do."), icon=":material/filter_alt_off:")
        return
    if mine and st.button(
        texts("Do it with {count:,} sample", "Do it with {count:,} samples", waiting),
        type="primary",
        icon=":material/checklist:",
    ):
        visit.workbench.bulk.go(visit.person, visit.project, act.id, [run.id for run in runs])
        st.rerun()
    st.caption(
        text("Each is done in your name, on the text that was there when they were listed. It can be taken back.")
    )
    examples = visit.workbench.bulk.examples(visit.person, visit.project, act.id)
    st.markdown(text("Some of them:"))
    opened = hit_list(f"bulk-{act.id}", examples, wanted_from(act.address), {"project": visit.project.slug})
    if opened:
        state.open_page("sample", id=opened)


def _left_out(counts: Mapping[Fate, int], title: str) -> None:
    if counts:
        rows = [(fate_words(fate), count) for fate, count in sorted(counts.items(), key=lambda one: -one[1])]
        frame = pl.DataFrame(rows, [title, text("Samples")], orient="row")
        st.dataframe(frame, hide_index=True, alt=title, key=f"left-{title}")


def _list(visit: Visit) -> None:
    st.title(text("Acts on many samples"), anchor=False)
    found = visit.workbench.bulk.recent(visit.person, visit.project)
    if not found:
        st.info(text("Nobody has done anything with many samples at once yet."), icon=":material/inbox:")
    people = _people(visit)
    for one in found:
        done = texts("{count:,} sample", "{count:,} samples", one.fates.get(Fate.DONE, 0))
        who = literal(people.get(one.act.person_id, text("Somebody who has left")))
        with st.container(border=True):
            moment = local_time(one.act.seen_at, state.timezone())
            taken = f" · {text('taken back')}" if one.act.undo_job_id else ""
            st.markdown(f"**{literal(act_words(one.act, people))}** · {done}{taken}  \n:small[{who} · {moment}]")
            if st.button(text("Open"), key=f"act-{one.act.id}", icon=":material/arrow_forward:"):
                state.open_page("bulk", id=one.act.id)


def _people(visit: Visit) -> dict[str, str]:
    return {one.id: one.name for one in visit.workbench.projects.members(visit.person, visit.project)}
