"""The forms that a round is planned with: a run against its base, or answers written beforehand."""

import streamlit as st

from curation.domain.jobs import JobState
from curation.domain.people import Permission
from curation.domain.versions import DatasetVersion, Split
from curation.texts import text, texts
from eval.systems import Order
from training.runs import RunRecord
from workbench import state
from workbench.access import Visit

_MOST_TOKENS = 4096
_WIDTH = 260


def round_forms(visit: Visit) -> None:
    """Draw both forms, the comparison of models first."""
    compare, written = st.tabs([text("Compare models"), text("Judge written answers")], on_change="ignore")
    with compare:
        _compare(visit)
    with written:
        _written(visit)


@st.fragment
def _compare(visit: Visit) -> None:
    visit = visit.renewed()
    done = [r for r in visit.workbench.runs.runs(visit.person, visit.project) if r.state is JobState.DONE]
    tested = [v for v in visit.workbench.releasing.versions(visit.person, visit.project) if v.counts.get(Split.TEST)]
    if not done or not tested:
        st.info(
            text("A round needs a finished run and a version with a test side. Train a model first."),
            icon=":material/model_training:",
        )
        st.page_link(state.page("models"), label=text("Go to the models"), icon=":material/arrow_forward:")
        return
    order = _order(visit, done, tested)
    if st.button(
        text("Plan the round"), type="primary", icon=":material/balance:", disabled=not order.raters or not order.name
    ):
        planned = visit.workbench.rounds.plan(visit.person, visit.project, order)
        visit.workbench.rounds.answer(visit.person, visit.project, planned.id)
        state.announce(text("{name} is planned; the systems answer now.", name=planned.name))
        state.open_page("decide", round=planned.id)


def _order(visit: Visit, done: list[RunRecord], tested: list[DatasetVersion]) -> Order:
    runs, versions = {run.name: run for run in done}, {v.name: v for v in tested}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = state.query("run")
        start = list(runs).index(asked) if asked in runs else 0
        run = st.selectbox(text("Run"), list(runs), index=start, key="round-run", width=_WIDTH)
        other = st.selectbox(
            text("Against"),
            ["", *(name for name in runs if name != run)],
            format_func=lambda name: name or text("its base model"),
            key="round-against",
            width=_WIDTH,
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        own = runs[run].version_name
        version = st.selectbox(
            text("Questions from the test side of"),
            list(versions),
            index=list(versions).index(own) if own in versions else 0,
            key=f"round-version-{run}",
            width=_WIDTH,
        )
        most = versions[version].counts[Split.TEST]
        count = st.number_input(
            text("How many questions"), 1, most, min(most, 40), key=f"round-count-{version}", width=_WIDTH
        )
    name = st.text_input(text("Name"), _name(visit, run, other), max_chars=80, key=f"round-name-{run}-{other}")
    raters = _raters(visit, "round-raters")
    with st.expander(text("Details"), icon=":material/tune:"):
        tokens = st.number_input(text("Longest answer, tokens"), 1, _MOST_TOKENS, 96, key="round-tokens", width=_WIDTH)
        seed = st.number_input(text("Seed"), min_value=0, value=42, key="round-seed", width=_WIDTH)
    return Order(
        name=name.strip(),
        version=version,
        runs=(other, run) if other else (run,),
        raters=raters,
        with_base=not other,
        questions=int(count),
        seed=int(seed),
        max_new_tokens=int(tokens),
    )


def _name(visit: Visit, run: str, other: str) -> str:
    taken = {r.name for r in visit.workbench.rounds.rounds(visit.person, visit.project)}
    plain = text("{run} against {other}", run=run, other=other) if other else text("{run} against its base", run=run)
    numbered = (text("{name} ({number})", name=plain, number=n) for n in range(2, len(taken) + 3))
    return next(name for name in (plain, *numbered) if name not in taken)


def _written(visit: Visit) -> None:
    st.caption(
        text(
            "A JSON file of questions with the answers of two or more systems, whoever wrote them; see docs/formats.md."
        )
    )
    file = st.file_uploader(text("File of written answers"), type=["json"], key="written-file")
    name = st.text_input(text("Name (else the file's)"), max_chars=80, key="written-name")
    raters = _raters(visit, "written-raters")
    if st.button(text("Plan from file"), icon=":material/upload_file:", disabled=file is None or not raters):
        assert file is not None
        planned = visit.workbench.rounds.plan_written(
            visit.person, visit.project, file.getvalue(), raters, name.strip() or file.name.rpartition(".")[0]
        )
        state.announce(text("{name} can be judged now.", name=planned.name))
        state.open_page("decide", round=planned.id)


def _raters(visit: Visit, key: str) -> tuple[str, ...]:
    able = {
        m.id: m.name for m in visit.workbench.projects.members(visit.person, visit.project) if m.may(Permission.RATE)
    }
    chosen = st.multiselect(
        text("Who judges"),
        list(able),
        list(able) if len(able) == 1 else None,
        format_func=able.__getitem__,
        key=key,
        placeholder=text("Choose at least one person"),
    )
    return tuple(chosen)


def more_raters(visit: Visit, round_id: str, there: tuple[str, ...]) -> None:
    """Ask more people to judge a round."""
    able = {
        m.id: m.name
        for m in visit.workbench.projects.members(visit.person, visit.project)
        if m.may(Permission.RATE) and m.id not in there
    }
    if not able:
        return
    with st.popover(text("Ask more people"), icon=":material/person_add:"):
        chosen = st.multiselect(
            text("Who else judges"), list(able), format_func=able.__getitem__, key=f"more-{round_id}"
        )
        if st.button(text("Ask them"), key=f"ask-{round_id}", disabled=not chosen):
            visit.workbench.rounds.assign(visit.person, visit.project, round_id, chosen)
            state.announce(texts("{count} person was asked.", "{count} people were asked.", len(chosen)))
            st.rerun()
