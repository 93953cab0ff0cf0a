"""Dataset versions: freeze, list, look into one, take it away."""

from collections.abc import Mapping

import streamlit as st

from curation.domain.jobs import JobKind
from curation.domain.people import Permission
from curation.domain.versions import DatasetVersion, Split
from curation.release.words import split_words
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.back import back_to
from workbench.components.figures import counted
from workbench.components.redacted import literal
from workbench.components.release_gate import conflict_words, gate_words, stopped_versions
from workbench.components.running import last_failure, running
from workbench.components.version_form import version_form
from workbench.components.version_page import version_card, version_changes, version_files, version_origin
from workbench.frames import local_time

_NEWEST = 5


def show(visit: Visit) -> None:
    """Draw the list of versions, the one that the address names, or the form that freezes one."""
    name = state.query("version")
    if name:
        _one(visit, visit.workbench.releasing.version(visit.person, visit.project, name))
    elif state.query("step") == "freeze":
        _back()
        st.title(text("Freeze a new version"), anchor=False)
        version_form(visit)
    else:
        _all(visit)


def _back() -> None:
    back_to(text("All versions"))


def _all(visit: Visit) -> None:
    st.title(text("Versions"), anchor=False)
    st.caption(text("A version is a frozen set of approved samples. It never changes, and models are trained on it."))
    busy = running(visit, {JobKind.FREEZE})
    if not busy:
        last_failure(visit, JobKind.FREEZE)
    stopped_versions(visit)
    found = visit.workbench.releasing.versions(visit.person, visit.project)
    may_freeze = visit.person.may(Permission.FREEZE)
    if found and may_freeze and st.button(text("Freeze a new version"), type="primary", icon=":material/lock:"):
        state.open_page("versions", step="freeze")
    names = visit.workbench.overview.names(visit.person)
    for version in found[:_NEWEST]:
        _row(version, names)
    if found[_NEWEST:]:
        with st.expander(text("Older versions"), icon=":material/history:"):
            for version in found[_NEWEST:]:
                _row(version, names)
    if not found and may_freeze and not busy:
        st.subheader(text("Freeze the first version"), anchor=False)
        version_form(visit)
    elif not found and not busy:
        st.info(text("No version has been frozen yet. An engineer or the lead does it."), icon=":material/lock:")


def _row(version: DatasetVersion, names: Mapping[str, str]) -> None:
    count = texts("{count:,} sample", "{count:,} samples", version.rows)
    sides = " · ".join(f"{version.counts.get(s, 0):,} {split_words(s)}" for s in Split)
    with (
        st.container(border=True),
        st.container(horizontal=True, wrap=False, horizontal_alignment="distribute", vertical_alignment="center"),
    ):
        said = f"{sides}  \n{_frozen(version, names)} · `{version.hash[:12]}`"
        st.markdown(f"**{literal(version.name)}** · {count}  \n:small[{said}]")
        if st.button(text("Open"), key=f"open-{version.id}", icon=":material/arrow_forward:"):
            state.open_page("versions", version=version.name)


def _one(visit: Visit, version: DatasetVersion) -> None:
    _back()
    st.title(text("Version {name}", name=version.name), anchor=False)
    frozen = _frozen(version, visit.workbench.overview.names(visit.person))
    st.caption(f"{frozen} · `{version.hash[:12]}`")
    st.caption(f"{gate_words(visit, version)} {conflict_words(visit, version)}", width="content")
    counted([(split_words(split).capitalize(), version.counts.get(split, 0)) for split in Split])
    if visit.person.may(Permission.TRAIN) and st.button(
        text("Train a model on this"), type="primary", icon=":material/model_training:"
    ):
        state.open_page("models", version=version.name)
    card, files, changes, made = st.tabs(
        [text("Card"), text("Files"), text("Changes"), text("How it was made")], on_change="ignore"
    )
    with card:
        version_card(visit, version)
    with files:
        version_files(visit, version)
    with changes:
        version_changes(visit, version)
    with made:
        version_origin(visit, version, frozen)


def _frozen(version: DatasetVersion, names: Mapping[str, str]) -> str:
    when = local_time(version.created_at, state.timezone())
    return text("{when} by {who}", when=when, who=names.get(version.created_by, version.created_by))
