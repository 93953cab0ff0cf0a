"""The gate before a release on a page: what it stopped, why, and the decision to let it through."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from curation.domain.gates import CONFLICTS, GATE, Before, GateVerdict, StoppedFreeze
from curation.domain.people import Permission
from curation.domain.versions import DatasetVersion
from curation.services.gate_decisions import Evidence
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal

_SHOWN = 50
_CLOSES = frozenset(".,;:!?)")


def stopped_versions(visit: Visit) -> None:
    """Draw whatever the gate has stopped, with its places in context and the decision."""
    for freeze in visit.workbench.gates.stopped(visit.person, visit.project):
        with st.container(border=True):
            _stopped(visit, freeze)


def gate_words(visit: Visit, version: DatasetVersion) -> str:
    """Say how a version stood before the gate."""
    gates = [g for g in visit.workbench.releasing.gates(visit.person, visit.project, version.name) if g.name == GATE]
    evidence = gates[-1].evidence if gates else None
    if not isinstance(evidence, Mapping):
        return text("Not searched again for personal data before it was frozen: it cannot be taken out.")
    facts = {"count": evidence.get("scanned"), "engine": evidence.get("engine")}
    if gates[-1].verdict == GateVerdict.PASSED.value:
        return text("Searched again for personal data: {count} texts, nothing found ({engine}).", **facts)
    return text(
        "Searched again for personal data: {accepted} of {count} texts were let through by a person ({engine}).",
        accepted=evidence.get("accepted"),
        **facts,
    )


def conflict_words(visit: Visit, version: DatasetVersion) -> str:
    """Say how a version stood before the gate of contradictions, nothing of one that was frozen without it."""
    gates = visit.workbench.releasing.gates(visit.person, visit.project, version.name)
    evidence = next((gate.evidence for gate in reversed(gates) if gate.name == CONFLICTS), None)
    count = evidence.get("contradicting") if isinstance(evidence, Mapping) else None
    if not isinstance(count, int):
        return ""
    if not count:
        return text("No approved sample contradicted another.")
    return texts(
        "{count} sample that contradicts another was left out.",
        "{count} samples that contradict each other were left out.",
        count,
    )


def _stopped(visit: Visit, freeze: StoppedFreeze) -> None:
    version = freeze.before is Before.VERSION
    not_frozen = text("{name} was not frozen", name=literal(freeze.name))
    st.subheader(not_frozen if version else text("The file for retrieval was not given out"), anchor=False)
    st.markdown(
        texts(
            "{count} of its {all} texts may still hold personal data.",
            "{count} of its {all} texts may still hold personal data.",
            len(freeze.suspects),
            all=freeze.scanned,
        )
    )
    st.caption(text("Found by {engine}", engine=freeze.engine))
    found = visit.workbench.gates.evidence(visit.person, visit.project, freeze, _SHOWN)
    with st.expander(text("What was found"), icon=":material/search:", expanded=True):
        for sample_id, places in groupby(found, key=lambda one: one.sample_id):
            _places(freeze, sample_id, tuple(places))
        if len(found) == _SHOWN:
            st.caption(text("The first {shown} places.", shown=_SHOWN))
    mend = text("Mend or reject these samples and freeze again. Or, where nothing of it is personal, let them through.")
    take = text(
        "Mend these samples and take the file out again. Or, where nothing of it is personal, let them through."
    )
    st.caption(mend if version else take)
    if not visit.person.may(Permission.SEE_ORIGINALS):
        st.info(text("A privacy officer or the owner can let them through."), icon=":material/lock:")
        return
    with st.form(f"gate-{freeze.id}", border=False):
        reason = st.text_input(text("Why these texts may go out"), key=f"reason-{freeze.id}")
        said = text("Let them through and freeze") if version else text("Let them through")
        pressed = st.form_submit_button(said, icon=":material/gavel:")
    if pressed and version:
        visit.workbench.gates.let_through(visit.person, visit.project, freeze.id, reason)
        state.announce(text("{name} is being frozen.", name=freeze.name))
        state.open_page("versions")
    elif pressed:
        visit.workbench.gates.let_retrieval_through(visit.person, visit.project, freeze.id, reason)
        state.announce(text("The file for retrieval can be taken out now, on the page Samples."))
        state.open_page("versions")


def _places(freeze: StoppedFreeze, sample_id: str, places: Sequence[Evidence]) -> None:
    label = text("Sample {code}", code=sample_id[:8])
    if st.button(label, key=f"gate-{freeze.id}-{sample_id}", type="tertiary", icon=":material/open_in_new:"):
        state.open_page("sample", id=sample_id)
    st.markdown("\n".join(f"- {_place(one)}" for one in places))


def _place(one: Evidence) -> str:
    """Write a place on one line, whatever lines the text has."""
    kind = one.entity_type.replace("_", " ").lower()
    before, behind = (" ".join(words.split()) for words in (one.before, one.after))
    gap = "" if behind[:1] in _CLOSES else " "
    score = text("score {score:.2f}", score=one.score)
    return f"…{literal(before)} :orange-badge[{literal(kind)}]{gap}{literal(behind)}… :gray[{score}]"
