"""One run on a page: what it learnt in words, its details, plan, surroundings, files, and how to ask for it again."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from curation.domain.identity import Json
from curation.domain.jobs import ENDED, JobState
from curation.domain.people import Permission
from curation.texts import text, texts
from training.artifacts import read_json
from training.plans import RESUMABLE, wish_of
from training.runs import Figures, RunRecord
from training.wishes import command_line
from workbench import state
from workbench.access import Visit
from workbench.components.curves import loss_curve
from workbench.frames import file_size, took_words

_LOG_LINES = 200


def run_summary(run: RunRecord) -> None:
    """Say in words what a finished run learnt from, and when it was at its best."""
    figures = run.figures
    if figures is None:
        return
    learnt = texts("It learnt from {count:,} sample", "It learnt from {count:,} samples", figures.train_rows)
    said = [f"{learnt} ({took_words(60 * figures.minutes)})."]
    if figures.best_step is not None:
        said.append(
            text(
                "On {count:,} samples kept apart it was best after {share} % of the way; that state was kept.",
                count=figures.validation_rows,
                share=round(100 * figures.best_step / max(figures.steps, 1)),
            )
        )
    if figures.left_out:
        said.append(text("{count:,} were too long and left out.", count=figures.left_out))
    st.write(" ".join(said))


def _figures(figures: Figures) -> None:
    shown = [
        (text("Loss on validation"), "-" if figures.eval_loss is None else f"{figures.eval_loss:.3f}"),
        (text("Loss while learning"), f"{figures.train_loss:.3f}"),
        (text("Minutes"), f"{figures.minutes:.1f}"),
        (text("Steps"), f"{figures.steps:,}"),
        (text("Tokens a second"), f"{figures.tokens_per_second:,.0f}"),
    ]
    with st.container(horizontal=True, gap="large"):
        for label, value in shown:
            st.metric(label, value, width="content")
    st.caption(
        text(
            "{trained:,} of {all:,} weights moved; {rows:,} samples learnt from, {validation:,} measured by. A small "
            "loss means that the model repeats its samples.",
            trained=figures.trained_parameters,
            all=figures.parameters,
            rows=figures.train_rows,
            validation=figures.validation_rows,
        )
    )


def run_verdict(visit: Visit, run: RunRecord) -> None:
    """Lead to judging: people say whether a model got better, no figure does."""
    if run.state is not JobState.DONE or not visit.person.may(Permission.PLAN_ROUNDS):
        return
    st.caption(text("Whether its answers are better is for people to say: let experts judge them blind."))
    if st.button(text("Judge it"), type="primary", icon=":material/balance:"):
        state.open_page("decide", run=run.name)


def run_again(visit: Visit, run: RunRecord) -> None:
    """Offer to go on with a run that was stopped or failed."""
    if run.state not in RESUMABLE or run.job_id is None or not visit.person.may(Permission.TRAIN):
        return
    if st.button(text("Go on from its last checkpoint"), type="primary", icon=":material/resume:"):
        visit.workbench.runs.resume(visit.person, visit.project, run.id)
        st.rerun()


def run_details(visit: Visit, run: RunRecord) -> None:
    """Show figures, log, plan, surroundings and files in tabs; a run at work shows its curve and log above."""
    parts: dict[str, Callable[[Visit, RunRecord], None]] = {
        text("Plan"): _plan,
        text("Surroundings"): _surroundings,
        text("Files"): _files,
    }
    if run.state in ENDED:
        parts = {text("Details"): _details, text("Log"): _log} | parts
    for tab, draw in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab:
            draw(visit, run)


def _details(visit: Visit, run: RunRecord) -> None:
    if run.figures is not None:
        _figures(run.figures)
    loss_curve(visit.workbench.runs.metrics(run), f"curve-{run.id}")


def _log(visit: Visit, run: RunRecord) -> None:
    lines = visit.workbench.runs.log_tail(run, _LOG_LINES)
    st.code(lines or text("Nothing was printed."), language=None, wrap_lines=True)


def _plan(visit: Visit, run: RunRecord) -> None:
    st.table(_pairs(run.plan.to_json()), alt=text("The plan of the run"))
    st.markdown(f"**{text('The same on the command line')}**")
    st.code(command_line(visit.project.slug, wish_of(run)), language="shell", wrap_lines=True)


def _surroundings(visit: Visit, run: RunRecord) -> None:
    place = visit.workbench.runs.folder(run).path / "environment.json"
    if place.exists():
        st.table(_pairs(read_json(place)), alt=text("Libraries, machine and hashes of the run"))
    else:
        st.caption(text("It has not begun yet."))


def _files(visit: Visit, run: RunRecord) -> None:
    folder = visit.workbench.runs.folder(run).path
    st.code(str(folder), language=None)
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock"]
    if not found:
        st.caption(text("It has not begun yet."))
        return
    table = pl.DataFrame(
        {
            text("File"): [path.relative_to(folder).as_posix() for path in found],
            text("Size"): [file_size(path.stat().st_size) for path in found],
        }
    )
    st.table(table, alt=text("The files of the run"))
    st.caption(text("Every file's SHA-256 stands in manifest.json."))


def _pairs(value: Json) -> pl.DataFrame:
    flat = dict(_flat("", value))
    return pl.DataFrame({text("What"): list(flat), text("Value"): list(flat.values())})


def _flat(name: str, value: Json) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for key, part in value.items() for pair in _flat(f"{name}.{key}" if name else key, part)]
    return [(name, "" if value is None else f"{value}")]
