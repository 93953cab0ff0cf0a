"""Samples in pages of 50, narrowed by status and note; one of them opened below."""

from dataclasses import astuple
from math import ceil

import polars as pl
import streamlit as st

from curation.domain.findings import Finding
from curation.domain.identity import Json, canonical_json
from curation.domain.samples import SampleStatus
from curation.store.sample_pages import PAGE, Filter, Line
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal, redacted_pair
from workbench.frames import status_words

_WIDTH = 300


def sample_list(visit: Visit, source_id: str | None) -> None:
    """Draw the samples of a source, or of the whole project."""
    importing = visit.workbench.importing
    chosen = _chosen(visit, source_id)
    narrowed = "-".join(str(value) for value in astuple(chosen))
    _, total = importing.samples(visit.person, visit.project, chosen, (0, 1))
    if not total:
        st.info(text("No sample here."), icon=":material/filter_alt_off:")
        return
    number = st.pagination(ceil(total / PAGE), key=f"page-{narrowed}") if total > PAGE else 1
    lines, _ = importing.samples(visit.person, visit.project, chosen, ((number - 1) * PAGE, PAGE))
    count = texts("{count:,} sample", "{count:,} samples, first what needs eyes most", total)
    st.caption(f"{count}. {text('Tick a row to read it below; by keyboard: arrow keys, then Shift and Space.')}")
    picked = st.dataframe(
        _table(lines),
        hide_index=True,
        column_config={
            text("Question"): st.column_config.TextColumn(width="medium"),
            text("Answer"): st.column_config.TextColumn(width="medium"),
            text("Status"): st.column_config.TextColumn(width="small"),
        },
        on_select="rerun",
        selection_mode="single-row",
        key=f"samples-{narrowed}-{number}",
        alt=text("Samples with question, answer, status and number of notes"),
    )
    for row in picked["selection"]["rows"]:
        if row < len(lines):
            _one(visit, lines[row])


def _chosen(visit: Visit, source_id: str | None) -> Filter:
    """Narrow by status and note, as the address says at first."""
    checks = visit.workbench.importing.checks(visit.person, visit.project)
    key = source_id or "all"
    statuses, noted_by = [None, *SampleStatus], [None, *checks]
    wanted, noted = state.query("status"), state.query("check")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        status = st.selectbox(
            text("Status"),
            statuses,
            statuses.index(SampleStatus(wanted)) if wanted in set(SampleStatus) else 0,
            format_func=lambda s: text("every status") if s is None else status_words(s),
            key=f"status-{key}",
            width=260,
        )
        check = st.selectbox(
            text("Note"),
            noted_by,
            noted_by.index(noted) if noted in checks else 0,
            format_func=lambda c: text("with or without notes") if c is None else f"{_plain(c)} ({checks[c]:,})",
            key=f"check-{key}",
            width=260,
        )
    return Filter(status, source_id, check)


def _table(lines: tuple[Line, ...]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            text("Question"): [_short(line.question) for line in lines],
            text("Answer"): [_short(line.answer) for line in lines],
            text("Status"): [status_words(line.sample.status) for line in lines],
            text("Notes"): [line.findings for line in lines],
            text("Place"): [line.sample.locator for line in lines],
        }
    )


def _one(visit: Visit, line: Line) -> None:
    with st.container(border=True):
        st.caption(f"`{line.sample.id[:8]}` · {line.sample.locator} · {status_words(line.sample.status)}")
        if st.button(
            text("History and more"), key=f"page-{line.sample.id}", icon=":material/history:", type="tertiary"
        ):
            state.open_page("sample", id=line.sample.id)
        redacted_pair(f"texts-{line.sample.id}", line.question, line.answer, longest=20_000)
        for finding in visit.workbench.importing.findings(visit.person, visit.project, line.sample.id):
            _note(finding)
        why = visit.workbench.checks.why_first(visit.person, visit.project, line.sample.id)
        if why:
            st.caption(text("Why it comes early: {reasons}", reasons="; ".join(why)))
        beside = visit.workbench.importing.metadata(visit.person, visit.project, line.sample.id)
        if beside:
            st.caption(" · ".join(f"{literal(column)}: {literal(_said(value))}" for column, value in beside.items()))


def _note(finding: Finding) -> None:
    if finding.dismissed_by is None:
        st.markdown(f":orange-badge[{_plain(finding.check)}] {literal(finding.message)}")
    else:
        st.markdown(f":gray-badge[{_plain(finding.check)}] {text('dismissed')}: ~~{literal(finding.message)}~~")


def _said(value: Json) -> str:
    return _short(value if isinstance(value, str) else canonical_json(value))


def _plain(check: str) -> str:
    return check.replace("_", " ")


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= _WIDTH else flat[:_WIDTH] + "…"
