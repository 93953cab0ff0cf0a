"""The control samples of a project, and how a settled sample becomes one."""

import streamlit as st

from curation.domain.blindness import SETTLED
from curation.domain.desk import ReviewItem
from curation.domain.people import Permission
from curation.domain.probes import Answer, GoldLine
from curation.domain.review_policy import Risk
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal

_SHORT = 120


def control_list(visit: Visit) -> None:
    """Draw the control samples with how they were answered, each with its way out."""
    st.subheader(text("Control samples"), anchor=False)
    lines = visit.workbench.control.lines(visit.person, visit.project)
    if not lines:
        st.info(
            text("There are none yet. Open a sample that is approved or rejected, and use it as a control sample."),
            icon=":material/verified:",
        )
        return
    for line in lines:
        _line(visit, line)


def sample_rules(visit: Visit, item: ReviewItem) -> None:
    """Draw the lead's choices for one sample: its risk, and whether it is a control sample."""
    if not visit.person.may(Permission.MANAGE):
        return
    with st.expander(text("Review of this sample"), icon=":material/tune:"):
        _risk(visit, item)
        known = [
            line
            for line in visit.workbench.control.lines(visit.person, visit.project)
            if line.gold.sample_id == item.sample_id
        ]
        for line in known:
            _line(visit, line)
        if not known and item.status in SETTLED:
            _new(visit, item.sample_id)
        elif not known:
            st.caption(text("Once it is approved or rejected it can be a control sample."))


def _risk(visit: Visit, item: ReviewItem) -> None:
    words = {
        Risk.NORMAL: text("Normal"),
        Risk.RAISED: text("Raised"),
        Risk.HIGH: text("High"),
    }
    now = Risk(min(item.risk, Risk.HIGH))
    chosen = st.segmented_control(
        text("Harm that a wrong answer could do"),
        list(Risk),
        default=now,
        required=True,
        format_func=words.__getitem__,
        key=f"risk-{item.sample_id}-{now}",
    )
    if chosen is not now:
        visit.workbench.reviewing.set_risk(visit.person, visit.project, [item.sample_id], chosen)
        state.announce(text("Saved. It says how many people decide on the sample."))
        st.rerun()


def _new(visit: Visit, sample_id: str) -> None:
    with st.form(f"gold-{sample_id}", border=False):
        st.caption(text("As a control sample it comes among others' work, and what was settled is what is expected."))
        why = st.text_area(text("Why is that right? It is read after the answer, if the project says so."), height=80)
        first = st.checkbox(text("Show it as it came, and expect the correction (if it was corrected)"), value=True)
        sent = st.form_submit_button(text("Use as control sample"), icon=":material/verified:")
    if sent:
        visit.workbench.control.add(visit.person, visit.project, [sample_id], why, first=first)
        state.announce(text("It is a control sample now."))
        st.rerun()


def _line(visit: Visit, line: GoldLine) -> None:
    expected = {
        Answer.APPROVE: text("expected: approve"),
        Answer.CORRECT: text("expected: correct"),
        Answer.REJECT: text("expected: reject"),
    }
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        asked = " ".join(line.question.split())[:_SHORT]
        said = text("{right} of {answered} as expected", right=line.right, answered=line.answered)
        st.markdown(f"{literal(asked)}  \n:gray[{expected[line.gold.expected]} · {said}]")
        if st.button(text("End"), key=f"end-{line.gold.id}", help=text("Nobody is asked for it any more.")):
            visit.workbench.control.end(visit.person, visit.project, line.gold.id)
            state.announce(text("It has ended. What was answered stays."))
            st.rerun()
