"""The form that a version is frozen with: what would be in it is counted as the settings change."""

import streamlit as st

from curation.domain.people import Permission
from curation.domain.releases import ReleasePlan
from curation.domain.versions import Recipe, Split
from curation.services.conflict_gate import stopped_words
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.figures import counted
from workbench.frames import freeze_command, left_out_table, origin_words

_PERCENT = 100
_HIGHEST = 90


@st.fragment
def version_form(visit: Visit) -> None:
    """Ask for name and recipe, count at once, and queue the freeze."""
    visit = visit.renewed()
    releasing = visit.workbench.releasing
    with st.container(border=True):
        suggested = releasing.next_name(visit.person, visit.project)
        name, recipe = _settings(visit, suggested)
        with st.spinner(text("Counting")):
            plan = releasing.plan(visit.person, visit.project, recipe)
        _planned(plan)
        _stopped(visit, plan)
        ready = plan.rows and not plan.stopped
        if st.button(text("Freeze {name}", name=name), type="primary", icon=":material/lock:", disabled=not ready):
            releasing.freeze(visit.person, visit.project, name, recipe)
            state.announce(text("{name} is being frozen.", name=name))
            state.open_page("versions")
        with st.expander(text("The same on the command line"), icon=":material/terminal:"):
            st.code(freeze_command(visit.project, name, recipe), language="shell", wrap_lines=True)


def _settings(visit: Visit, suggested: str) -> tuple[str, Recipe]:
    origins, languages = visit.workbench.releasing.choices(visit.person, visit.project)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(text("Name"), suggested, max_chars=64, key=f"freeze-name-{suggested}", width=220)
        validation = st.number_input(text("Validation, %"), 0, _HIGHEST, 10, key="freeze-validation", width=150)
        test = st.number_input(
            text("Test, %"),
            0,
            _HIGHEST,
            10,
            key="freeze-test",
            width=150,
            help=text("Kept away from training, to judge the model on."),
        )
    with st.expander(text("Filters and seed"), icon=":material/tune:"):
        chosen_origins = _only(text("Only these origins"), {o: origin_words(o) for o in origins}, "freeze-origins")
        chosen_languages = _only(text("Only these languages"), {c: c for c in languages}, "freeze-languages")
        keep = st.checkbox(
            text("Keep samples that are nearly the same as others"),
            key="freeze-keep",
            help=text("Else one of them goes in. They are never on two sides."),
        )
        seed = st.number_input(
            text("Seed"),
            min_value=0,
            value=42,
            key="freeze-seed",
            width=150,
            help=text("The same seed gives the same sides. Samples keep the side that an earlier version gave them."),
        )
    shares = (int(validation) / _PERCENT, int(test) / _PERCENT)
    return name.strip(), Recipe(int(seed), *shares, chosen_origins, chosen_languages, keep)


def _only(label: str, options: dict[str, str], key: str) -> tuple[str, ...]:
    if len(options) < 2:  # noqa: PLR2004 - nothing to choose among
        return ()
    chosen = st.multiselect(
        label, list(options), format_func=options.__getitem__, key=key, placeholder=text("All of them"), width=400
    )
    return tuple(chosen)


def _stopped(visit: Visit, plan: ReleasePlan) -> None:
    if not plan.stopped:
        return
    st.error(stopped_words(plan.stopped), icon=":material/block:")
    may_decide = visit.person.may(Permission.REVIEW)
    if may_decide and st.button(text("Open the contradictions"), icon=":material/arrow_forward:"):
        state.open_page("duplicates")


def _planned(plan: ReleasePlan) -> None:
    counted(
        [
            (text("Train"), plan.counts[Split.TRAIN]),
            (text("Validation"), plan.counts[Split.VALIDATION]),
            (text("Test"), plan.counts[Split.TEST]),
        ]
    )
    left_out = sum(plan.left_out.values())
    if not plan.rows:
        said = text("Nothing can be frozen with these settings: no sample is approved, or the filters leave none.")
        st.info(said, icon=":material/inbox:")
    if left_out:
        title = texts("{count} sample is left out", "{count} samples are left out", left_out)
        with st.expander(title, icon=":material/filter_alt:"):
            st.table(left_out_table(plan), alt=text("Why samples are left out, with counts"))
    for warning in plan.warnings:
        st.warning(warning, icon=":material/warning:")
