"""The runs of a project: one line each, and two of them side by side."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from curation.domain.jobs import JobState
from curation.texts import text, texts
from training.runs import BaseKind, Method, RunRecord
from workbench import state
from workbench.access import Visit
from workbench.components.curves import compared_curves
from workbench.components.redacted import literal
from workbench.components.run_live import far_words
from workbench.frames import local_time, state_words, took_words

_COLOURS = {JobState.DONE: "green", JobState.FAILED: "red", JobState.RUNNING: "blue"}
_TWO = 2


def run_lines(visit: Visit, runs: Sequence[RunRecord]) -> None:
    """Show one line a run: what it is, where it stands, its figures, and the way to its page."""
    for run in runs:
        with st.container(border=True):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                badge = f":{_COLOURS.get(run.state, 'gray')}-badge[{state_words(run.state)}]"
                st.markdown(f"**{literal(run.name)}** {badge}")
                if st.button(text("Open"), key=f"open-{run.id}", icon=":material/arrow_forward:"):
                    state.open_page("models", run=run.name)
            st.caption(f"{made_of(run)} · {local_time(run.created_at, state.timezone())}  \n{_stands(visit, run)}")


def made_of(run: RunRecord) -> str:
    """Say what a run is made of: version, base, method."""
    base = text("small base model") if run.plan.base.kind is BaseKind.BUILT else run.plan.base.name
    method = text("every weight moves") if run.plan.method is Method.FULL else text("small additions (LoRA)")
    return literal(f"{run.version_name} · {base} · {method}")


def compare_runs(visit: Visit, runs: Sequence[RunRecord]) -> None:
    """Put two finished runs side by side: settings, figures, curves."""
    done = {run.name: run for run in runs if run.state is JobState.DONE}
    if len(done) < _TWO:
        return
    with st.expander(text("Compare two runs in figures"), icon=":material/compare_arrows:"):
        with st.container(horizontal=True):
            left = st.selectbox(text("One"), list(done), index=1, key="compare-left", width=220)
            right = st.selectbox(text("The other"), list(done), index=0, key="compare-right", width=220)
        pair = {name: done[name] for name in dict.fromkeys((left, right))}
        if len(pair) < _TWO:
            st.caption(text("Choose two different runs."))
            return
        st.table(compared(pair), alt=text("Settings and figures of two runs, side by side"))
        compared_curves({name: visit.workbench.runs.metrics(run) for name, run in pair.items()}, "compare-curves")
        st.caption(
            text("A smaller loss is a hint, not a verdict, and losses on different versions cannot be compared.")
        )


def compared(pair: Mapping[str, RunRecord]) -> pl.DataFrame:
    """Return one row a figure or differing setting, one column a run."""
    columns = {name: _figures(run) for name, run in pair.items()}
    first, second = (run.plan.settings.settings() for run in pair.values())
    differing = [name for name in first if first[name] != second[name]]
    for name, run in pair.items():
        values = run.plan.settings.settings()
        columns[name] |= {key: f"{values[key]}" for key in differing}
    rows = list(next(iter(columns.values())))
    return pl.DataFrame({"": rows, **{name: [column[row] for row in rows] for name, column in columns.items()}})


def _figures(run: RunRecord) -> dict[str, str]:
    figures = run.figures
    if figures is None:
        return {}
    return {
        text("What"): made_of(run),
        text("Loss on validation"): "-" if figures.eval_loss is None else f"{figures.eval_loss:.4f}",
        text("Loss while learning"): f"{figures.train_loss:.4f}",
        text("Best at step"): "-" if figures.best_step is None else f"{figures.best_step:,}",
        text("Steps"): f"{figures.steps:,}",
        text("Minutes"): f"{figures.minutes:.1f}",
        text("Tokens a second"): f"{figures.tokens_per_second:,.0f}",
        text("Samples learnt from"): f"{figures.train_rows:,}",
        text("Left out as too long"): f"{figures.left_out:,}",
    }


def _stands(visit: Visit, run: RunRecord) -> str:
    if run.state is JobState.DONE and run.figures is not None:
        rows = run.figures.train_rows
        learnt = texts("learnt from {count:,} sample", "learnt from {count:,} samples", rows)
        return f"{learnt} · {took_words(60 * run.figures.minutes)}"
    if run.error:
        return run.error.splitlines()[0]
    if run.waits_for_base:
        return text("waits for the small base model")
    return far_words(visit.workbench.runs.progress(run))
