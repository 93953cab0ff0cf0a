"""The log: everything that people and the machine did, as sentences; filtered, exported, and its chain verified."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import streamlit as st

from curation.domain.jobs import JobKind, JobState
from curation.errors import InputError
from curation.services.event_log import LogPage, Told
from curation.store.event_pages import LogFilter
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.browser.address import bound_date, bound_select, bound_text
from workbench.components.redacted import literal
from workbench.components.running import running
from workbench.frames import local_time

_FROM = ("before",)
_SAMPLES = frozenset({"sample"})


def show(visit: Visit) -> None:
    """Draw the filters, the lines, and what can be done with the whole."""
    st.title(text("Log"), anchor=False)
    st.caption(text("What people and the machine did here. Lines are only ever added, and chained by their hashes."))
    _chain(visit)
    wanted = _wanted()
    found = visit.workbench.event_log.page(visit.person, visit.project, wanted, _number("before"))
    _filters(found)
    _export(visit, wanted)
    if not found.lines:
        st.info(text("No line is left by these filters."), icon=":material/filter_alt_off:")
    with st.container(border=bool(found.lines), gap="small"):
        for line in found.lines:
            _line(line)
    with st.container(horizontal=True):
        if state.query("before") and st.button(text("Newest"), icon=":material/first_page:"):
            state.set_query("before", None)
            st.rerun()
        if found.next is not None and st.button(text("Older"), icon=":material/chevron_right:"):
            state.set_query("before", str(found.next))
            st.rerun()


def _chain(visit: Visit) -> None:
    """Say what the last look at the chain found, and offer another."""
    log = visit.workbench.event_log
    if running(visit, {JobKind.VERIFY_LOG}):
        return
    last = log.last_look(visit.person, visit.project)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(text("Verify the chain"), icon=":material/link:"):
            log.verify(visit.person, visit.project)
            st.rerun()
        if last is not None:
            moment = local_time(last.ended_at or last.created_at, state.timezone())
            well = last.state is JobState.DONE
            said = literal(last.progress.note if well else last.error or "")
            icon = ":green[:material/check_circle:]" if well else ":red[:material/error:]"
            st.markdown(f"{icon} {said} :small[{moment}]")


def _wanted() -> LogFilter:
    since, until = _day("since"), _day("until")
    wanted = LogFilter(state.query("person"), state.query("action"), state.query("object"), since)
    return wanted if until is None else replace(wanted, until=until + timedelta(days=1))


def _filters(found: LogPage) -> None:
    kinds = {action: action.replace(".", ": ").replace("_", " ") for action in found.actions}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        bound_select("person", text("Person"), found.people, _FROM)
        bound_select("action", text("Kind"), kinds, _FROM)
        bound_text("object", text("Object (its whole id)"), _FROM)
        bound_date("since", text("From"), _FROM)
        bound_date("until", text("To"), _FROM)


def _export(visit: Visit, wanted: LogFilter) -> None:
    moments = {"since": wanted.since, "until": wanted.until}
    said = {"person": wanted.person, "action": wanted.action, "object": wanted.object_id}
    said |= {name: None if at is None else at.isoformat() for name, at in moments.items()}
    query = {name: value for name, value in said.items() if value}
    with st.container(horizontal=True):
        for layout in ("jsonl", "csv"):
            address = urlencode({"project": visit.project.slug, "layout": layout, **query})
            label = text("Export as {layout}", layout=layout.upper())
            st.link_button(label, f"/api/log?{address}", icon=":material/download:")


def _line(line: Told) -> None:
    event = line.event
    moment = local_time(event.at, state.timezone())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
        st.markdown(f"{literal(line.sentence)}  \n:small[:gray[{moment} · {event.number}]]")
        if event.object_kind in _SAMPLES and st.button(
            text("Open"), key=f"open-{event.number}", icon=":material/article:", type="tertiary"
        ):
            state.open_page("sample", id=event.object_id)


def _number(name: str) -> int | None:
    value = state.query(name)
    return int(value) if value and value.isascii() and value.isdigit() else None


def _day(name: str) -> datetime | None:
    value = state.query(name)
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise InputError(
            text("{name} must be a day such as 2026-11-21, not {value}.", name=name, value=value)
        ) from error
    return datetime.combine(day, datetime.min.time(), UTC)
