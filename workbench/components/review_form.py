"""The form of the rules of review, in plain words."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from curation.domain.review_policy import (
    MOST_MIXED_IN,
    MOST_SLOTS,
    Feedback,
    OwnDisputes,
    ReviewPolicy,
    Risk,
    Visibility,
)
from curation.texts import text
from workbench.components.worded import worded

_MINUTE = 60
_PERCENT = 100


def review_form(key: str, now: ReviewPolicy) -> ReviewPolicy | None:
    """Ask for the rules; returns them when they are sent."""
    with st.form(key, enter_to_submit=False):
        rules = _mixed_in(_claims(_seen(_people(now))))
        sent = st.form_submit_button(text("Save"), type="primary", icon=":material/check:")
    return rules if sent else None


def _people(now: ReviewPolicy) -> ReviewPolicy:
    st.subheader(text("How many people decide"), anchor=False)
    st.caption(text("On each sample. Those on which somebody has decided keep their number, unless their risk rises."))
    by_risk = dict(now.slots_by_risk)
    columns = st.columns(3)
    slots = _count(columns[0], text("Most samples"), now.slots)
    raised = _count(columns[1], text("Raised risk"), by_risk.get(Risk.RAISED, now.slots))
    high = _count(columns[2], text("High risk"), by_risk.get(Risk.HIGH, now.slots))
    wanted = tuple((risk, count) for risk, count in ((Risk.RAISED, raised), (Risk.HIGH, high)) if count != slots)
    return replace(now, slots=slots, slots_by_risk=wanted)


def _seen(now: ReviewPolicy) -> ReviewPolicy:
    st.subheader(text("What reviewers know of each other"), anchor=False)
    st.caption(text("Nobody ever sees what another said before their own decision stands."))
    shown = {
        Visibility.NEVER: text("Never, only those who settle disagreements"),
        Visibility.OWN: text("As soon as their own decision stands"),
        Visibility.ALL: text("Once everybody has decided"),
    }
    own = {
        OwnDisputes.IF_ALONE: text("Yes, where nobody else here could"),
        OwnDisputes.NEVER: text("No, never"),
    }
    visibility = worded(text("Reviewers see what others said"), shown, now.visibility)
    disputes = worded(text("May somebody settle a disagreement that they are one side of?"), own, now.own_disputes)
    return replace(now, visibility=visibility, own_disputes=disputes)


def _claims(now: ReviewPolicy) -> ReviewPolicy:
    st.subheader(text("The desk"), anchor=False)
    columns = st.columns(3)
    held = columns[0].number_input(
        text("Minutes a sample is held"),
        1,
        60,
        max(now.lease_seconds // _MINUTE, 1),
        help=text("An open page keeps its samples. After a laptop was closed they go to others so many minutes later."),
    )
    back = columns[1].number_input(text("Minutes a skipped one stays away"), 1, 10_080, now.skip_minutes)
    target = columns[2].number_input(text("A day's share of decisions"), 1, 10_000, now.daily_target)
    timed = st.checkbox(
        text("Keep how long each decision took"),
        now.timed,
        help=text(
            "The lead sees it with control samples beside it, each person sees their own. Nobody is ranked by it."
        ),
    )
    return replace(now, lease_seconds=held * _MINUTE, skip_minutes=back, daily_target=target, timed=timed)


def _mixed_in(now: ReviewPolicy) -> ReviewPolicy:
    st.subheader(text("Control samples and repeats"), anchor=False)
    st.caption(
        text(
            "Samples whose answer is known come among the others unannounced, and a person's own earlier ones come "
            "again. Answers are kept apart: they change no sample. The desk tells everybody that this is so."
        )
    )
    columns = st.columns(3)
    most = int(MOST_MIXED_IN * _PERCENT)
    gold = columns[0].number_input(text("Control samples, in percent"), 0, most, round(now.gold_rate * _PERCENT))
    again = columns[1].number_input(text("Own earlier samples, in percent"), 0, most, round(now.repeat_rate * _PERCENT))
    days = columns[2].number_input(text("Days before one comes again"), 1, 365, now.repeat_days)
    told = {
        Feedback.SILENT: text("Nothing"),
        Feedback.AT_ONCE: text("At once what was expected, and why"),
    }
    feedback = worded(text("After a control sample the reviewer hears"), told, now.feedback)
    rates = {"gold_rate": gold / _PERCENT, "repeat_rate": again / _PERCENT}
    return replace(now, **rates, repeat_days=days, feedback=feedback)


def _count(column: DeltaGenerator, label: str, now: int) -> int:
    return column.number_input(label, 1, MOST_SLOTS, now)
