"""An expert's first page: one sentence of purpose, and the review desk."""

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text
from workbench.access import Visit
from workbench.components.desk.card import DeskSettings, desk
from workbench.components.desk.lessons import lessons

LETTERS = "desk.letters"
PRACTICE = "desk.practice"


def show(visit: Visit) -> None:
    """Draw the desk of whoever visits."""
    chosen, person = visit.workbench.projects, visit.person
    progress = visit.workbench.reviewing.progress(person, visit.project)
    st.markdown(f"### {text('My work')}")
    st.caption(text("Read one question with its answer, and say whether a model should learn from it."))
    desk(
        DeskSettings(
            person_id=person.id,
            project_slug=visit.project.slug,
            guidelines=visit.project.guidelines,
            target=progress.target,
            manages=person.may(Permission.MANAGE),
            letters=chosen.preference(person.id, LETTERS) != "off",
            practised=chosen.preference(person.id, PRACTICE) == "done",
            lessons=lessons(visit.workbench.settings.samples_folder),
        )
    )
