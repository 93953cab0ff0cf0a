"""The parts of the page that shows what the data looks like."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from curation.domain.distribution import (
    Bar,
    Distribution,
    Facet,
    LevelGap,
    Mention,
    Survey,
    Topic,
    Trait,
    level_gaps,
    most_wanted,
    share_interval,
)
from curation.domain.duplicates import GroupKind
from curation.domain.lengths import lengths_from
from curation.domain.people import Permission
from curation.domain.samples import SampleStatus
from curation.quality.mentions import pattern_of
from curation.services.duplicates import GroupFilter
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.bars import ShownBar, bars
from workbench.components.redacted import literal
from workbench.frames import group_words, lengths_words, level_words, origin_words, status_words, trait_words

_SHOWN = 20
_FIRST_TOPICS = 12
_LENGTHS = frozenset({Facet.QUESTION_LENGTH, Facet.ANSWER_LENGTH})


def counted_by(found: Distribution) -> None:
    """Draw what is counted in the store: difficulty, languages, origins, sources, notes and lengths."""
    names = {
        Facet.DIFFICULTY: text("Difficulty"),
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
                st.caption(_nothing(facet, found))
            pressed = bars(facet.value, [_shown(facet, bar) for bar in every[:_SHOWN]])
            if pressed is not None:
                state.open_page("samples", **{facet.value: pressed})
            if facet is Facet.DIFFICULTY and every:
                _wanted_levels(found)
            if len(every) > _SHOWN:
                st.caption(text("The first {shown} of {count:,}.", shown=_SHOWN, count=len(every)))


def topics(visit: Visit, survey: Survey) -> None:
    """Draw the topics, each with its target; a lead can set one."""
    first = [t for i, t in enumerate(survey.topics) if i < _FIRST_TOPICS or t.target]
    _topic_bars("topics", first)
    others = [t for t in survey.topics if t not in first]
    if others:
        with st.expander(texts("{count} smaller topic", "{count} smaller topics", len(others))):
            _topic_bars("small-topics", others)
    if not survey.topics:
        return
    if visit.person.may(Permission.MANAGE):
        _target(visit, survey.topics)
    with st.expander(text("Where the samples of each topic stand")):
        st.dataframe(_standing(survey.topics), hide_index=True, alt=text("Topics by status"))


def _topic_bars(name: str, found: Sequence[Topic]) -> None:
    shown = [ShownBar(str(t.number), topic_words(t), t.samples, t.approved, t.target) for t in found]
    pressed = bars(name, shown)
    if pressed is not None:
        state.open_page("samples", topic=pressed)


def wanted(found: Distribution, survey: Survey) -> None:
    """Say what to collect next, from the targets of topics and difficulties."""
    missing, gaps = most_wanted(survey.topics), level_gaps(found.bars[Facet.DIFFICULTY], found.wanted)
    with st.container(border=True):
        st.markdown(f"**{text('What to collect next')}**")
        if not missing and not gaps:
            st.caption(_all_there(found, survey))
        for topic in missing:
            st.markdown(f"- {literal(topic_words(topic))}: {_topic_gap(topic)}")
        for gap in gaps:
            st.markdown(f"- {_level_gap(gap)}")


def redundancy(visit: Visit, found: Distribution) -> None:
    """Say how much of the data says the same, and lead to it."""
    alike = found.redundancy
    page = visit.workbench.duplicates.page(visit.person, visit.project, GroupFilter(open=True), 0, 0)
    conflicts = page.open.get(GroupKind.CONFLICT, 0)
    with st.container(border=True):
        st.markdown(f"**{text('Said more than once')}**")
        share = alike.samples / found.samples
        grouped = texts("{count:,} group", "{count:,} groups", alike.groups)
        near = text(
            "{alike:,} of {samples:,} samples ({share:.1%}) are nearly the same as another, in {groups}",
            alike=alike.samples,
            samples=found.samples,
            share=share,
            groups=grouped,
        )
        copies = texts("{count:,} exact copy is set aside", "{count:,} copies are set aside", found.set_aside)
        against = texts("{count:,} contradiction is open", "{count:,} contradictions are open", conflicts)
        st.markdown(f"{near}; {copies}; {against}.")
        if visit.person.may(Permission.REVIEW) and (alike.groups or conflicts):
            st.page_link(state.page("duplicates"), label=text("Look at the groups"), icon=":material/content_copy:")


def spoken_of(survey: Survey) -> None:
    """Draw who appears in the samples, with intervals: who is hardly spoken of shows here."""
    with st.expander(text("Who is spoken of")):
        st.caption(text("Counted by words such as woman or pensioner. It shows who is missing, not what is fair."))
        for trait in Trait:
            _trait_bars(trait, [one for one in survey.mentions if one.trait is trait])
        st.dataframe(_mentions(survey.mentions, survey.seen), hide_index=True, alt=text("Who is spoken of"))


def _trait_bars(trait: Trait, found: Sequence[Mention]) -> None:
    groups = group_words()
    st.markdown(f"**{trait_words(trait)}**")
    pressed = bars(f"spoken-{trait}", [ShownBar(m.group, groups[m.group], m.samples, m.approved) for m in found])
    if pressed is not None:
        state.open_page("samples", pattern=pattern_of(trait, pressed))


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


def _topic_gap(topic: Topic) -> str:
    now = text("{approved:,} of {target:,} approved", approved=topic.approved, target=topic.target or 0)
    if not topic.to_collect:
        waiting = texts("{count:,} waits for a decision", "{count:,} wait for a decision", topic.undecided)
        return text("{now}; {waiting}, which may be enough", now=now, waiting=waiting)
    more = texts("collect at least {count:,} more", "collect at least {count:,} more", topic.to_collect)
    return f"{now}; {more}"


def _level_gap(gap: LevelGap) -> str:
    return text(
        "{level} samples are {share:.0%} of all, {wanted:.0%} are wanted; collect about {missing:,} more",
        level=level_words(gap.level),
        share=gap.share,
        wanted=gap.wanted,
        missing=gap.missing,
    )


def _all_there(found: Distribution, survey: Survey) -> str:
    if found.wanted or any(topic.target for topic in survey.topics):
        return text("Every target is reached.")
    return text("Set a target for a topic below, or for difficulty in the rules on the page Checks.")


def _wanted_levels(found: Distribution) -> None:
    counts = {bar.key: bar.samples for bar in found.bars[Facet.DIFFICULTY]}
    total = sum(counts.values())
    parts = [
        text("{level} {share:.0%}, wanted {wanted:.0%}", level=level_words(name), share=share / total, wanted=goal)
        for name, goal in found.wanted.items()
        for share in [counts.get(name, 0)]
    ]
    st.caption("; ".join(parts) or text("No shares are wanted yet: they are set in the rules on the page Checks."))


def _nothing(facet: Facet, found: Distribution) -> str:
    if facet is Facet.DIFFICULTY and found.survey is None:
        return text("Not known before topics were looked for.")
    return text("None.")


def _standing(found: Sequence[Topic]) -> pl.DataFrame:
    statuses = [one for one in SampleStatus if any(topic.statuses.get(one) for topic in found)]
    columns = {status_words(one): [topic.statuses.get(one, 0) for topic in found] for one in statuses}
    wanted = {text("Wanted"): [topic.target for topic in found]}
    return pl.DataFrame({text("Topic"): [topic_words(topic) for topic in found], **columns, **wanted})


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
            text("Approved of them, 95 %"): [_between(one.approved, one.samples) for one in found],
        }
    )


def _between(count: int, total: int) -> str:
    low, high = share_interval(count, total)
    return text("{low:.0%} to {high:.0%}", low=low, high=high) if total else ""


def _shown(facet: Facet, bar: Bar) -> ShownBar:
    label = bar.label
    if facet is Facet.ORIGIN:
        label = origin_words(bar.key)
    elif facet is Facet.DIFFICULTY:
        label = level_words(bar.key)
    elif facet is Facet.CHECK:
        label = bar.label.replace("_", " ")
    elif facet in _LENGTHS:
        label = lengths_words(lengths_from(bar.key))
    return ShownBar(bar.key, label, bar.samples, bar.approved)
