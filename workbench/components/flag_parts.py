"""Flags on a sample's page: what it is flagged with, how to take one off, how to add one; and counts for the lead."""

from collections.abc import Sequence

import streamlit as st

from curation.domain.browsing import ANY_FLAG
from curation.domain.histories import SampleFile
from curation.domain.identity import new_id
from curation.domain.people import Permission
from curation.domain.talk import LONGEST_NOTE, Flag, FlagCount, NewFlag
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.frames import local_day


def flags_on(visit: Visit, found: SampleFile) -> None:
    """Draw the flags on a sample that whoever visits may know of, and the form that adds one."""
    sample_id = found.item.sample_id
    every = visit.workbench.flagging.of(visit.person, visit.project, [sample_id]).get(sample_id, ())
    manages = visit.person.may(Permission.MANAGE)
    for flag in every:
        may = visit.person.may(Permission.COMMENT) and (manages or flag.person_id == visit.person.id)
        if flag.ended_at is None:
            _line(visit, found, flag, may=may)
    if visit.person.may(Permission.COMMENT):
        with st.expander(text("Flag this sample"), icon=":material/flag:"):
            _new(visit, found)


def flag_counts(visit: Visit) -> None:
    """Draw how often each reason is in use, each leading to its samples."""
    counts: Sequence[FlagCount] = visit.workbench.flagging.counts(visit.person, visit.project)
    used = [one for one in counts if one.open or one.ended]
    if not used:
        st.caption(text("No sample has been flagged yet. At the desk L flags one."))
        return
    for one in used:
        with st.container(horizontal=True, vertical_alignment="center"):
            opened = texts("{count:,} open flag", "{count:,} open flags", one.open)
            if st.button(f"{literal(one.label)}: {opened}", key=f"flags-{one.reason}", type="tertiary"):
                state.open_page("samples", flag=one.reason)
            more: list[str] = []
            if one.hidden:
                more.append(text("{count:,} of them on samples that you may still review", count=one.hidden))
            if one.ended:
                more.append(text("{count:,} taken off", count=one.ended))
            st.caption("; ".join(more), width="content")
    if st.button(text("All flagged samples"), icon=":material/flag:", key="flags-any"):
        state.open_page("samples", flag=ANY_FLAG)


def _line(visit: Visit, found: SampleFile, flag: Flag, *, may: bool) -> None:
    who = literal(found.people.get(flag.person_id, text("Somebody who has left")))
    day = local_day(flag.made_at, state.timezone())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(literal(flag.label), icon=":material/flag:", color="orange")
        note = literal(flag.note) if flag.note else text("its note is being screened") if flag.note is None else ""
        st.caption(" · ".join(part for part in (note, who, day) if part))
        label = text("Take it off")
        if may and st.button(label, key=f"unflag-{flag.id}", icon=":material/close:", type="tertiary"):
            visit.workbench.flagging.take_away(visit.person, visit.project, flag.id)
            state.announce(text("The flag is off. The history keeps it."))
            st.rerun()


def _new(visit: Visit, found: SampleFile) -> None:
    reasons = visit.workbench.reason_rules.now(visit.person, visit.project).flags
    labels = {one.id: one.label for one in reasons}
    if not labels:
        st.caption(text("The project has no reasons for flags. Its lead can add some under How review works."))
        return
    with st.form(f"flag-{found.item.sample_id}", border=False, clear_on_submit=True):
        reason = st.radio(text("Why"), list(labels), format_func=lambda name: literal(labels[name]))
        note = st.text_area(
            text("Note"),
            max_chars=LONGEST_NOTE,
            help=text("It is checked for personal data before others read it."),
        )
        if st.form_submit_button(text("Flag it"), icon=":material/flag:"):
            made = NewFlag(new_id(), found.item.sample_id, found.item.revision.number, reason, note)
            visit.workbench.flagging.flag(visit.person, visit.project, made)
            state.announce(text("Flagged: {label}.", label=labels[reason]))
            st.rerun()
