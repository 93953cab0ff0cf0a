"""One sample: its text, what is known of it, where it went, and everything that happened to it."""

import streamlit as st

from curation.domain.histories import SampleFile
from curation.errors import NotFoundError
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.browser.assigned import assigned
from workbench.components.browser.sample_parts import beside, copies, replaced, tags, texts_of, used_in
from workbench.components.browser.timeline import timeline
from workbench.components.control_list import sample_rules
from workbench.components.flag_parts import flags_on
from workbench.components.knowing import needs
from workbench.components.lapses import sample_until
from workbench.components.redacted import literal
from workbench.components.talk.card import threads
from workbench.frames import origin_words, status_words

_FROM = "from_"


def show(visit: Visit) -> None:
    """Draw the sample that the address names."""
    sample_id = state.query("id")
    if sample_id is None:
        raise NotFoundError(text("The address names no sample. Choose one among all samples."))
    back = {name.removeprefix(_FROM): value for name, value in state.address().items() if name.startswith(_FROM)}
    if st.button(text("All samples"), icon=":material/arrow_back:", type="tertiary"):
        state.open_page("samples", **back)
    found = visit.workbench.histories.of(visit.person, visit.project, sample_id)
    _head(found)
    if found.readable:
        texts_of(found)
        beside(found)
        replaced(found)
        copies(found, visit.project.slug)
    else:
        st.info(text("Its text cannot be shown: nobody has looked for names in it yet."), icon=":material/lock:")
    sample_until(visit, found)
    tags(visit, found)
    assigned(visit, found)
    flags_on(visit, found)
    needs(visit, found.item)
    sample_rules(visit, found.item)
    runs = visit.workbench.runs.runs(visit.person, visit.project)
    used_in(found, [(run.name, run.version_name) for run in runs])
    st.subheader(text("Comments"), anchor=False)
    threads(visit, found.item.sample_id, found.item.revision.number)
    st.subheader(text("History"), anchor=False)
    timeline(found)


def _head(found: SampleFile) -> None:
    item = found.item
    st.title(text("Sample {id}", id=item.sample_id[:8]), anchor=False)
    source = literal(item.source_name) if item.source_name else origin_words(item.origin)
    parts = [
        source,
        literal(item.locator),
        literal(item.language),
        text("revision {number}", number=item.revision.number),
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(status_words(item.status))
        st.caption(" · ".join(part for part in parts if part))
