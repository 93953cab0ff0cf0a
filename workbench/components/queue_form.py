"""The form of who gets what: the project's specialties, who waits for whom, shares, and who is asked when unsure."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from curation.domain.findings import Severity
from curation.domain.people import Permission, Person
from curation.domain.queue_rules import STEP, OwnWork, QueueRules, Unmatched
from curation.domain.review_policy import ReviewPolicy
from curation.domain.risks import Risk, RiskMark, RiskRule
from curation.texts import text
from workbench.components.redacted import spoken
from workbench.components.worded import worded

_LIST = 4_000


def queue_form(key: str, now: ReviewPolicy, people: Sequence[Person], checks: Sequence[str]) -> ReviewPolicy | None:
    """Ask for the rules of who gets what; returns all rules with these in them when they are sent."""
    with st.form(key, enter_to_submit=False):
        st.subheader(text("Who gets what"), anchor=False)
        queue = _seniors(_shares(_given(_specialties(now.queue)), people), people)
        raises = _raises(now, checks)
        sent = st.form_submit_button(text("Save who gets what"), icon=":material/check:")
    return replace(now, queue=queue, raises=raises) if sent else None


def _specialties(now: QueueRules) -> QueueRules:
    listed = st.text_area(
        text("Specialties of this project, one a line"),
        "\n".join(now.specialties),
        height=110,
        max_chars=_LIST,
        help=text("A sample with a specialty goes only to people who have it. People get theirs on the page Team."),
    )
    words = {
        Unmatched.WAIT: text("It waits, and the overview says so"),
        Unmatched.ANYBODY: text("It goes to anybody"),
    }
    unmatched = worded(text("A sample whose specialty or language nobody here has"), words, now.unmatched)
    names = tuple(line.strip() for line in listed.splitlines() if line.strip())
    return replace(now, specialties=names, unmatched=unmatched)


def _given(now: QueueRules) -> QueueRules:
    overdue = st.checkbox(
        text("A sample given to somebody by name goes to others once its day is over"), now.overdue_to_others
    )
    words = {
        OwnWork.IF_ALONE: text("Only where nobody else here could"),
        OwnWork.NEVER: text("Never"),
    }
    own = worded(
        text("May somebody decide on samples that they imported as written by themselves?"), words, now.own_work
    )
    return replace(now, overdue_to_others=overdue, own_work=own)


def _shares(now: QueueRules, people: Sequence[Person]) -> QueueRules:
    before, shares = dict(now.shares), dict[str, int]()
    with st.expander(text("Shares of people"), icon=":material/pie_chart:"):
        st.caption(
            text(
                "A share is somebody's alone, and all that they get. A sample always belongs to the same share. The "
                "rest goes to everybody without one."
            )
        )
        with st.container(horizontal=True):
            for person in people:
                if person.may(Permission.REVIEW):
                    share = st.number_input(
                        text("{name}, percent", name=spoken(person.name)),
                        0,
                        100,
                        before.get(person.id, 0),
                        STEP,
                        key=f"share-{person.id}",
                        width=170,
                    )
                    shares |= {person.id: share} if share else {}
    return replace(now, shares=tuple(sorted(shares.items())))


def _raises(now: ReviewPolicy, checks: Sequence[str]) -> tuple[RiskRule, ...]:
    """Ask what raises the risk of a sample, a list for each risk."""
    marks = [(RiskMark.SEVERITY, severity.value) for severity in reversed(Severity)]
    marks += [(RiskMark.SPECIALTY, name) for name in now.queue.specialties]
    marks += [(RiskMark.CHECK, check) for check in checks]
    marks = list(dict.fromkeys([*marks, *((rule.mark, rule.word) for rule in now.raises)]))
    found: list[RiskRule] = []
    with st.expander(text("What raises the risk of a sample"), icon=":material/priority_high:"):
        st.caption(text("More people decide on samples of a risk: their number stands under How many people decide."))
        for risk in (Risk.HIGH, Risk.RAISED):
            chosen = st.multiselect(
                text("Makes it high") if risk is Risk.HIGH else text("Makes it raised"),
                marks,
                [(rule.mark, rule.word) for rule in now.raises if rule.risk is risk],
                format_func=_mark_words,
                key=f"raises-{risk.name}",
            )
            found += [RiskRule(mark, word, risk) for mark, word in chosen]
    return tuple(found)


def _mark_words(mark: tuple[RiskMark, str]) -> str:
    kind, word = mark
    if kind is RiskMark.SPECIALTY:
        return text("Specialty: {name}", name=word)
    if kind is RiskMark.CHECK:
        return text("Note of the check: {name}", name=word.replace("_", " "))
    severities = {
        Severity.BLOCK: text("A note that keeps it out of a version"),
        Severity.WARNING: text("A note that wants eyes"),
        Severity.NOTE: text("Any note that informs"),
    }
    return severities[Severity(word)]


def _seniors(now: QueueRules, people: Sequence[Person]) -> QueueRules:
    able = {person.id: person.name for person in people if person.may(Permission.ADJUDICATE)}
    before, found = dict(now.seniors), dict[str, tuple[str, ...]]()
    with st.expander(text("Who is asked where somebody is not sure"), icon=":material/school:"):
        st.caption(text("It comes first on their desk, and under what waits for them. Others who may settle can help."))
        for word in ("", *now.specialties):
            chosen = st.multiselect(
                word or text("Whatever the specialty"),
                list(able),
                [one for one in before.get(word, ()) if one in able],
                format_func=able.__getitem__,
                key=f"seniors-{word}",
            )
            found |= {word: tuple(sorted(chosen))} if chosen else {}
    return replace(now, seniors=tuple(sorted(found.items())))
