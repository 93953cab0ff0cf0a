"""What raters wrote beside their choices, once their round is closed."""

from collections.abc import Mapping

import streamlit as st

from curation.texts import text, texts
from eval.notes import RaterNote
from eval.rounds import Round
from workbench.access import Visit
from workbench.components.redacted import literal


@st.fragment
def rater_notes(visit: Visit, found: Round) -> None:
    """Read the notes when asked to: they are searched for personal data first, which takes the worker a moment."""
    visit = visit.renewed()
    count = visit.workbench.judging.notes(visit.person, visit.project, found.id)
    if not count:
        st.info(text("Nobody wrote a note."), icon=":material/sticky_note_2:")
        return
    st.caption(
        text("What people wrote while they judged. Personal data is taken out each time before anybody reads it.")
    )
    label = texts("Read the note", "Read the {count} notes", count)
    if st.button(label, icon=":material/sticky_note_2:", key=f"notes-{found.id}"):
        names = visit.workbench.overview.names(visit.person)
        labels = {arm.name: arm.label for arm in found.arms}
        for note in visit.workbench.notes.read(visit.person, visit.project, found.id):
            _note(note, names, labels)


def _note(note: RaterNote, names: Mapping[str, str], labels: Mapping[str, str]) -> None:
    judged = note.judgement
    with st.container(border=True):
        st.text(note.text)
        question = text("Question {number}", number=judged.question + 1)
        person = names.get(judged.person_id, judged.person_id)
        st.caption(literal(" · ".join((person, question, _choice(note, labels)))))


def _choice(note: RaterNote, labels: Mapping[str, str]) -> str:
    judged = note.judgement
    if judged.winner is not None:
        other = judged.right if judged.winner == judged.left else judged.left
        return text("{winner} better than {other}", winner=labels[judged.winner], other=labels[other])
    pair = " / ".join(labels[arm] for arm in sorted((judged.left, judged.right)))
    return text("both bad: {pair}", pair=pair) if judged.both_bad else text("equally good: {pair}", pair=pair)
