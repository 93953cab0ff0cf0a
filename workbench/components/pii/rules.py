"""The form of the rules for personal data with its try-out, and keeping them."""

import streamlit as st

from curation.domain.people import Permission
from curation.pii.policy import PiiPolicy
from curation.services.pii_rules import Denied, PiiView
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.pii.editor import by_type, how_careful, lists, models, own_codes, places
from workbench.components.pii.tried import try_out


def rules(visit: Visit, view: PiiView) -> None:
    """Draw the form, the try-out of what is chosen in it, and the button."""
    key = f"pii-{visit.project.id}-{view.number}-{view.seen[:8]}"
    draft, denied = _chosen(key, view, may_free=visit.person.may(Permission.SEE_ORIGINALS))
    readable = try_out(visit, draft, denied.more)
    changed = draft != view.policy
    with st.container(horizontal=True, vertical_alignment="center"):
        save = st.button(
            text("Save the rules"),
            type="primary",
            icon=":material/save:",
            disabled=not readable or not (changed or denied.says),
        )
        st.caption(_what_saving_does(view, denied, changed=changed))
    if save:
        done = visit.workbench.pii_rules.save(visit.person, visit.project, draft, view.seen, denied)
        state.announce(text("Saved: the rules number {number} hold from now on.", number=done.number))
        st.rerun()


def _chosen(key: str, view: PiiView, *, may_free: bool) -> tuple[PiiPolicy, Denied]:
    hidden, where, listed, own, machine = st.tabs([
        text("What is hidden"), text("Countries"), text("Always and never"), text("Own codes"), text("Models"),
    ])  # fmt: skip
    with where:
        draft = places(key, view.policy)
    with own:
        draft = own_codes(key, draft)
    with machine:
        draft = models(key, view, draft)
    with listed:
        draft, denied = lists(key, view, draft, may_free=may_free)
    with hidden:
        draft = by_type(key, how_careful(key, draft))
    return draft, denied


def _what_saving_does(view: PiiView, denied: Denied, *, changed: bool) -> str:
    if changed:
        looked = texts(
            "{count:,} stored sample is looked through again",
            "{count:,} stored samples are looked through again",
            view.samples,
        )
        return text(
            "Saving makes these the rules number {number}; {looked}, and what is found then is hidden.",
            number=view.number + 1,
            looked=looked,
        )
    if any(line.strip() for line in denied.no_more):
        return text("Saving changes the list of what is always hidden; stored samples follow.")
    if denied.says:
        return text("Saving hides what you added wherever it stands, in stored samples too.")
    if view.number:
        return text("The rules number {number} hold. Nothing is changed.", number=view.number)
    return text("The usual rules hold. Nothing is changed.")
