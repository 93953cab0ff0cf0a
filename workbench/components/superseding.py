"""What newer things supersede: said on the page of a source and of the guidelines, and what that concerns."""

from collections.abc import Sequence

import streamlit as st

from curation.domain.bulk import BulkKind, BulkState
from curation.domain.people import Permission
from curation.domain.sources import Source
from curation.texts import text, texts
from training.runs import RunRecord
from workbench import state
from workbench.access import Visit
from workbench.components.lapse_words import day_words
from workbench.components.redacted import literal


def superseded_source(visit: Visit, source: Source) -> None:
    """Draw which source stands in the place of this one, and the way to say so."""
    others = {one.id: one for one in visit.workbench.importing.sources(visit.person, visit.project)}
    newer = others.get(source.superseded_by or "")
    if newer is not None:
        st.warning(
            text("This source has been superseded by {name}.", name=literal(newer.name)), icon=":material/update:"
        )
    if not visit.person.may(Permission.MANAGE):
        return
    choices = [name for name in others if name != source.id]
    if not choices:
        return
    with st.expander(text("Say that a newer source stands in its place"), icon=":material/update:"):
        st.caption(
            text(
                "First you see which samples rest on it. Those that were decided on go back into the queue when you "
                "say so, and say why on the desk; what was decided stays in their history."
            )
        )
        chosen = _choice(source, newer, others, choices)
        with st.container(horizontal=True):
            said = text("It is superseded: look which samples rest on it")
            pressed = st.button(said, icon=":material/visibility:", key="superseded-look", disabled=chosen is None)
            if pressed and chosen is not None:
                act = visit.workbench.superseding.source(visit.person, visit.project, source.id, chosen)
                state.open_page("bulk", id=act.id)
            if newer is not None and st.button(text("It is not superseded"), icon=":material/undo:"):
                visit.workbench.superseding.keep_source(visit.person, visit.project, source.id)
                state.announce(text("Kept. Samples that were put back stay in the queue until you take that back."))
                st.rerun()


def _choice(source: Source, newer: Source | None, others: dict[str, Source], choices: list[str]) -> str | None:
    def name(one: str) -> str:
        return others[one].name

    at = choices.index(newer.id) if newer is not None and newer.id in choices else None
    key = f"superseded-{source.id}"
    hint = text("Choose a source")
    return st.selectbox(text("Superseded by"), choices, at, format_func=name, key=key, placeholder=hint)


def outdated_guidelines(visit: Visit) -> None:
    """Draw the number of the guidelines, and the sections by whose earlier text samples were decided."""
    if not visit.person.may(Permission.MANAGE):
        return
    found = visit.workbench.superseding.guidelines(visit.person, visit.project)
    if found.changed_at is not None:
        day = day_words(found.changed_at.date())
        st.caption(text("Version {number} of the guidelines, since {day}.", number=found.number, day=day))
    for section in found.outdated:
        title = section.title or text("{id} (not there any more)", id=section.id)
        decided = texts(
            "{count:,} sample was decided by an earlier text of this section.",
            "{count:,} samples were decided by an earlier text of this section.",
            section.samples,
        )
        with (
            st.container(border=True),
            st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
        ):
            st.markdown(f"**{literal(title)}**  \n{decided}")
            if st.button(text("Look which"), key=f"section-{section.id}", icon=":material/visibility:"):
                act = visit.workbench.superseding.section(visit.person, visit.project, section.id)
                state.open_page("bulk", id=act.id)


def concerned(visit: Visit, found: BulkState) -> list[RunRecord]:
    """Draw the versions that hold what was superseded, and the runs that learned from them; return these runs."""
    if found.act.order.kind is not BulkKind.RECALL:
        return []
    versions = visit.workbench.superseding.versions(visit.person, visit.project, found.act.id)
    if not versions:
        st.caption(text("No version holds any of these samples."))
        return []
    names = {version.name for version in versions}
    runs = [one for one in visit.workbench.runs.runs(visit.person, visit.project) if one.version_name in names]
    st.markdown(text("Versions that hold some of these samples, and runs that learned from them, stay as they are:"))
    with st.container(horizontal=True):
        for version in versions:
            if st.button(
                literal(version.name), key=f"held-{version.id}", icon=":material/inventory_2:", type="tertiary"
            ):
                state.open_page("versions", version=version.name)
        _runs(runs)
    return runs


def _runs(runs: Sequence[RunRecord]) -> None:
    for run in runs:
        if st.button(literal(run.name), key=f"learned-{run.id}", icon=":material/model_training:", type="tertiary"):
            state.open_page("models", run=run.name)
