"""Agreement: how far reviewers say the same of the same samples, and each one's record, for the lead."""

import streamlit as st

from curation.domain.agreement import Agreement, ProjectRecord
from curation.domain.guideline_sections import sections_of
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.desk.sections import paths_of
from workbench.components.records import agreement_table, people_cards, rewrites_line
from workbench.components.redacted import literal


def show(visit: Visit) -> None:
    """Draw the figures of a project's reviewers."""
    st.page_link(state.page("team"), label=text("Team"), icon=":material/arrow_back:")
    st.title(text("Agreement"), anchor=False)
    found = visit.workbench.agreements.of_project(visit.person, visit.project)
    if not found.people:
        st.info(text("Nobody has decided on a sample yet."), icon=":material/hourglass_empty:")
        return
    if found.decisions.units:
        parts = {text("Decisions"): found.decisions, text("Reasons for rejecting"): found.reasons}
        tagged = {text("Tag {tag}", tag=literal(tag)): one for tag, one in found.by_tag.items() if one.units}
        agreement_table({**parts, **tagged, **_parts_of(visit, found)})
        rewrites_line(found.rewrites)
    else:
        st.info(
            text("No sample has two voices yet. Under How review works, say how many people decide on each."),
            icon=":material/group:",
        )
    with st.expander(text("Details"), icon=":material/functions:"):
        st.markdown(_details())
    st.subheader(text("Each person"), anchor=False)
    st.caption(
        text(
            "In the order of names; samples differ, so this is no ranking. An approval rate says nothing without the "
            "control samples beside it: speed that misses mistakes is not speed."
        )
    )
    people_cards(found.people, visit.workbench.overview.names(visit.person))


def _parts_of(visit: Visit, found: ProjectRecord) -> dict[str, Agreement]:
    paths = paths_of(sections_of(visit.project.guidelines))
    sections = {
        text("Guidelines: {section}", section=literal(paths.get(name, name))): one
        for name, one in found.by_section.items()
        if one.units
    }
    special = {
        text("Specialty {name}", name=literal(name)): one for name, one in found.by_specialty.items() if one.units
    }
    rated = {text("Rating: {name}", name=literal(name)): one for name, one in found.by_criterion.items() if one.units}
    return {**sections, **special, **rated}


def _details() -> str:
    return text(
        "Only decisions made without knowing the others' are counted, a person's last one on a text; an approval of "
        "other words counts as another decision. A section of the guidelines counts where a decision on the same text "
        "names it. Agreement is the mean share of pairs that say the same. Alpha is "
        "Krippendorff's (nominal; of ratings ordinal, where values that lie close say nearly the same); it falls far "
        "where one answer is rare. AC1 is Gwet's, which does not. Intervals "
        "hold 95 % of 1,000 draws of samples; shares have Wilson's."
    )
