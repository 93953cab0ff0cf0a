"""The editor of a project's own rules: YAML on the left, what it would note in real samples beside it."""

import streamlit as st

from curation.services.checking import ChecksView
from curation.services.checks_tried import TriedNote, TriedOut, TriedSample
from curation.services.trying import NotTried
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal

_HEIGHT = 320
_COLORS = {"note": "blue", "warning": "orange", "block": "red"}
EXAMPLE = """\
rules:
  - name: generic names
    forbid: [Tylenol, Advil]
    because: Use the generic name.
  - name: paracetamol a day
    value: {near: [paracetamol], unit: mg, least: 1, most: 4000}
    severity: block
  - name: says where it stands
    require: {pattern: "Source: .+"}
    when: dose
    severity: note
  - name: statutes
    citation: {looks_like: "§+ *[0-9]+[^.;,]*", form: "§ [0-9]+ (Abs[.] [0-9]+ )?[A-Z]+"}
words: [adnexa, lumbago]
reading_level: {most: 60}
"""


def rules_editor(visit: Visit, view: ChecksView) -> None:
    """Draw the editor; a change is tried out at once and kept by the button."""
    with st.expander(text("Own rules as text"), icon=":material/edit_note:", expanded=bool(view.yaml)):
        with st.popover(text("How rules are written"), icon=":material/help:"):
            st.markdown(
                text(
                    "A rule has a name and one of **forbid**, **require**, **value** or **citation**; it may say "
                    "**in** (question, answer, both), **because**, **severity** (note, warning, block) and **when**. "
                    "Beside rules: **words** that spelling knows, **reading_level**, **difficulty**, "
                    "**answer_format** (a JSON schema), and **checks** to switch."
                )
            )
            st.code(EXAMPLE, language=None, wrap_lines=True)
        draft = st.text_area(
            text("Rules (YAML); Ctrl and Enter tries them out"),
            view.yaml,
            height=_HEIGHT,
            placeholder=EXAMPLE,
            key=f"rules-{visit.project.id}",
        )
        changed = draft != view.yaml
        buttons = st.container(horizontal=True, vertical_alignment="center")
        again = buttons.button(text("Try out"), icon=":material/science:")
        found = None
        if (changed or again) and draft.strip():
            found = visit.workbench.checks.tried_or_why(visit.person, visit.project, draft)
        unreadable = isinstance(found, NotTried) and not found.readable
        keep = text("Save rules")
        if buttons.button(keep, type="primary", icon=":material/save:", disabled=unreadable or not changed):
            visit.workbench.checks.save_rules(visit.person, visit.project, draft)
            state.announce(text("Saved. All samples are checked again."))
            st.rerun()
        if isinstance(found, NotTried):
            st.error(literal(found.because), icon=":material/error:")
        elif found is not None:
            _tried(found)


def _tried(found: TriedOut) -> None:
    read = texts("{count:,} sample was read", "{count:,} samples were read", found.samples)
    if not found.noted:
        st.success(text("{read}; none breaks these rules.", read=read), icon=":material/check:")
        return
    noted = texts("{count:,} gets a note", "{count:,} get a note", found.noted)
    st.markdown(f"**{text('{read}, {noted}.', read=read, noted=noted)}**")
    for one in found.shown:
        _sample(one)


def _sample(one: TriedSample) -> None:
    with st.container(border=True):
        st.caption(literal(one.question))
        for note in one.notes:
            _note(note)


def _note(note: TriedNote) -> None:
    color = _COLORS.get(note.severity, "gray")
    st.markdown(f":{color}-badge[{literal(note.message)}]")
    before, said, after = (literal(" ".join(part.split())) for part in note.around)
    if said or after:
        meant = f" :{color}-background[{said}] " if said else ""
        st.markdown(f"{before}{meant}{after}")
