"""Disagreements: what reviewers left open, side by side, for those who settle it."""

import streamlit as st

from curation.texts import text
from workbench.access import Visit
from workbench.components.disagreements.card import disagreements
from workbench.components.sheet.listed import ListSettings

LETTERS = "desk.letters"


def show(visit: Visit) -> None:
    """Draw what waits for a ruling."""
    st.markdown(f"### {text('Disagreements')}")
    st.caption(
        text("Samples on which reviewers do not agree, or were not sure. You decide; every ruling can be undone.")
    )
    disagreements(
        ListSettings(
            person_id=visit.person.id,
            project_slug=visit.project.slug,
            letters=visit.workbench.projects.preference(visit.person.id, LETTERS) != "off",
        )
    )
