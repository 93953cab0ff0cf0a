"""Loss curves: what the model gets wrong while it learns, and on samples it does not learn from."""

from collections.abc import Mapping

import altair as alt
import polars as pl
import streamlit as st

from curation.texts import text

_HEIGHT = 260


def loss_curve(metrics: pl.DataFrame, key: str, said: str = "") -> None:
    """Draw one run's loss: a line for what it learns from, points for the validation side (columns of METRICS).

    Below it stands `said`, or else the figures in a sentence.
    """
    learnt = metrics.drop_nulls("loss")
    if learnt.is_empty():
        st.caption(text("The curve begins with the first steps."))
        return
    shown = [_series(learnt, "loss", text("while learning"))]
    measured = metrics.drop_nulls("eval_loss")
    if not measured.is_empty():
        shown.append(_series(measured, "eval_loss", text("on validation")))
    _draw(pl.concat(shown), key, _told(learnt, measured), said)


def compared_curves(runs: Mapping[str, pl.DataFrame], key: str) -> None:
    """Draw several runs' validation loss (or learning loss where a run has none), one colour a run."""
    shown: list[pl.DataFrame] = []
    for name, metrics in runs.items():
        measured = metrics.drop_nulls("eval_loss")
        if measured.is_empty():
            shown.append(_series(metrics.drop_nulls("loss"), "loss", name))
        else:
            shown.append(_series(measured, "eval_loss", name))
    together = pl.concat(shown)
    if together.is_empty():
        st.caption(text("Nothing was measured in these runs."))
        return
    _draw(together, key, text("Loss over the epochs of {names}", names=", ".join(runs)))


def _series(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    return frame.select("epoch", pl.col(column).alias("loss"), pl.lit(name).alias("series"))


def _told(learnt: pl.DataFrame, measured: pl.DataFrame) -> str:
    first, last = learnt["loss"][0], learnt["loss"][-1]
    told = text("The loss went from {first:.2f} to {last:.2f}", first=first, last=last)
    if measured.is_empty():
        return told
    best = measured.sort("eval_loss").row(0, named=True)
    return told + text(
        "; on validation the best so far is {loss:.2f}, at epoch {epoch:.1f}",
        loss=best["eval_loss"],
        epoch=best["epoch"],
    )


def _draw(frame: pl.DataFrame, key: str, told: str, said: str = "") -> None:
    chart = (
        alt.Chart(frame)
        .mark_line(point=frame.height < 80)  # noqa: PLR2004 - more points than that hide the line
        .encode(
            x=alt.X("epoch:Q", title=text("epoch")),
            y=alt.Y("loss:Q", title=text("loss"), scale=alt.Scale(zero=False)),
            color=alt.Color("series:N", title=None, legend=alt.Legend(orient="top")),
            tooltip=["series:N", alt.Tooltip("epoch:Q", format=".2f"), alt.Tooltip("loss:Q", format=".4f")],
        )
        .properties(height=_HEIGHT)
    )
    st.altair_chart(chart, key=key, alt=told)
    st.caption(said or told + ".")
