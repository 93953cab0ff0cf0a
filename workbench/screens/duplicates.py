"""Duplicates: groups of samples that are alike, and answers that contradict each other."""

import streamlit as st

from curation.texts import text
from workbench.access import Visit
from workbench.components.duplicates.card import duplicates
from workbench.components.duplicates.rules import rules
from workbench.components.sheet.listed import ListSettings

LETTERS = "desk.letters"


def show(visit: Visit) -> None:
    """Draw the groups of a project for whoever reviews it, and what counts as a duplicate."""
    st.markdown(f"### {text('Duplicates and contradictions')}")
    st.caption(text("Samples that are nearly the same, and answers that do not agree. Nothing is deleted."))
    duplicates(
        ListSettings(
            person_id=visit.person.id,
            project_slug=visit.project.slug,
            letters=visit.workbench.projects.preference(visit.person.id, LETTERS) != "off",
        )
    )
    rules(visit)
