"""The checks with their switches: what each notes, in how many samples, and how experts take its notes."""

import streamlit as st

from curation.services.checking import CheckRow, ChecksView
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal

_FEW = 5


def switches(visit: Visit, view: ChecksView, *, may_change: bool) -> None:
    """Draw one line a check, the project's own rules first."""
    own = [row for row in view.rows if row.own]
    if own:
        st.subheader(text("Own rules"), anchor=False)
        _lines(visit, own, may_change=may_change)
    st.subheader(text("For every project"), anchor=False)
    _lines(visit, [row for row in view.rows if not row.own], may_change=may_change)


def _lines(visit: Visit, rows: list[CheckRow], *, may_change: bool) -> None:
    with st.container(border=True):
        for row in rows:
            _line(visit, row, may_change=may_change)


def _line(visit: Visit, row: CheckRow, *, may_change: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        on = st.toggle(
            literal(row.says),
            value=row.on,
            disabled=not may_change,
            key=f"check-{visit.project.id}-{row.name}-{row.on}",
        )
        if row.samples and st.button(
            texts("{count:,} sample", "{count:,} samples", row.samples),
            key=f"samples-{row.name}",
            type="tertiary",
            icon=":material/arrow_forward:",
            help=text("Show the samples with this note"),
        ):
            state.open_page("samples", check=row.name)
    told = [_heeded(row), row.why_off, _kept(row)]
    said = " ".join(sentence for sentence in told if sentence)
    if said:
        st.caption(said)
    drop = may_change and bool(row.why_off and row.samples)
    dropped = drop and st.button(
        text("Keep it off, and check all samples again"),
        key=f"drop-{row.name}",
        type="tertiary",
        icon=":material/sync:",
    )
    if on != row.on or dropped:
        visit.workbench.checks.switch(visit.person, visit.project, row.name, on=on)
        state.announce(text("Saved. All samples are checked again."))
        st.rerun()


def _kept(row: CheckRow) -> str:
    if row.on or not row.samples:
        return ""
    return text("It is off. What it had noted stays with decided samples; with others until they are checked again.")


def _heeded(row: CheckRow) -> str:
    if row.why_off or row.heeded.decided < _FEW:
        return ""
    return row.heeded.said
