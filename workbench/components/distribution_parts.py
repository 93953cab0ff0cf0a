"""The parts of the page that shows what the data looks like."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from curation.domain.distribution import Bar, Distribution, Facet, Mention, Survey, Topic, most_wanted, share_interval
from curation.domain.people import Permission
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.bars import ShownBar, bars
from workbench.components.redacted import literal
from workbench.frames import group_words, origin_words, trait_words

_SHOWN = 20


def counted_by(visit: Visit, found: Distribution) -> None:
    """Draw what is counted in the store: languages, origins, sources, notes and lengths."""
    names = {
        Facet.LANGUAGE: text("Languages"),
        Facet.ORIGIN: text("Origins"),
        Facet.SOURCE: text("Sources"),
        Facet.CHECK: text("Notes of the checks"),
        Facet.QUESTION_LENGTH: text("Length of the question, in characters"),
        Facet.ANSWER_LENGTH: text("Length of the answer, in characters"),
    }
    for facet, name in names.items():
        every = found.bars[facet]
        with st.container(border=True):
            st.markdown(f"**{name}**")
            if not every:
                st.caption(text("None."))
            lengths = facet in {Facet.QUESTION_LENGTH, Facet.ANSWER_LENGTH}
            shown = [_shown(facet, bar, _next_edge(every, i)) for i, bar in enumerate(every[:_SHOWN])]
            pressed = bars(facet.value, shown, leads=not lengths and visit.person.may(Permission.IMPORT))
            if pressed is not None:
                _open(facet, pressed)
            if len(every) > _SHOWN:
                st.caption(text("The first {shown} of {count:,}.", shown=_SHOWN, count=len(every)))


def topics(visit: Visit, survey: Survey) -> None:
    """Draw the topics, each with its target; a lead can set one."""
    shown = [ShownBar(str(t.number), topic_words(t), t.samples, t.approved, t.target) for t in survey.topics]
    pressed = bars("topics", shown, leads=visit.person.may(Permission.IMPORT))
    if pressed is not None:
        _open(Facet.TOPIC, pressed)
    if survey.topics and visit.person.may(Permission.MANAGE):
        _target(visit, survey.topics)


def wanted(survey: Survey) -> None:
    """Say what to collect next, where targets were set."""
    missing = most_wanted(survey.topics)
    if missing:
        st.markdown(f"**{text('What to collect next')}**")
    for topic in missing:
        said = texts("{count:,} approved sample missing", "{count:,} approved samples missing", topic.missing)
        st.markdown(f"- {literal(topic_words(topic))}: {said}")


def spoken_of(survey: Survey) -> None:
    """Draw who appears in the samples, with intervals: who is hardly spoken of shows here."""
    with st.expander(text("Who is spoken of")):
        st.caption(text("Counted by words such as woman or pensioner. It shows who is missing, not what is fair."))
        st.dataframe(_mentions(survey.mentions, survey.seen), hide_index=True, alt=text("Who is spoken of"))


def topic_words(topic: Topic) -> str:
    """Name a topic by its number and its words."""
    words = ", ".join(topic.words) or text("all texts")
    return f"{topic.number + 1} · {words}"


def _target(visit: Visit, found: Sequence[Topic]) -> None:
    with st.form("target", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        topic = st.selectbox(text("Topic"), found, format_func=topic_words)
        number = st.number_input(text("Approved samples wanted (0: no target)"), min_value=0, max_value=1_000_000)
        if st.form_submit_button(text("Set target")):
            visit.workbench.distributions.aim(visit.person, visit.project, topic.number, int(number) or None)
            st.rerun()


def _mentions(found: Sequence[Mention], seen: int) -> pl.DataFrame:
    groups = group_words()
    shares = [share_interval(one.samples, seen) for one in found]
    return pl.DataFrame(
        {
            text("Trait"): [trait_words(one.trait) for one in found],
            text("Who"): [groups[one.group] for one in found],
            text("Samples"): [one.samples for one in found],
            text("Share, 95 %"): [f"{low:.1%} to {high:.1%}" for low, high in shares],
            text("In questions"): [one.in_question for one in found],
            text("In answers"): [one.in_answer for one in found],
            text("Approved"): [one.approved for one in found],
        }
    )


def _shown(facet: Facet, bar: Bar, edge: str | None) -> ShownBar:
    label = bar.label
    if facet is Facet.ORIGIN:
        label = origin_words(bar.key)
    elif facet is Facet.CHECK:
        label = bar.label.replace("_", " ")
    elif facet in {Facet.QUESTION_LENGTH, Facet.ANSWER_LENGTH}:
        label = text("{low} or more", low=bar.key) if edge is None else text("{low} to {high}", low=bar.key, high=edge)
    return ShownBar(bar.key, label, bar.samples, bar.approved)


def _next_edge(every: Sequence[Bar], i: int) -> str | None:
    return str(int(every[i + 1].key) - 1) if i + 1 < len(every) and every[i + 1].key.isdigit() else None


def _open(facet: Facet, key: str) -> None:
    if facet is Facet.SOURCE:
        state.open_page("data", source=key)
    else:
        state.open_page("data", **{"source": "all", facet.value: key})
