"""The pace of a project on the overview: decisions a day, what remains, and when it will be done."""

import polars as pl
import streamlit as st

from curation.domain.pace import Forecast
from curation.domain.people import Permission
from curation.texts import text
from workbench.access import Visit
from workbench.components.lapse_words import day_words
from workbench.components.pace_words import promise_words, rate_words, remaining_words


def pace(visit: Visit) -> None:
    """Draw the forecast for whoever manages the project; nothing while nothing is to be decided."""
    if not visit.person.may(Permission.MANAGE):
        return
    found = visit.workbench.overview.pace(visit.person, visit.project)
    if not found.remaining:
        return
    with st.container(border=True):
        st.markdown(f"**{text('Pace')}**")
        for sentence in (remaining_words(found), *promise_words(found)):
            st.markdown(sentence)
        if found.days:
            with st.expander(text("Details"), icon=":material/bar_chart:"):
                st.caption(rate_words(found))
                _days(found)


def _days(found: Forecast) -> None:
    rows = [(day_words(day), count) for day, count in reversed(found.days)]
    names = [text("Working day (UTC)"), text("Decisions")]
    st.dataframe(pl.DataFrame(rows, names, orient="row"), hide_index=True, width=320)
