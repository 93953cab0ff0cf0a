"""The rounds of a project in a list, and how far the people of one are."""

import streamlit as st

from curation.texts import text
from eval.rounds import Round, RoundState
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.components.rounds.words import state_words, systems_words
from workbench.frames import local_time


def round_row(visit: Visit, found: Round) -> None:
    """Show a round in one bordered row: its name, what it compares, how far it is."""
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{literal(found.name)}** · {state_words(found)}")
            if st.button(text("Open"), key=f"open-{found.id}", icon=":material/arrow_forward:"):
                state.open_page("decide", round=found.id)
        said = visit.workbench.verdicts.sentence(visit.person, visit.project, found.id)
        if said:
            st.markdown(literal(said))
        when = local_time(found.created_at, state.timezone())
        questions = text("{count} questions", count=found.questions)
        st.caption(f"{systems_words(found)} · {questions} · {_judged(visit, found)}{when}")


def people_progress(visit: Visit, found: Round) -> None:
    """Show how far each person is with their pairs."""
    names = visit.workbench.overview.names(visit.person)
    counts = visit.workbench.verdicts.progress(visit.person, visit.project, found.id)
    for person, (judged, total) in counts.items():
        name = names.get(person, person)
        st.progress(judged / max(total, 1), text("{name}: {judged} of {total}", name=name, judged=judged, total=total))


def _judged(visit: Visit, found: Round) -> str:
    if found.state is not RoundState.JUDGING:
        return ""
    counts = visit.workbench.verdicts.progress(visit.person, visit.project, found.id).values()
    judged, total = sum(c[0] for c in counts), sum(c[1] for c in counts)
    return text("{judged} of {total} judged", judged=judged, total=total) + " · "
