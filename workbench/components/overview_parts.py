"""The parts of the overview: where every sample stands, and what waits."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from curation.domain.samples import SampleStatus
from curation.domain.standing import Standing
from curation.texts import text, texts
from eval.rounds import Round
from training.runs import RunRecord
from workbench import state
from workbench.components.figures import Share, share_bar
from workbench.components.redacted import literal
from workbench.frames import local_time, state_words, status_words

_QUERIES = {"versions": "version", "models": "run", "decide": "round"}
_COLORS = {
    SampleStatus.APPROVED: "green",
    SampleStatus.RETRIEVAL: "gray",
    SampleStatus.WAITING: "blue",
    SampleStatus.ESCALATED: "orange",
    SampleStatus.DISPUTED: "orange",
    SampleStatus.SCREENING: "violet",
    SampleStatus.REJECTED: "red",
    SampleStatus.SET_ASIDE: "gray",
    SampleStatus.NOT_SCREENED: "gray",
}


def where_samples_stand(standing: Standing) -> None:
    """Show all samples as one bar, with a link to those of each status."""
    with st.container(border=True):
        st.markdown(f"**{texts('{count:,} sample', '{count:,} samples', standing.total)}**")
        share_bar("standing", [Share(status_words(s), standing.counts[s], c) for s, c in _COLORS.items()])
        with st.container(horizontal=True):
            for status, color in _COLORS.items():
                _status_link(status, standing.counts[status], color)


def latest(standing: Standing, runs: Sequence[RunRecord], rounds: Sequence[Round]) -> None:
    """Show the newest version, run and round, each with the way there."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{text('Latest')}**")
        version = standing.latest
        if version is None:
            st.caption(text("No version yet."))
            return
        held = texts("{count:,} sample", "{count:,} samples", version.rows)
        _newest("versions", version.name, text("Version {name}", name=version.name), (held, version.created_at))
        if runs:
            run = runs[0]
            _newest(
                "models", run.name, text("Run {name}", name=literal(run.name)), (state_words(run.state), run.created_at)
            )
        if rounds:
            found = rounds[0]
            label = text("Round {name}", name=literal(found.name))
            _newest("decide", found.id, label, (state_words(found.state), found.created_at))


def _newest(page: str, name: str, label: str, said: tuple[str, datetime]) -> None:
    query = {_QUERIES[page]: name}
    with st.container(gap="xxsmall"):
        st.page_link(state.page(page), label=label, query_params=query)
        st.caption(f"&emsp;{said[0]} · {local_time(said[1], state.timezone())}")


def _status_link(status: SampleStatus, count: int, color: str) -> None:
    label = f":{color}[●] {status_words(status)} **{count:,}**"
    if count and st.button(label, key=f"standing-{status}", type="tertiary"):
        state.open_page("samples", status=status.value)
