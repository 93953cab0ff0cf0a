"""What a project needs next, in words, with the way there."""

from dataclasses import dataclass

import streamlit as st

from curation.domain.people import Permission
from curation.domain.standing import Step
from curation.texts import text
from workbench import state
from workbench.access import Visit


@dataclass(frozen=True)
class Way:
    """Where a step is done: the page, what its button says, and who may go there."""

    page: str
    label: str
    needs: Permission


def next_step(visit: Visit, step: Step) -> None:
    """Say in words what the project needs next, with the way there for whoever may go it."""
    way = _ways()[step]
    with st.container(border=True):
        st.markdown(f"**{text('What comes next')}**")
        st.write(_words()[step])
        if visit.person.may(way.needs) and st.button(way.label, type="primary", icon=":material/arrow_forward:"):
            state.open_page(way.page)


def _words() -> dict[Step, str]:
    return {
        Step.IMPORT: text(
            "There are no samples yet. Bring a file of questions and answers: a table, JSON lines, an export."
        ),
        Step.WAIT: text("Nothing waits for a decision and nothing is approved. Look at the samples, or import more."),
        Step.REVIEW: text(
            "Experts decide on the samples now. From about twenty approved ones on a first version is worth it."
        ),
        Step.FREEZE: text(
            "Enough is approved for a first version. Freezing takes seconds and changes nothing in the samples."
        ),
        Step.TRAIN: text("A version is frozen. Train a model on it: a small one takes minutes on this machine."),
        Step.TRAINING: text("A model is being trained. When it is done, experts can judge it."),
        Step.PLAN_ROUND: text(
            "A model is trained. Let experts judge its answers blind against those of the model it came from."
        ),
        Step.JUDGING: text("A round is under way. Its verdict stands when its people have judged the answers."),
        Step.IMPROVE: text(
            "A round is judged. Read the verdict, and bring what the model did badly back as new samples."
        ),
    }


def _ways() -> dict[Step, Way]:
    return {
        Step.IMPORT: Way("data", text("Import a file"), Permission.IMPORT),
        Step.WAIT: Way("data", text("Look at the samples"), Permission.IMPORT),
        Step.REVIEW: Way("my_work", text("Review samples"), Permission.REVIEW),
        Step.FREEZE: Way("versions", text("Freeze a version"), Permission.FREEZE),
        Step.TRAIN: Way("models", text("Train a model"), Permission.TRAIN),
        Step.TRAINING: Way("models", text("See how far it is"), Permission.TRAIN),
        Step.PLAN_ROUND: Way("decide", text("Plan a round"), Permission.PLAN_ROUNDS),
        Step.JUDGING: Way("decide", text("See how far it is"), Permission.PLAN_ROUNDS),
        Step.IMPROVE: Way("decide", text("Read the verdict"), Permission.PLAN_ROUNDS),
    }
