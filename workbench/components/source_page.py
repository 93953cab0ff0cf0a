"""One source on a page: where its samples stand, which rows were left out, and the samples."""

import streamlit as st

from curation.domain.jobs import JobKind
from curation.domain.sources import SourceState
from curation.pii.languages import detection_words
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.bad_rows import bad_rows_table
from workbench.components.figures import counted
from workbench.components.lapses import source_until
from workbench.components.originals import originals
from workbench.components.redacted import literal
from workbench.components.running import last_failure, running
from workbench.components.sample_list import sample_list
from workbench.components.source_bars import source_bars
from workbench.components.superseding import superseded_source
from workbench.frames import file_size, local_time, status_words


def source_page(visit: Visit, source_id: str) -> None:
    """Draw one source."""
    importing = visit.workbench.importing
    source, bad = importing.source(visit.person, visit.project, source_id)
    st.title(literal(source.name), anchor=False)
    names = visit.workbench.overview.names(visit.person)
    when = local_time(source.imported_at, state.timezone())
    who = names.get(source.imported_by, source.imported_by)
    st.caption(
        f"{source_words(source.state)} · {text('imported {when} by {who}', when=when, who=who)} · "
        f"{file_size(source.size)} · `{source.bytes_hash[:12]}`"
    )
    if source.engine is not None:
        st.caption(
            text(
                "Personal data was looked for by {engine}. {language}: {names}",
                engine=literal(source.engine),
                language=source.language,
                names=detection_words(source.language),
            )
        )
    if not running(visit, {JobKind.SCREEN_SOURCE}) and source.state is SourceState.FAILED:
        last_failure(visit, JobKind.SCREEN_SOURCE)
    counts = importing.counts_of(visit.person, visit.project, source.id)
    figures = [(status_words(status), count) for status, count in counts.items() if count]
    counted([(text("Rows read"), source.rows), *figures])
    source_until(visit, source)
    superseded_source(visit, source)
    originals(visit, source)
    source_bars(visit, source.id)
    if bad:
        title = texts("{count:,} row was left out", "{count:,} rows were left out", source.bad_rows)
        with st.expander(title, icon=":material/rule:"):
            bad_rows_table(bad)
    if source.state in (SourceState.WAITING, SourceState.SCREENING):
        st.info(text("Its samples are shown here when they are screened."), icon=":material/hourglass_empty:")
    else:
        sample_list(visit, source.id)


def source_words(state_of: SourceState) -> str:
    """Say how far a source is."""
    words = {
        SourceState.WAITING: text("Waits to be screened"),
        SourceState.SCREENING: text("Is being screened"),
        SourceState.OPEN: text("Screened"),
        SourceState.FAILED: text("Could not be screened"),
    }
    return words[state_of]
