"""Samples in pages of 50, narrowed by status and note; one of them opened below."""

from dataclasses import astuple, replace
from math import ceil

import polars as pl
import streamlit as st

from curation.domain.findings import Finding
from curation.domain.identity import Json, canonical_json
from curation.domain.samples import Origin, SampleStatus
from curation.store.sample_pages import PAGE, Filter, Line
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal, redacted_pair
from workbench.frames import level_words, origin_words, status_words

_WIDTH = 300


def sample_list(visit: Visit, source_id: str | None) -> None:
    """Draw the samples of a source, or of the whole project."""
    importing = visit.workbench.importing
    chosen = _further(_chosen(visit, source_id))
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


def _further(chosen: Filter) -> Filter:
    """Narrow by what the address names beside: language, topic, length..., each said and taken away at will."""
    origin, topic = state.query("origin"), state.query("topic") or ""
    wanted = replace(
        chosen,
        language=state.query("language"),
        origin=Origin(origin) if origin in set(Origin) else None,
        topic=int(topic) if topic.isascii() and topic.isdigit() else None,
        level=state.query("difficulty"),
        question_length=_between(state.query("question_length")),
        answer_length=_between(state.query("answer_length")),
    )
    said = {
        "language": wanted.language and text("Language {name}", name=wanted.language),
        "origin": wanted.origin and text("Origin {name}", name=origin_words(wanted.origin)),
        "topic": None if wanted.topic is None else text("Topic {number}", number=wanted.topic + 1),
        "difficulty": wanted.level and text("Difficulty {level}", level=level_words(wanted.level)),
        "question_length": _size(text("Question"), wanted.question_length),
        "answer_length": _size(text("Answer"), wanted.answer_length),
    }
    for name, label in said.items():
        if label and st.button(label, key=f"without-{name}", icon=":material/close:", help=text("Show all again")):
            state.set_query(name, None)
            st.rerun()
    return wanted


def _between(written: str | None) -> tuple[int, int | None] | None:
    """Read `200-399` (characters, both inclusive) or `6400-`; anything else does not narrow."""
    low, dash, high = (written or "").partition("-")
    if not dash or not low.isascii() or not low.isdigit():
        return None
    return int(low), int(high) + 1 if high.isascii() and high.isdigit() else None


def _size(what: str, between: tuple[int, int | None] | None) -> str | None:
    if between is None:
        return None
    low, high = between
    if high is None:
        return text("{what} from {low} characters on", what=what, low=low)
    return text("{what} of {low} to {high} characters", what=what, low=low, high=high - 1)


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
