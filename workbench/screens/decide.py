"""Rounds and their verdicts: plan, follow, close, read."""

import streamlit as st

from curation.domain.jobs import JobKind
from curation.domain.people import Permission
from curation.texts import text
from eval.rounds import Round, RoundState
from workbench import state
from workbench.access import Visit
from workbench.components.back import back_to
from workbench.components.redacted import literal
from workbench.components.rounds.form import more_raters, round_forms
from workbench.components.rounds.listed import people_progress, round_row
from workbench.components.rounds.words import state_words, systems_words
from workbench.components.running import last_failure, running
from workbench.components.verdict.page import verdict


def show(visit: Visit) -> None:
    """Draw the list of rounds, or the one that the address names."""
    name = state.query("round")
    if name:
        _one(visit, visit.workbench.verdicts.round(visit.person, visit.project, name))
    else:
        _all(visit)


def _all(visit: Visit) -> None:
    st.title(text("Decide"), anchor=False)
    st.caption(text("In a round, experts compare the answers of two systems without knowing which is which."))
    if state.query("run"):
        _plan(visit)
    found = visit.workbench.rounds.rounds(visit.person, visit.project)
    for one in found:
        round_row(visit, one)
    if not found:
        st.info(text("No round has been judged yet."), icon=":material/balance:")
    if not state.query("run"):
        _plan(visit)


def _plan(visit: Visit) -> None:
    if visit.person.may(Permission.PLAN_ROUNDS):
        with st.container(border=True):
            st.subheader(text("Plan a round"), anchor=False)
            round_forms(visit)


def _one(visit: Visit, found: Round) -> None:
    back_to(text("All rounds"))
    st.title(literal(found.name), anchor=False)
    st.caption(f"{systems_words(found)} · {text('{count} questions', count=found.questions)} · {state_words(found)}")
    if found.note:
        st.caption(found.note)
    if found.state in {RoundState.PLANNED, RoundState.ANSWERING}:
        _answering(visit, found)
    elif found.state is RoundState.JUDGING:
        _judging(visit, found)
    else:
        verdict(visit, found)


def _answering(visit: Visit, found: Round) -> None:
    if running(visit, {JobKind.ANSWER}):
        return
    if found.state is RoundState.ANSWERING:
        last_failure(visit, JobKind.ANSWER)
    st.info(text("The systems have not answered yet. People can judge when they have."), icon=":material/schedule:")
    with st.container(horizontal=True):
        if st.button(text("Let the systems answer"), type="primary", icon=":material/play_arrow:"):
            visit.workbench.rounds.answer(visit.person, visit.project, found.id)
            st.rerun()
        _close(visit, found, text("Give the round up"))


def _judging(visit: Visit, found: Round) -> None:
    with st.container(border=True):
        st.subheader(text("How far people are"), anchor=False)
        people_progress(visit, found)
        with st.container(horizontal=True):
            if visit.person.id in found.raters and st.button(text("Judge my pairs"), icon=":material/balance:"):
                state.open_page("judge", round=found.id)
            more_raters(visit, found.id, found.raters)
            _close(visit, found, text("Close the round"))
    if visit.workbench.verdicts.is_open_to(visit.person, visit.project, found.id):
        verdict(visit, found)
    else:
        st.info(
            text("The verdict is hidden from you while you have pairs of your own to judge, so that you judge blind."),
            icon=":material/visibility_off:",
        )


def _close(visit: Visit, found: Round, label: str) -> None:
    with st.popover(label, icon=":material/lock:"):
        st.markdown(text("Nobody can judge it afterwards. Its figures and files are kept for good."))
        if st.button(text("Close it for good"), key=f"close-{found.id}", type="primary"):
            visit.workbench.rounds.close(visit.person, visit.project, found.id)
            state.announce(text("{name} is closed.", name=found.name))
            st.rerun()
