"""Blind judging: one sentence of purpose, and the pairs that wait for whoever visits."""

import streamlit as st

from curation.texts import text
from eval.judging import Assignment
from workbench import state
from workbench.access import Visit
from workbench.components.judge.card import JudgeSettings, judge
from workbench.components.judge.outcomes import outcomes
from workbench.components.redacted import literal

LETTERS = "desk.letters"


def show(visit: Visit) -> None:
    """Draw the round that waits, or say that none does."""
    st.markdown(f"### {text('Judge answers')}")
    st.caption(text("Read a question with two answers, and say which one is better. Who wrote them stays hidden."))
    given = visit.workbench.judging.assignments(visit.person, visit.project)
    if given:
        _card(visit, given)
    else:
        st.info(text("No round waits for you. When one does, it appears here."), icon=":material/check_circle:")
    outcomes(visit.workbench.verdicts.outcomes(visit.person, visit.project))


def _card(visit: Visit, given: tuple[Assignment, ...]) -> None:
    chosen = _chosen(given)
    if chosen.note:
        st.caption(literal(chosen.note))
    judge(
        JudgeSettings(
            person_id=visit.person.id,
            project_slug=visit.project.slug,
            round_id=chosen.round_id,
            judged=chosen.judged,
            total=chosen.total,
            letters=visit.workbench.projects.preference(visit.person.id, LETTERS) != "off",
        )
    )


def _chosen(given: tuple[Assignment, ...]) -> Assignment:
    by_id = {assignment.round_id: assignment for assignment in given}
    named = by_id.get(state.query("round") or "", given[0])
    if len(given) == 1:
        return named
    picked = st.selectbox(
        text("Round"),
        list(by_id),
        index=list(by_id).index(named.round_id),
        format_func=lambda round_id: _title(by_id[round_id]),
        width=420,
    )
    return by_id[picked]


def _title(assignment: Assignment) -> str:
    left = assignment.total - assignment.judged
    if left == 0:
        return text("{name} (all judged)", name=assignment.name)
    return text("{name} ({left} left)", name=assignment.name, left=left)
