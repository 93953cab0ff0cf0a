"""How far reviewers agree, and each person's record: figures with intervals and counts, never a ranking."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from curation.domain.agreement import Agreement, Estimate, PersonRecord, Rewrites, Tally
from curation.domain.review_policy import ReviewPolicy
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.cards import cards

TOLD = "desk.told"
_PERCENT = 100
_MINUTE = 60


def agreement_table(parts: Mapping[str, Agreement]) -> None:
    """Draw one line a part: samples that several spoke on, and the three figures."""
    rows = [
        {
            text("What"): name,
            text("Samples with several voices"): found.units,
            text("People"): found.people,
            text("Agreement"): shown_share(found.raw),
            text("Alpha"): shown_figure(found.alpha),
            text("AC1"): shown_figure(found.ac1),
        }
        for name, found in parts.items()
    ]
    st.table(pl.DataFrame(rows), alt=text("Agreement between reviewers"))


def rewrites_line(found: Rewrites) -> None:
    """Say how like the texts are that two people made of the same sample."""
    if not found.pairs:
        st.caption(text("No sample was rewritten by two people who did not know of each other."))
        return
    pairs = texts("{count:,} pair of rewrites", "{count:,} pairs of rewrites", found.pairs)
    st.markdown(text("Of {pairs}, {share} of the words are the same.", pairs=pairs, share=shown_share(found.likeness)))


def people_cards(records: Sequence[PersonRecord], names: Mapping[str, str]) -> None:
    """Draw a card a person in the order of names; the approval rate stands beside the control samples."""
    named = [(names.get(one.person_id, one.person_id), _cells(one)) for one in records]
    cards(sorted(named, key=lambda row: row[0]))


def own_record(record: PersonRecord) -> None:
    """Draw a person's own record, a figure a line with what it says."""
    if not record.approved.of:
        st.info(text("Your record begins with your first decision."), icon=":material/hourglass_empty:")
        return
    cells = _cells(record)
    rows = pl.DataFrame({text("What"): list(cells), text("Yours"): list(cells.values())})
    st.table(rows, alt=text("Your record"))
    if record.missed:
        st.warning(
            texts(
                "{count} control sample with a mistake was approved.",
                "{count} control samples with a mistake were approved.",
                record.missed,
            ),
            icon=":material/visibility:",
        )


def told(visit: Visit, rules: ReviewPolicy) -> None:
    """Tell a reviewer what is kept of their work and who sees it: before the first sample, and when it changes."""
    now = told_as(rules)
    if visit.workbench.projects.preference(visit.person.id, TOLD) == now:
        return
    with st.container(border=True):
        st.markdown(f"**{text('What is kept of your work')}**")
        st.markdown("\n".join(f"- {one}" for one in told_of_work(rules)))
        if st.button(text("I have read this"), icon=":material/check:"):
            visit.workbench.projects.set_preference(visit.person.id, TOLD, now)
            st.rerun()


def told_as(rules: ReviewPolicy) -> str:
    """Return a short name of what a reviewer is told under these rules."""
    mixed = "mixed" if rules.gold_rate or rules.repeat_rate else "plain"
    return f"{'timed' if rules.timed else 'untimed'}-{mixed}"


def told_of_work(rules: ReviewPolicy) -> list[str]:
    """Return what is kept of a reviewer's work, a sentence each."""
    timed = text("How long each decision takes is kept.") if rules.timed else text("No times are kept here.")
    mixed = text("Some samples may be control samples, whose answer is known, or own earlier ones again.")
    return [
        text("Every decision is kept with its moment and your name; taking one back is kept too."),
        timed,
        mixed if rules.gold_rate or rules.repeat_rate else text("No control samples and no repeats are mixed in now."),
        text("The lead sees these figures with counts and intervals. You see your own. Nobody is ranked."),
    ]


def link_to_record() -> None:
    """Draw the link to one's own record."""
    st.page_link(state.page("record"), label=text("Your record"), icon=":material/insights:")


def shown_share(estimate: Estimate | None) -> str:
    """Write a share in percent with its interval."""
    if estimate is None:
        return text("not yet")
    value = f"{estimate.value * _PERCENT:.0f} %"
    if estimate.low is None or estimate.high is None:
        return value
    return f"{value} ({max(estimate.low, 0) * _PERCENT:.0f}-{min(estimate.high, 1) * _PERCENT:.0f} %)"


def shown_figure(estimate: Estimate | None) -> str:
    """Write a coefficient with its interval."""
    if estimate is None:
        return text("not yet")
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}"
    return text(
        "{value} ({low} to {high})",
        value=f"{estimate.value:.2f}",
        low=f"{estimate.low:.2f}",
        high=f"{estimate.high:.2f}",
    )


def _cells(record: PersonRecord) -> dict[str, str]:
    pace = record.pace
    took = text("not yet")
    if pace is not None:
        took = text(
            "{middle} (the middle half: {low} to {high})",
            middle=_seconds(pace.middle),
            low=_seconds(pace.low),
            high=_seconds(pace.high),
        )
    return {
        text("Approved"): _tally(record.approved),
        text("Control samples as expected"): _tally(record.controls) if record.controls.of else text("none asked yet"),
        text("Repeats said again"): _tally(record.repeats),
        **({text("Ratings near the earlier ones"): _tally(record.rated)} if record.rated.of else {}),
        text("As most others said"): _tally(record.majority),
        text("Time a sample"): took,
    }


def _tally(tally: Tally) -> str:
    if not tally.of:
        return text("not yet")
    return text("{hits} of {of}: {share}", hits=f"{tally.hits:,}", of=f"{tally.of:,}", share=shown_share(tally.share))


def _seconds(seconds: float) -> str:
    if seconds < _MINUTE:
        return text("{count} s", count=round(seconds))
    return text("{count:.1f} min", count=seconds / _MINUTE)
