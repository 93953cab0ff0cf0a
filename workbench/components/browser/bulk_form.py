"""What is to be done with everything that the filters leave: chosen here, looked at on a page of its own first."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from curation.domain.browsing import Wanted, address_of
from curation.domain.bulk import BulkKind, BulkOrder
from curation.domain.reviews import RejectReason
from curation.domain.risks import Risk
from curation.services.browsing import Choices
from curation.services.bulk import may
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.browser.bulk_words import kind_words, risk_words
from workbench.components.browser.reasons import reason_words

_WIDTH = 260
_TAGS = frozenset({BulkKind.TAG, BulkKind.UNTAG})
_NEEDS = frozenset({BulkKind.SPECIALTY, BulkKind.UNSPECIALTY, BulkKind.RISK})
_PEOPLE = frozenset({BulkKind.ASSIGN, BulkKind.UNASSIGN})


def bulk_form(visit: Visit, wanted: Wanted, choices: Choices) -> None:
    """Draw the choice of an act; nothing is done before its samples were counted and shown."""
    kinds = [kind for kind in BulkKind if may(visit.person, kind) and kind is not BulkKind.RECALL]
    if not kinds:
        return
    with st.expander(text("Do something with all of these"), icon=":material/checklist:"):
        st.caption(
            text("With everything that the filters leave, not this page alone. First you see how many it reaches.")
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kind = st.selectbox(text("What"), kinds, format_func=kind_words, key="bulk-kind", width=_WIDTH)
            order = _order(kind, choices)
            if st.button(text("Look first"), icon=":material/visibility:", key="bulk-look"):
                act = visit.workbench.bulk.look(visit.person, visit.project, address_of(wanted), order)
                state.open_page("bulk", id=act.id)


def _order(kind: BulkKind, choices: Choices) -> BulkOrder:
    if kind is BulkKind.REJECT:
        reasons = list(RejectReason)
        reason = st.selectbox(text("Why"), reasons, format_func=reason_words, key="bulk-reason", width=_WIDTH)
        return BulkOrder(kind, reason=reason)
    if kind in _TAGS:
        return BulkOrder(kind, tag=" ".join(_tag(kind, choices).split()))
    if kind in _NEEDS:
        return _need(kind, choices)
    if kind in _PEOPLE:
        person = _person(choices.people)
        due = st.date_input(text("By (may stay open)"), None, format="YYYY-MM-DD", key="bulk-due", width=170)
        return BulkOrder(kind, person_id=person, due=due if isinstance(due, date) and kind is BulkKind.ASSIGN else None)
    if kind is BulkKind.DATE:
        until = st.date_input(
            text("Valid until (empty: as their source)"), None, format="YYYY-MM-DD", key="bulk-until", width=_WIDTH
        )
        return BulkOrder(kind, until=until if isinstance(until, date) else None)
    return BulkOrder(kind)


def _need(kind: BulkKind, choices: Choices) -> BulkOrder:
    if kind is BulkKind.RISK:
        risk = st.selectbox(text("Risk"), list(Risk), format_func=risk_words, key="bulk-risk", width=_WIDTH)
        return BulkOrder(kind, risk=risk)
    listed = choices.specialties
    name = st.selectbox(text("Specialty"), listed, key="bulk-specialty", width=_WIDTH, disabled=not listed)
    return BulkOrder(kind, tag=name or "")


def _tag(kind: BulkKind, choices: Choices) -> str:
    if kind is BulkKind.TAG:
        return st.text_input(text("Tag"), max_chars=60, key="bulk-tag", width=_WIDTH)
    return st.selectbox(text("Tag"), choices.tags, key="bulk-untag", width=_WIDTH) or ""


def _person(people: Mapping[str, str]) -> str:
    def name(one: str) -> str:
        return people[one]

    return st.selectbox(text("Who"), list(people), format_func=name, key="bulk-person", width=_WIDTH) or ""
