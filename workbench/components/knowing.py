"""What people know and samples need, as the lead sets it; and what waits because nobody here knows it."""

from collections.abc import Sequence

import streamlit as st

from curation.domain.desk import ReviewItem
from curation.domain.lanes import Gap, Lack
from curation.domain.people import Permission, Person
from curation.store.knowledge import Knows
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.project_form import LANGUAGES
from workbench.components.redacted import literal, spoken


def knowing(visit: Visit, people: Sequence[Person]) -> None:
    """Draw what each person knows, for whoever manages: specialties and languages."""
    if not visit.person.may(Permission.MANAGE):
        return
    listed = visit.workbench.review_rules.now(visit.person, visit.project).queue.specialties
    knows = visit.workbench.staffing.knows(visit.person, visit.project)
    with st.expander(text("What people know"), icon=":material/school:"):
        st.caption(text("Samples with a specialty go to those who have it. Without a language somebody gets any."))
        if not listed:
            st.caption(text("The project has no specialties yet. They are listed on the page How review works."))
        for person in people:
            if person.may(Permission.REVIEW) or person.may(Permission.EDIT):
                _one(visit, person, knows.get(person.id, Knows()), listed)


def missing(visit: Visit) -> None:
    """Say what waits and reaches nobody, or too few, with what helps; nothing where there is no such thing."""
    for gap in visit.workbench.staffing.gaps(visit.person, visit.project):
        st.warning(f"{gap_words(gap)} {_cure(gap)}", icon=":material/person_search:")


def gap_words(gap: Gap) -> str:
    """Say what waits for want of people."""
    what = ", ".join([literal(" / ".join(gap.specialties))] * bool(gap.specialties) + _language(gap))
    waits = texts("{count:,} sample waits", "{count:,} samples wait", gap.samples)
    if gap.own_work and gap.lack is Lack.NOBODY:
        return text("Those who could decide wrote it themselves: {waits}.", waits=waits)
    if gap.lack is Lack.NOBODY:
        return text("Nobody here for {what}: {waits}.", what=what or text("this"), waits=waits)
    return texts(
        "Only {count} person here for {what}, and more are to decide: {waits}.",
        "Only {count} people here for {what}, and more are to decide: {waits}.",
        gap.people,
        what=what or text("this"),
        waits=waits,
    )


def needs(visit: Visit, item: ReviewItem) -> None:
    """Draw which specialties a sample needs one of; whoever manages may change them."""
    listed = visit.workbench.review_rules.now(visit.person, visit.project).queue.specialties
    now = visit.workbench.staffing.specialties(visit.person, visit.project, item.sample_id)
    if not listed:
        return
    if not visit.person.may(Permission.MANAGE):
        if now:
            st.caption(f":material/school: {text('Needs: {names}', names=literal(', '.join(now)))}")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            text("Specialties that it needs one of"),
            listed,
            list(now),
            key=f"needs-{item.sample_id}-{'|'.join(now)}",
            width=420,
        )
        if set(chosen) != set(now) and st.button(text("Save specialties"), icon=":material/check:"):
            visit.workbench.staffing.need(visit.person, visit.project, [item.sample_id], chosen)
            state.announce(text("Saved. It goes to those who have one of them."))
            st.rerun()


def _one(visit: Visit, person: Person, knows: Knows, listed: Sequence[str]) -> None:
    mark = f"{person.id}-{'|'.join((*knows.specialties, '', *knows.languages))}"
    names = {code: LANGUAGES.get(code, code) for code in sorted({visit.project.language, *LANGUAGES, *knows.languages})}
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        specialties = st.multiselect(
            text("{name}: specialties", name=spoken(person.name)),
            listed,
            list(knows.specialties),
            key=f"specialties-{mark}",
            width=340,
            disabled=not listed,
        )
        languages = st.multiselect(
            text("{name}: languages", name=spoken(person.name)),
            list(names),
            list(knows.languages),
            format_func=names.__getitem__,
            placeholder=text("Any"),
            key=f"languages-{mark}",
            width=260,
        )
        wanted = Knows(tuple(sorted(specialties)), tuple(sorted(languages)))
        if wanted != knows and st.button(text("Save"), key=f"teach-{person.id}", icon=":material/check:"):
            visit.workbench.staffing.teach(visit.person, visit.project, person.id, wanted)
            state.announce(text("Saved what {name} knows.", name=person.name))
            st.rerun()


def _language(gap: Gap) -> list[str]:
    return [LANGUAGES.get(gap.language, gap.language)] if gap.language else []


def _cure(gap: Gap) -> str:
    if gap.own_work:
        return text("Add somebody who did not write it, or change the rule on the page How review works.")
    return text("Say on the page Team who knows it, or change the rule on the page How review works.")
