"""In which languages of a project names are found, and by what."""

import streamlit as st

from curation.pii.languages import detection_words
from curation.texts import text
from workbench.access import Visit
from workbench.components.project_form import LANGUAGES


def languages(visit: Visit) -> None:
    """Draw the language of the project and those that are closed, each with what finds names in it."""
    closed = visit.workbench.languages.closed(visit.person, visit.project)
    with st.expander(text("Languages"), icon=":material/translate:"):
        for code in dict.fromkeys((visit.project.language, *closed)):
            st.markdown(f"**{LANGUAGES.get(code, code)}**  \n{detection_words(code)}")
        if closed:
            st.caption(text("Texts in a language that is not screened are closed until the lead opens it, under Data."))
