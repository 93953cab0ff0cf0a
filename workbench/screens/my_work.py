"""An expert's first page: one sentence of purpose, and the review desk."""

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.alike import alike_groups
from workbench.components.desk.card import DeskSettings, desk
from workbench.components.desk.lessons import lessons
from workbench.components.records import link_to_record, told
from workbench.components.unread_talk import unread_talk
from workbench.components.unsettled import unsettled
from workbench.components.waiting_line import asked_pool, waiting_line
from workbench.frames import order_words

LETTERS = "desk.letters"
PRACTICE = "desk.practice"


def show(visit: Visit) -> None:
    """Draw the desk of whoever visits."""
    chosen, person = visit.workbench.projects, visit.person
    decides = person.may(Permission.REVIEW)
    progress = visit.workbench.reviewing.progress(person, visit.project)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"### {text('My work')}")
        _comparisons(visit)
        unsettled(visit)
        unread_talk(visit)
        if decides:
            alike_groups(visit)
            link_to_record()
    order = order_words(visit.workbench.ordering.now(person, visit.project))
    if decides:
        asked = text("Read one question with its answer, and say whether a model should learn from it.")
    else:
        asked = text("Read one question with its answer, and put it into better words. Experts decide on them.")
    st.caption(f"{asked} {order}")
    waiting_line(visit, state.midnight())
    rules = visit.workbench.review_rules.now(person, visit.project)
    if decides:
        told(visit, rules)
    desk(
        DeskSettings(
            person_id=person.id,
            project_slug=visit.project.slug,
            guidelines=visit.project.guidelines,
            target=progress.target,
            manages=person.may(Permission.MANAGE),
            decides=decides,
            settles=person.may(Permission.ADJUDICATE),
            pool=asked_pool(),
            letters=chosen.preference(person.id, LETTERS) != "off",
            practised=not decides or chosen.preference(person.id, PRACTICE) == "done",
            lessons=lessons(visit.workbench.settings.samples_folder),
            reasons=visit.workbench.reason_rules.now(person, visit.project),
            rubric=visit.workbench.rubric_rules.now(person, visit.project),
        )
    )


def _comparisons(visit: Visit) -> None:
    if not visit.person.may(Permission.RATE):
        return
    given = visit.workbench.judging.assignments(visit.person, visit.project)
    left = sum(assignment.total - assignment.judged for assignment in given)
    if left:
        label = texts("{count} comparison waits for you", "{count} comparisons wait for you", left)
        st.page_link(state.page("judge"), label=label, icon=":material/balance:")
    elif visit.workbench.verdicts.outcomes(visit.person, visit.project):
        st.page_link(state.page("judge"), label=text("How your rounds ended"), icon=":material/balance:")
