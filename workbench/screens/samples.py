"""Samples: everything of the project, found by words and filters; the address holds them all."""

import streamlit as st

from curation.domain.browsing import Found, Tally, Wanted, address_of, wanted_from
from curation.domain.people import Permission
from curation.domain.samples import SampleStatus
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.browser.bulk_form import bulk_form
from workbench.components.browser.filters import PLACES, chips, more_filters, search_line
from workbench.components.browser.hits import hit_list
from workbench.components.browser.retrieval import take_out
from workbench.components.browser.saved_views import saved_views


def show(visit: Visit) -> None:
    """Draw the filters, what they leave, and the way through it."""
    wanted = wanted_from(state.address())
    browsing = visit.workbench.browsing
    choices = browsing.choices(visit.person, visit.project)
    st.title(text("Samples"), anchor=False)
    search_line(wanted)
    more_filters(wanted, choices)
    saved_views(visit, wanted)
    chips(wanted, choices)
    after, before = (state.query(name) for name in PLACES)
    found = browsing.page(visit.person, visit.project, wanted, after, before)
    _told(browsing.count(visit.person, visit.project, wanted), wanted, found)
    if found.hits:
        opened = hit_list("all", found.hits, wanted, {"project": visit.project.slug, **_back(wanted)})
        if opened:
            state.open_page("sample", id=opened, **_back(wanted))
    elif not found.cut:
        st.info(text("No sample is left by these filters."), icon=":material/filter_alt_off:")
    _turn(found)
    if found.hits and wanted.status is SampleStatus.RETRIEVAL and visit.person.may(Permission.EXPORT):
        take_out(visit)
    if found.hits or found.cut:
        bulk_form(visit, wanted, choices)
    if st.button(text("Earlier acts on many samples"), icon=":material/history:", type="tertiary"):
        state.open_page("bulk")


def _back(wanted: Wanted) -> dict[str, str]:
    """What a sample's page is told, so that it leads back here."""
    places = {name: value for name in PLACES if (value := state.query(name))}
    return {f"from_{name}": value for name, value in {**address_of(wanted), **places}.items()}


def _told(tally: Tally, wanted: Wanted, found: Found) -> None:
    """Say how many there are, and where the look has ended for now."""
    count = (
        texts("{count:,} sample", "{count:,} samples", tally.count)
        if tally.exact
        else text("more than {count:,} samples", count=tally.count)
    )
    if wanted.pattern:
        count = text("{count}, before the pattern", count=count)
    st.caption(count)
    if found.cut:
        st.info(
            text("This search goes through many samples. So far as the time for one page allows, these were found."),
            icon=":material/hourglass_top:",
        )


def _turn(found: Found) -> None:
    with st.container(horizontal=True):
        if (state.query("after") or state.query("before")) and st.button(
            text("First page"), icon=":material/first_page:"
        ):
            _go(None, None)
        if found.before and st.button(text("Page before"), icon=":material/chevron_left:"):
            _go(None, found.before)
        onward = text("Look further") if found.cut else text("Next page")
        if found.next and st.button(onward, icon=":material/chevron_right:"):
            _go(found.next, None)


def _go(after: str | None, before: str | None) -> None:
    state.set_queries({"after": after, "before": before})
    st.rerun()
