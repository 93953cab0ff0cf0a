"""Languages whose texts stay closed, and the lead's decision to open them."""

import streamlit as st

from curation.domain.people import Permission
from curation.pii.languages import detection_words
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.project_form import LANGUAGES


def closed_languages(visit: Visit) -> None:
    """Draw one box a closed language; who leads the project can open it."""
    for language, count in visit.workbench.languages.closed(visit.person, visit.project).items():
        name = LANGUAGES.get(language, language)
        with st.container(border=True):
            st.markdown(f":orange-badge[{text('Not screened')}] **{name}**")
            st.markdown(
                texts(
                    "{count:,} sample is closed to experts and versions. {why}",
                    "{count:,} samples are closed to experts and versions. {why}",
                    count,
                    why=detection_words(language),
                )
            )
            if not visit.person.may(Permission.MANAGE):
                st.caption(text("The lead decides whether they are opened all the same."))
            elif st.button(
                text("Open them all the same"), key=f"open-language-{language}", icon=":material/lock_open:"
            ):
                visit.workbench.languages.open(visit.person, visit.project, language)
                state.announce(text("Texts in {language} are open now.", language=name))
                st.rerun()
