"""The one form that a project is made or changed with."""

import streamlit as st

from curation.services.projects import Draft
from curation.texts import text

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano", "nl": "Nederlands"}
_GUIDELINES = """# What a good answer is
Correct, complete, and safe to act on.

# Tone
Plain and calm.

# When to reject
Wrong, outdated, dangerous, or not our field.
"""


def project_form(key: str, current: Draft | None = None) -> Draft | None:
    """Ask for name, language, guidelines and intended use; returns them when they are sent."""
    start = current or Draft(name="", guidelines=text(_GUIDELINES))
    with st.form(key, enter_to_submit=False):
        name = st.text_input(text("Name"), start.name)
        codes = list(LANGUAGES)
        position = codes.index(start.language) if start.language in codes else 0
        language = st.selectbox(text("Language of the texts"), codes, position, format_func=LANGUAGES.__getitem__)
        use = st.text_area(
            text("Intended use"),
            start.intended_use,
            help=text("What the trained model is for, and what it is not for. It stands on every dataset card."),
            height=100,
        )
        guidelines = st.text_area(
            text("Guidelines for the experts (Markdown)"),
            start.guidelines,
            help=text("What a good answer is, and when to reject. Experts see it beside every sample."),
            height=280,
        )
        label = text("Save") if current else text("Start project")
        sent = st.form_submit_button(label, type="primary", icon=":material/check:")
    return Draft(name=name, language=language, guidelines=guidelines, intended_use=use) if sent else None
