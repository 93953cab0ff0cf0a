"""The form that a run is started with: what it would be is told before, and as the settings change."""

from dataclasses import replace

import streamlit as st

from curation.domain.projects import Project
from curation.texts import text, texts
from training.runs import BaseKind, Device, Method, Precision, TuningSettings, preset
from training.wishes import BUILT, Outlook, RunWish, base_choice, best_method, command_line
from workbench import state
from workbench.access import Visit

_WIDTH = 200


@st.fragment
def run_form(visit: Visit) -> None:
    """Ask for version, base, method and settings, tell what the run would be, and start it."""
    visit = visit.renewed()
    versions = [v.name for v in visit.workbench.releasing.versions(visit.person, visit.project)]
    with st.container(border=True):
        st.subheader(text("Train a model"), anchor=False)
        if not versions:
            st.info(text("Freeze a version first: a model is trained on one."), icon=":material/inventory_2:")
            st.page_link(state.page("versions"), label=text("Go to the versions"), icon=":material/arrow_forward:")
            return
        wish = _wish(versions)
        seen = visit.workbench.runs.plan(visit.person, visit.project, wish)
        _outlook(seen)
        if st.button(
            text("Start training"), type="primary", icon=":material/play_arrow:", disabled=bool(seen.problems)
        ):
            run = visit.workbench.runs.start(visit.person, visit.project, wish)
            state.announce(text("{name} is queued.", name=run.name))
            state.open_page("models", run=run.name)
        _command(visit.project, wish)


def _wish(versions: list[str]) -> RunWish:
    asked = state.query("version")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = versions.index(asked) if asked in versions else 0
        version = st.selectbox(text("Version"), versions, index=start, key="run-version", width=_WIDTH)
        name = st.text_input(text("Name (optional)"), key="run-name", max_chars=64, width=_WIDTH)
    kinds = {
        BaseKind.BUILT: text("Small base model, built here"),
        BaseKind.FOLDER: text("A model's folder on this machine"),
        BaseKind.HUB: text("A name on the Hugging Face hub"),
    }
    kind = st.radio(text("Start from"), list(kinds), format_func=kinds.__getitem__, key="run-base", horizontal=True)
    base = base_choice(BUILT)
    if kind is not BaseKind.BUILT:
        label = text("Folder") if kind is BaseKind.FOLDER else text("Name, such as HuggingFaceTB/SmolLM2-135M")
        typed = st.text_input(label, key=f"run-base-{kind.value}").strip()
        base = replace(base_choice(typed), kind=kind) if typed else replace(base, kind=kind)
    methods = {
        Method.LORA: text("Small additions to the model (LoRA), light"),
        Method.FULL: text("Every weight of the model, thorough"),
    }
    method = st.radio(
        text("What training changes"),
        list(methods),
        index=list(methods).index(best_method(kind)),
        format_func=methods.__getitem__,
        key=f"run-method-{kind.value}",
        horizontal=True,
    )
    return RunWish(version, base, method, _settings(preset(kind, method), f"{kind.value}-{method.value}"), name)


def _settings(usual: TuningSettings, key: str) -> TuningSettings:
    epochs = st.number_input(
        text("How often every sample is read"),
        1,
        1000,
        usual.epochs,
        key=f"run-epochs-{key}",
        width=_WIDTH,
        help=text("Rounds through the training side (epochs). The best measurement is kept, so more is rarely worse."),
    )
    with st.expander(text("Details"), icon=":material/tune:"):
        return replace(_details(usual, key), epochs=int(epochs))


def _details(usual: TuningSettings, key: str) -> TuningSettings:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rate = st.number_input(
            text("Learning rate"), 0.0, 1.0, usual.learning_rate, 1e-4, "%.6f", key=f"run-rate-{key}", width=_WIDTH
        )
        batch = _number(text("Samples at once (batch)"), usual.batch_size, f"run-batch-{key}")
        gathered = _number(text("Batches a step"), usual.accumulation, f"run-gather-{key}")
        length = _number(text("Longest sample, tokens"), usual.max_length, f"run-length-{key}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rank = _number(text("LoRA rank"), usual.lora_rank, f"run-rank-{key}")
        patience = _number(text("Stop early after"), usual.patience, f"run-patience-{key}", least=0)
        seed = _number(text("Seed"), usual.seed, f"run-seed-{key}", least=0)
        threads = _number(text("Threads on a CPU"), usual.threads, f"run-threads-{key}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        device = st.selectbox(text("Device"), [d.value for d in Device], key=f"run-device-{key}", width=_WIDTH)
        numbers = st.selectbox(text("Precision"), [p.value for p in Precision], key=f"run-numbers-{key}", width=_WIDTH)
    leave = st.checkbox(text("Leave out samples that are too long"), key=f"run-leave-{key}")
    st.caption(text("Stop early after: measurements on validation without a better one; 0 never stops early."))
    return replace(
        usual,
        learning_rate=float(rate),
        batch_size=batch,
        accumulation=gathered,
        max_length=length,
        lora_rank=rank,
        lora_alpha=2 * rank,
        patience=patience,
        seed=seed,
        threads=threads,
        device=Device(device),
        precision=Precision(numbers),
        leave_out_long=leave,
    )


def _number(label: str, value: int, key: str, least: int = 1) -> int:
    return int(st.number_input(label, least, 1_000_000, value, key=key, width=_WIDTH))


def _outlook(seen: Outlook) -> None:
    for problem in seen.problems:
        st.error(problem, icon=":material/error:")
    if seen.problems:
        return
    rows = texts("{count:,} sample to learn from", "{count:,} samples to learn from", seen.train_rows)
    measured = texts("{count:,} to measure by", "{count:,} to measure by", seen.validation_rows)
    steps = texts("{count:,} step", "{count:,} steps", seen.steps)
    time = text("time unknown yet")
    if seen.minutes is not None:
        time = text("about {minutes:.0f} min", minutes=max(seen.minutes, 1))
    st.markdown(f"{rows} · {measured} · {steps} · **{time}**")
    if seen.left_out:
        st.caption(
            texts(
                "{count:,} sample is left out as too long.",
                "{count:,} samples are left out as too long.",
                seen.left_out,
            )
        )
    if seen.base_minutes:
        st.caption(
            text(
                "The small base model is built first, once: about {minutes:.0f} minutes. It writes fluent prose "
                "about an invented world and knows nothing of yours.",
                minutes=seen.base_minutes,
            )
        )


def _command(project: Project, wish: RunWish) -> None:
    with st.expander(text("The same on the command line"), icon=":material/terminal:"):
        st.code(command_line(project.slug, wish), language="shell", wrap_lines=True)
