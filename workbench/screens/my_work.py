"""An expert's first page: one sentence of purpose, and the review desk."""

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text
from workbench.access import Visit
from workbench.components.desk.card import DeskSettings, desk
from workbench.components.desk.lessons import lessons
from workbench.components.records import link_to_record, told
from workbench.components.waiting_for_you import asked_pool, waiting_strip
from workbench.frames import order_words

LETTERS = "desk.letters"
PRACTICE = "desk.practice"


def show(visit: Visit) -> None:
    """Draw the desk of whoever visits."""
    chosen, person = visit.workbench.projects, visit.person
    decides = person.may(Permission.REVIEW)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"### {text('My work')}")
        if decides:
            link_to_record()
    rules = visit.workbench.review_rules.now(person, visit.project)
    if decides:
        asked = text("Read one question with its answer, and say whether a model should learn from it.")
    else:
        asked = text("Read one question with its answer, and put it into better words. Experts decide on them.")
    st.caption(f"{asked} {order_words(rules.order)}")
    waiting_strip(visit)
    if decides:
        told(visit, rules)
    desk(
        DeskSettings(
            person_id=person.id,
            project_slug=visit.project.slug,
            guidelines=visit.project.guidelines,
            target=rules.daily_target,
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
