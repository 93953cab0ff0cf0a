"""What waits for whoever looks: each part said once, and leading to where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from curation.domain.desk import Pool
from curation.domain.duplicates import GroupKind
from curation.domain.people import Permission
from curation.domain.waiting import Waiting
from curation.services.duplicates import GroupFilter
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.unread_talk import talk_list, unread_talk

_POOL = "pool"
_AGAIN = f"{Pool.ESCALATED.value}-again"


@dataclass(frozen=True)
class Way:
    """Something that waits, in words, and the page where it is done."""

    page: str
    label: str
    icon: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])


def asked_pool() -> str:
    """Return the pool that the address names: what was chosen above the desk, until the page is left."""
    return state.query(_POOL) or Pool.WAITING.value


def waiting_strip(visit: Visit) -> None:
    """Draw above the desk what waits: first what is done here, then what other pages hold; nothing where none does."""
    mine = visit.workbench.on_my_desk.now(visit.person, visit.project, state.midnight())
    ways = _elsewhere(visit, mine)
    if all(way.page != "judge" for way in ways):
        ways += _ended(visit)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if mine.given:
            st.markdown(f":small[:material/assignment_ind: {_given(mine)}]", width="content")
        if mine.asked and st.button(_opinions(mine), icon=":material/school:", type="tertiary"):
            # Another word for the same tells the card that it was pressed again, after its own way back.
            state.set_query(_POOL, _AGAIN if asked_pool() == Pool.ESCALATED else Pool.ESCALATED.value)
            st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        _links(ways)
        new = unread_talk(visit)
    talk_list(new)


def waiting_list(visit: Visit, to_decide: int) -> None:
    """Draw on the overview what waits, a line each; `to_decide` samples wait on the desk."""
    mine = visit.workbench.on_my_desk.now(visit.person, visit.project, state.midnight())
    icon = ":material/arrow_forward:"
    ways: list[Way] = []
    if to_decide:
        said = texts("{count:,} sample to decide on", "{count:,} samples to decide on", to_decide)
        ways.append(Way("my_work", said, icon))
    if mine.given:
        ways.append(Way("my_work", _given(mine), ":material/assignment_ind:"))
    if mine.asked:
        ways.append(Way("my_work", _opinions(mine), ":material/school:", {"pool": Pool.ESCALATED.value}))
    ways += _elsewhere(visit, mine)
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{text('Waiting for you')}**")
        _links(ways)
        talk_list(unread_talk(visit))
        if not ways:
            st.caption(text("No sample waits for you right now."))


def _links(ways: list[Way]) -> None:
    for way in ways:
        st.page_link(state.page(way.page), label=way.label, icon=way.icon, query_params=dict(way.query))


def _elsewhere(visit: Visit, mine: Waiting) -> list[Way]:
    """Return what waits on other pages than the desk."""
    found: list[Way] = []
    to_settle = mine.unsure + mine.unsettled
    if to_settle:
        said = texts("{count:,} sample to settle", "{count:,} samples to settle", to_settle)
        found.append(Way("disagreements", said, ":material/alt_route:"))
    alike = _alike(visit)
    if alike:
        found.append(Way("duplicates", alike, ":material/content_copy:"))
    to_judge = _to_judge(visit)
    if to_judge:
        said = texts("{count:,} pair to judge", "{count:,} pairs to judge", to_judge)
        found.append(Way("judge", said, ":material/balance:"))
    return found


def _to_judge(visit: Visit) -> int:
    if not visit.person.may(Permission.RATE):
        return 0
    given = visit.workbench.judging.assignments(visit.person, visit.project)
    return sum(one.total - one.judged for one in given)


def _ended(visit: Visit) -> list[Way]:
    """Return the way to the rounds that somebody judged, once nothing is left to judge."""
    if not visit.person.may(Permission.RATE) or not visit.workbench.verdicts.outcomes(visit.person, visit.project):
        return []
    return [Way("judge", text("How your rounds ended"), ":material/balance:")]


def _alike(visit: Visit) -> str:
    """Name the open groups, contradictions first; nothing where none waits, or the person may not decide."""
    if not visit.person.may(Permission.REVIEW):
        return ""
    page = visit.workbench.duplicates.page(visit.person, visit.project, GroupFilter(open=True), 0, 0)
    against, alike = page.open.get(GroupKind.CONFLICT, 0), page.open.get(GroupKind.DUPLICATE, 0)
    if against:
        return texts("{count:,} contradiction", "{count:,} contradictions", against)
    if alike:
        return texts("{count:,} group of duplicates", "{count:,} groups of duplicates", alike)
    return ""


def _given(mine: Waiting) -> str:
    parts = [texts("{count:,} sample given to you", "{count:,} samples given to you", mine.given)]
    if mine.overdue:
        parts.append(f":red[{texts('{count:,} overdue', '{count:,} overdue', mine.overdue)}]")
    if mine.due_today:
        parts.append(texts("{count:,} due today", "{count:,} due today", mine.due_today))
    return " · ".join(parts)


def _opinions(mine: Waiting) -> str:
    return texts("{count:,} opinion asked of you", "{count:,} opinions asked of you", mine.asked)
