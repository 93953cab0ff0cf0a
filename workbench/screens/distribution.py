"""What the data looks like: counts that lead to their samples, topics with targets, who is spoken of."""

import streamlit as st

from curation.domain.distribution import Distribution, Survey
from curation.domain.jobs import JobKind
from curation.domain.people import Permission
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.distribution_parts import counted_by, redundancy, spoken_of, topics, wanted
from workbench.components.figures import counted
from workbench.components.running import running
from workbench.frames import ago_words, local_time


def show(visit: Visit) -> None:
    """Draw the page."""
    st.title(text("What the data looks like"))
    st.caption(text("Every bar leads to its samples; the stronger part of it is approved."))
    found = visit.workbench.distributions.now(visit.person, visit.project)
    if not found.samples:
        st.info(text("Nothing has been imported yet."), icon=":material/inbox:")
        return
    counted(
        [
            (text("Samples"), found.samples),
            (text("Approved"), found.approved),
            (text("Set aside as copies"), found.set_aside),
        ]
    )
    _survey(visit, found)
    redundancy(visit, found)
    counted_by(found)


def _survey(visit: Visit, found: Distribution) -> None:
    busy = running(visit, {JobKind.SURVEY})
    survey = found.survey
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"### {text('Topics')}")
        if not busy and visit.person.may(Permission.MANAGE) and st.button(_label(found), icon=":material/refresh:"):
            visit.workbench.distributions.survey(visit.person, visit.project)
            st.rerun()
    if survey is None:
        said = text(
            "Nobody has looked for topics yet. From 40 samples on the workbench does it by itself after an import, and "
            "a day later where something was decided."
        )
        st.info(said, icon=":material/category:")
        return
    st.caption(_age(visit, found, survey))
    wanted(found, survey)
    topics(visit, survey)
    spoken_of(survey)


def _age(visit: Visit, found: Distribution, survey: Survey) -> str:
    seen = texts("{count:,} sample read", "{count:,} samples read", survey.seen)
    ago = ago_words((visit.workbench.distributions.clock() - survey.made_at).total_seconds())
    parts = [seen, local_time(survey.made_at, state.timezone()), ago]
    if found.came:
        parts.append(texts("{count:,} sample came since", "{count:,} samples came since", found.came))
    return " · ".join(parts)


def _label(found: Distribution) -> str:
    return text("Look for topics") if found.survey is None else text("Look again")
