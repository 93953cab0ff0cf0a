"""The form of a project's reasons: what samples are flagged with, and the sections that rejections rest on."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from curation.domain.guideline_sections import Section
from curation.domain.reason_policy import LONGEST_LABEL, MOST_FLAGS, MOST_SECTIONS, FlagReason, ReasonPolicy, flags_from
from curation.domain.reviews import RejectReason
from curation.texts import text
from workbench.components.browser.reasons import reason_words
from workbench.components.desk.sections import paths_of
from workbench.components.redacted import literal


def reasons_form(key: str, now: ReasonPolicy, sections: Sequence[Section]) -> ReasonPolicy | None:
    """Ask for the reasons; returns them when they are sent."""
    with st.form(key, enter_to_submit=False):
        st.subheader(text("Flags and reasons"), anchor=False)
        typed = st.text_area(
            text("What samples can be flagged with, one a line"),
            "\n".join(one.label for one in now.flags),
            height=180,
            max_chars=MOST_FLAGS * (LONGEST_LABEL + 1),
            help=text(
                "At most {most}, in the order of their keys. A flag marks a sample without deciding on it; flags that "
                "were made keep their reason.",
                most=MOST_FLAGS,
            ),
        )
        chosen = _sections(key, now, sections)
        flags = _flag_sections(key, now, sections)
        sent = st.form_submit_button(text("Save the reasons"), icon=":material/check:", key=f"{key}-save")
    if not sent:
        return None
    return ReasonPolicy(flags_from(typed.splitlines(), flags), chosen)


def _flag_sections(key: str, now: ReasonPolicy, sections: Sequence[Section]) -> tuple[FlagReason, ...]:
    if not sections or not now.flags:
        return now.flags
    paths = paths_of(sections)
    found: list[FlagReason] = []
    with st.expander(text("Sections that flags rest on"), icon=":material/flag:"):
        columns = st.columns(2)
        for number, one in enumerate(now.flags):
            known = ["", *paths, *([one.section] if one.section and one.section not in paths else [])]
            section = columns[number % 2].selectbox(
                literal(one.label),
                known,
                known.index(one.section or ""),
                format_func=lambda name: paths.get(name, name) or text("no section"),
                key=f"{key}-flag-{one.id}",
            )
            found.append(replace(one, section=section or None))
    return tuple(found)


def _sections(key: str, now: ReasonPolicy, sections: Sequence[Section]) -> dict[RejectReason, tuple[str, ...]]:
    if not sections:
        st.caption(text("Once the guidelines have headings, reasons for rejecting can rest on their sections here."))
        return dict(now.sections)
    paths = paths_of(sections)
    st.markdown(text("Sections of the guidelines that a rejection rests on. Whoever rejects reads them right there."))
    chosen: dict[RejectReason, tuple[str, ...]] = {}
    columns = st.columns(2)
    for number, reason in enumerate(RejectReason):
        named = now.sections.get(reason, ())
        gone = [one for one in named if one not in paths]
        picked = columns[number % 2].multiselect(
            reason_words(reason),
            [*paths, *gone],
            list(named),
            format_func=lambda name: paths.get(name) or text("{section} (not there any more)", section=name),
            max_selections=MOST_SECTIONS,
            placeholder=text("no section"),
            key=f"{key}-{reason.value}",
        )
        if picked:
            chosen[reason] = tuple(picked)
    return chosen
