"""The verdict of a round: one sentence, the rate with its interval, examples, and the statistics under Details."""

from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text
from eval.rounds import Round, RoundState
from eval.statistics import EVEN
from eval.summary import Comparison, Summary, sentence
from eval.verdicts import Exchange
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.components.verdict.chart import win_rate
from workbench.components.verdict.notes import rater_notes
from workbench.components.verdict.tables import comparison_details, details_table, people_table, round_details
from workbench.frames import file_size

_EXAMPLES = 5


def verdict(visit: Visit, found: Round) -> None:
    """Draw what a round says; interim while people still judge."""
    summary = visit.workbench.verdicts.summary(visit.person, visit.project, found.id)
    labels = {arm.name: arm.label for arm in found.arms}
    with st.container(border=True):
        if found.state is not RoundState.CLOSED:
            st.caption(_standing(summary))
        st.header(literal(summary.sentence), anchor=False)
        for comparison in summary.comparisons:
            _compared(found, comparison, labels, alone=len(summary.comparisons) == 1)
    parts: dict[str, Callable[[], None]] = {
        text("Examples"): partial(_examples, visit, found, summary, labels),
        text("Who judged"): partial(_people, visit, summary),
        text("Details"): partial(_details, summary, labels),
        text("Files"): partial(_files, visit, found),
    }
    if found.state is RoundState.CLOSED and visit.person.may(Permission.PLAN_ROUNDS):
        parts[text("Notes")] = partial(rater_notes, visit, found)
    for tab, draw in zip(st.tabs(list(parts), on_change="ignore"), parts.values(), strict=True):
        with tab:
            draw()


def _standing(summary: Summary) -> str:
    if summary.judged >= summary.planned:
        return text("All {planned} judgements are in. Close the round to keep this verdict.", planned=summary.planned)
    return text(
        "Interim: {judged} of {planned} judgements are in. Wait for all of them before you decide.",
        judged=summary.judged,
        planned=summary.planned,
    )


def _compared(found: Round, comparison: Comparison, labels: Mapping[str, str], *, alone: bool) -> None:
    if not alone:
        st.markdown(f"**{literal(sentence(comparison, labels))}**")
    if comparison.rate is not None:
        key = f"rate-{found.id}-{comparison.first}-{comparison.second}"
        win_rate(key, labels[comparison.first], labels[comparison.second], comparison.rate)
    st.caption(
        text(
            "{wins} prompts won, {ties} tied, {losses} lost. Both bad: {bad} of {votes} judgements.",
            wins=comparison.wins,
            ties=comparison.ties,
            losses=comparison.losses,
            bad=comparison.both_bad,
            votes=comparison.votes,
        )
    )


def _examples(visit: Visit, found: Round, summary: Summary, labels: Mapping[str, str]) -> None:
    several = [c for c in summary.comparisons if c.scores]
    if not several:
        st.info(text("Nothing has been judged yet."), icon=":material/hourglass_empty:")
        return
    names = [f"{labels[c.first]} / {labels[c.second]}" for c in several]
    place = 0
    if len(several) > 1:
        place = names.index(st.selectbox(text("Compared"), names, key=f"examples-{found.id}"))
    comparison = several[place]
    kinds = {
        text("Won by {label}", label=labels[comparison.first]): [n for n, s in comparison.scores.items() if s > EVEN],
        text("Won by {label}", label=labels[comparison.second]): [n for n, s in comparison.scores.items() if s < EVEN],
        text("Tied"): [n for n, s in comparison.scores.items() if s == EVEN],
    }
    shown = [kind for kind, numbers in kinds.items() if numbers]
    kind = st.radio(text("Show"), shown, horizontal=True, key=f"kind-{found.id}-{place}")
    st.caption(text("{shown} of {count}", shown=min(_EXAMPLES, len(kinds[kind])), count=len(kinds[kind])))
    numbers = kinds[kind][:_EXAMPLES]
    for exchange in visit.workbench.verdicts.exchanges(visit.person, visit.project, found.id, numbers):
        _exchange(exchange, (comparison.first, comparison.second), labels)


def _exchange(exchange: Exchange, pair: tuple[str, str], labels: Mapping[str, str]) -> None:
    with st.container(border=True):
        st.caption(text("Question {number}", number=exchange.question.number + 1))
        st.text(exchange.question.messages[-1].content)
        for column, arm in zip(st.columns(2), pair, strict=True):
            with column:
                st.markdown(f"**{literal(labels[arm])}**")
                st.text(exchange.answers[arm].text.strip() or text("(empty)"))


def _people(visit: Visit, summary: Summary) -> None:
    if not summary.people:
        st.info(text("Nothing has been judged yet."), icon=":material/hourglass_empty:")
        return
    names = visit.workbench.overview.names(visit.person)
    st.table(people_table(summary, names), alt=text("What each person chose"))


def _details(summary: Summary, labels: Mapping[str, str]) -> None:
    for comparison in summary.comparisons:
        st.markdown(f"**{literal(labels[comparison.first])} / {literal(labels[comparison.second])}**")
        st.table(details_table(comparison_details(comparison)), alt=text("Statistics of the comparison"))
    st.markdown(f"**{text('The whole round')}**")
    st.table(details_table(round_details(summary)), alt=text("Statistics of the round"))
    st.caption(
        text(
            "A prompt's score is the mean over those who judged it: won 1, equal or both bad a half, lost 0. A system "
            "is called better where at least 20 prompts were judged and the interval leaves out one half; with more "
            "than two systems, where Holm's correction still leaves p below .05."
        )
    )


def _files(visit: Visit, found: Round) -> None:
    if found.state is not RoundState.CLOSED:
        st.info(text("The files are complete when the round is closed."), icon=":material/folder:")
        return
    if not visit.person.may(Permission.EXPORT):
        st.info(text("Taking data out needs the role of an engineer or lead."), icon=":material/lock:")
        return
    files = visit.workbench.verdicts.files(visit.person, visit.project, found.id)
    head = f"| {text('File')} | {text('Size')} |\n|---|---:|\n"
    rows = [f"| [{path}]({_address(visit, found, path)}) | {file_size(size)} |" for path, size in files.items()]
    st.markdown(head + "\n".join(rows))
    st.code(str(visit.workbench.settings.home / found.folder), language=None, wrap_lines=True)


def _address(visit: Visit, found: Round, path: str) -> str:
    return "/api/rounds/file?" + urlencode({"project": visit.project.slug, "round": found.id, "path": path})
