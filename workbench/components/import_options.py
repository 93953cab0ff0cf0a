"""What most imports leave as it is: encoding, origin, language, and until when it all holds."""

from datetime import date

import streamlit as st

from curation.domain.samples import Origin
from curation.ingest.readers import Asked
from curation.pii.languages import detection_words
from curation.services.import_plan import Wishes
from curation.texts import text
from workbench.access import Visit
from workbench.components.project_form import LANGUAGES
from workbench.frames import origin_words

_ENCODINGS = ("", "utf-8", "cp1252", "latin-1", "utf-16-le", "utf-16-be")


def import_options(visit: Visit) -> Wishes:
    """Ask for encoding, origin, language and last day, folded away."""
    with (
        st.expander(text("Encoding, origin, language, last day"), icon=":material/tune:"),
        st.container(horizontal=True),
    ):
        encoding = st.selectbox(
            text("Encoding"),
            _ENCODINGS,
            format_func=lambda name: name or text("as the file says, else UTF-8"),
            help=text("Most files from Windows that are not UTF-8 are cp1252."),
            key="import-encoding",
            width=260,
        )
        origin = st.selectbox(
            text("Origin"), list(Origin), format_func=lambda o: origin_words(o.value), key="import-origin", width=200
        )
        names = {visit.project.language: visit.project.language, **LANGUAGES}
        codes = sorted(names, key=lambda code: code != visit.project.language)
        language = st.selectbox(
            text("Language"), codes, format_func=names.__getitem__, key="import-language", width=200
        )
        until = st.date_input(
            text("Valid until (may stay open)"),
            None,
            format="YYYY-MM-DD",
            help=text("The last day on which what the file says holds, for rows that say none of their own."),
            key="import-valid-until",
            width=200,
        )
        listed = visit.workbench.review_rules.now(visit.person, visit.project).queue.specialties
        specialties = tuple(
            st.multiselect(
                text("Specialties that all of it needs one of"),
                listed,
                key="import-specialties",
                width=300,
                disabled=not listed,
                help=text("The project lists its specialties on the page How review works."),
            )
        )
        st.caption(detection_words(language))
    day = until if isinstance(until, date) else None
    asked = Asked(encoding=encoding or None)
    return Wishes(asked=asked, origin=origin, language=language, valid_until=day, specialties=specialties)
