"""Personal data by value: one sentence of purpose, and the card of whoever may see originals."""

import streamlit as st

from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.privacy.card import privacy
from workbench.components.sheet.listed import ListSettings

LETTERS = "desk.letters"


def show(visit: Visit) -> None:
    """Draw the values that wait for a privacy reviewer."""
    st.title(text("Personal data"), anchor=False)
    st.caption(text("Say of each value that was found whether it names somebody. All texts follow, and can be undone."))
    st.page_link(state.page("pii_rules"), label=text("Rules for personal data"), icon=":material/policy:")
    privacy(
        ListSettings(
            person_id=visit.person.id,
            project_slug=visit.project.slug,
            letters=visit.workbench.projects.preference(visit.person.id, LETTERS) != "off",
        )
    )
