"""Data: what was imported, how far it is, and a new import."""

from collections.abc import Mapping

import streamlit as st

from curation.domain.jobs import JobKind
from curation.domain.people import Permission
from curation.domain.sources import Source, SourceState
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.back import back_to
from workbench.components.closed_languages import closed_languages
from workbench.components.import_form import import_form
from workbench.components.key_lost import key_lost
from workbench.components.redacted import literal
from workbench.components.running import last_failure, running
from workbench.components.sample_list import sample_list
from workbench.components.source_page import source_page, source_words
from workbench.frames import local_time

_SHOWN = 50


def show(visit: Visit) -> None:
    """Draw the list of sources, the one that the address names, all samples, or the steps of an import."""
    source_id = state.query("source")
    if source_id == "all":
        _back()
        st.title(text("All samples"), anchor=False)
        sample_list(visit, None)
    elif source_id:
        _back()
        source_page(visit, source_id)
    elif state.query("step") == "import":
        _back()
        st.title(text("Import a file"), anchor=False)
        import_form(visit)
    else:
        _all(visit)


def _back() -> None:
    back_to(text("All sources"))


def _all(visit: Visit) -> None:
    found = visit.workbench.importing.sources(visit.person, visit.project)
    may_import = visit.person.may(Permission.IMPORT)
    st.title(text("Data"), anchor=False)
    st.caption(text("Every file that was taken in. Personal data is replaced before anybody sees a text."))
    key_lost(visit)
    if not running(visit, {JobKind.SCREEN_SOURCE, JobKind.LOAD_DEMO}):
        last_failure(visit, JobKind.SCREEN_SOURCE)
    with st.container(horizontal=True):
        if may_import and st.button(text("Import a file"), type="primary", icon=":material/upload_file:"):
            state.open_page("data", step="import")
        if found and st.button(text("All samples"), icon=":material/list:"):
            state.open_page("samples")
        if found and st.button(text("What the data looks like"), icon=":material/bar_chart:"):
            state.open_page("distribution")
    if not found:
        st.info(
            text("Nothing has been imported yet. Start with a file of questions and answers.")
            if may_import
            else text("Nothing has been imported yet. An engineer or the lead does it."),
            icon=":material/inbox:",
        )
    closed_languages(visit)
    samples = visit.workbench.importing.samples_by_source(visit.person, visit.project)
    for source in found[:_SHOWN]:
        _row(source, samples)
    if len(found) > _SHOWN:
        st.caption(text("The newest {shown} of {count:,} sources.", shown=_SHOWN, count=len(found)))


def _row(source: Source, samples: Mapping[str, int]) -> None:
    parts = [source_words(source.state), local_time(source.imported_at, state.timezone())]
    if source.bad_rows:
        parts.append(texts("{count:,} row left out", "{count:,} rows left out", source.bad_rows))
    if source.state is SourceState.FAILED:
        parts.append(text("drop the file again to try once more"))
    count = texts("{count:,} sample", "{count:,} samples", samples.get(source.id, 0))
    with (
        st.container(border=True),
        st.container(horizontal=True, wrap=False, horizontal_alignment="distribute", vertical_alignment="center"),
    ):
        st.markdown(f"**{literal(source.name)}** · {count}  \n:small[{' · '.join(parts)}]")
        if st.button(text("Open"), key=f"open-{source.id}", icon=":material/arrow_forward:"):
            state.open_page("data", source=source.id)
