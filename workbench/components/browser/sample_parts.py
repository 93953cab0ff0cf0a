"""The parts of a sample's page: texts, notes, columns kept beside it, placeholders, copies, tags, where it went."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from curation.domain.histories import SampleFile
from curation.domain.identity import Json, canonical_json
from curation.domain.people import Permission
from curation.domain.samples import Role
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal, redacted_texts
from workbench.frames import status_words

_LONGEST = 20_000
_SHORT = 160
_WORKS_ON = (Permission.REVIEW, Permission.EDIT, Permission.IMPORT)


def texts_of(found: SampleFile) -> None:
    """Draw every turn and every passage of the newest text, with the notes on it."""
    titles = {Role.USER: text("Question"), Role.ASSISTANT: text("Answer"), Role.SYSTEM: text("Instruction")}
    said = [(titles[turn.role], turn.content) for turn in found.item.conversation.messages]
    said += [(text("Source passage"), passage) for passage in found.item.conversation.context]
    with st.container(border=True):
        redacted_texts(f"sample-{found.item.sample_id}-{found.item.revision.number}", said, _LONGEST)
        for finding in found.item.findings:
            st.markdown(f":orange-badge[{literal(finding.check.replace('_', ' '))}] {literal(finding.message)}")


def beside(found: SampleFile) -> None:
    """Draw the columns that stood beside it in its file."""
    if found.metadata:
        with st.expander(text("Kept beside it"), icon=":material/table_rows:"):
            for name, value in found.metadata.items():
                st.caption(literal(name))
                st.markdown(literal(_said(value)))


def replaced(found: SampleFile) -> None:
    """Draw what stands in the place of personal data; never the data."""
    spans = found.item.spans
    if spans:
        with st.expander(text("Personal data replaced ({count})", count=len(spans)), icon=":material/privacy_tip:"):
            rows = [(one.placeholder, one.entity_type, one.detector, round(one.score, 2)) for one in spans]
            names = [text("In its place"), text("Kind"), text("Found by"), text("Score")]
            st.dataframe(pl.DataFrame(rows, names, orient="row"), hide_index=True)


def copies(found: SampleFile, project: str) -> None:
    """Draw the samples that are alike, each leading to its page."""
    if not found.item.partners:
        return
    with st.expander(text("Alike ({count})", count=len(found.item.partners)), icon=":material/content_copy:"):
        for partner in found.item.partners:
            asked = " ".join(partner.question.split())[:_SHORT]
            label = f"{round(partner.jaccard * 100)} % · {status_words(partner.status)} · {literal(asked)}"
            if st.button(label, key=f"alike-{partner.sample_id}", type="tertiary"):
                state.open_page("sample", id=partner.sample_id, project=project)


def tags(visit: Visit, found: SampleFile) -> None:
    """Draw the tags, each taken off at a press, and a field for another."""
    sample_id, histories = found.item.sample_id, visit.workbench.histories
    may = any(visit.person.may(one) for one in _WORKS_ON)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for tag in found.tags:
            taken = st.button(
                literal(tag),
                key=f"tag-{tag}",
                icon=":material/label:",
                disabled=not may,
                help=text("Take this tag off"),
            )
            if taken:
                histories.untag(visit.person, visit.project, sample_id, tag)
                state.announce(text("The tag {tag} is taken off.", tag=tag))
                st.rerun()
        if may:
            _new_tag(visit, sample_id)


def _new_tag(visit: Visit, sample_id: str) -> None:
    with st.form(f"new-tag-{sample_id}", border=False, clear_on_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            said = st.text_input(text("New tag"), max_chars=60, width=220)
            sent = st.form_submit_button(text("Tag it"), icon=":material/new_label:")
        if sent:
            kept = visit.workbench.histories.tag(visit.person, visit.project, sample_id, said)
            state.announce(text("Tagged {tag}.", tag=kept))
            st.rerun()


def used_in(found: SampleFile, runs: Sequence[tuple[str, str]]) -> None:
    """Draw the versions that hold it, and the runs that were trained on one of them."""
    if not found.versions:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text("Frozen in"), width="content")
        for name in found.versions:
            if st.button(literal(name), key=f"version-{name}", icon=":material/inventory_2:", type="tertiary"):
                state.open_page("versions", version=name)
        for name in (run for run, version in runs if version in found.versions):
            if st.button(literal(name), key=f"run-{name}", icon=":material/model_training:", type="tertiary"):
                state.open_page("models", run=name)


def _said(value: Json) -> str:
    said = value if isinstance(value, str) else canonical_json(value)
    return said[:_LONGEST]
