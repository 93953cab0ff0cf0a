"""A verdict's figures as tables of words and numbers; no Streamlit."""

from collections.abc import Mapping

import polars as pl

from curation.texts import text
from eval.statistics import Interval
from eval.summary import Comparison, Summary


def people_table(summary: Summary, names: Mapping[str, str]) -> pl.DataFrame:
    """Return one row a person: what they chose, how long a pair took, how often the others chose the same."""
    people = sorted(summary.people, key=lambda p: names.get(p.person_id, p.person_id).casefold())
    return pl.DataFrame(
        {
            text("Person"): [names.get(p.person_id, p.person_id) for p in people],
            text("Judged"): [p.judged for p in people],
            text("Left"): [p.left for p in people],
            text("Right"): [p.right for p in people],
            text("Equal"): [p.ties for p in people],
            text("Both bad"): [p.both_bad for p in people],
            text("Seconds a pair"): [round(p.median_seconds) for p in people],
            text("Same as the others"): [_share(p.with_others) for p in people],
        }
    )


def comparison_details(found: Comparison) -> list[tuple[str, str]]:
    """Return the statistics of one comparison as named values."""
    rows = [
        (text("Win rate, 95 % interval (t over prompts)"), _interval(found.rate)),
        (text("Prompts won, tied, lost"), f"{found.wins} / {found.ties} / {found.losses}"),
        (text("Judgements, of these both bad"), f"{found.votes} / {found.both_bad}"),
        (text("p of an even match (t-test over prompts)"), _p(found.adjusted)),
        (text("p of the exact sign test"), _p(found.sign)),
        (text("Decisive prompts that would show such a rate"), _needed(found.needed)),
    ]
    if found.lengths is not None:
        lengths = found.lengths
        sizes = f"{lengths.mean_first:.0f} / {lengths.mean_second:.0f}"
        similar = text("{share} of {count} prompts", share=_share(lengths.similar_rate), count=lengths.similar_prompts)
        rows += [
            (text("Characters an answer, winner / other"), sizes),
            (text("Win rate where both are of similar length"), similar if lengths.similar_prompts else "-"),
        ]
    return rows


def round_details(summary: Summary) -> list[tuple[str, str]]:
    """Return what holds for the whole round as named values."""
    found = summary.agreement
    rows = [(text("p of left and right being chosen alike"), _p(summary.side_bias))]
    if found is None:
        return [*rows, (text("Agreement"), text("nobody judged the same pair"))]
    return [
        *rows,
        (text("Pairs judged by two or more"), str(found.items)),
        (text("They agreed on"), _share(found.raw)),
        (text("Agreement beyond chance (Gwet AC1)"), f"{found.ac1:.2f}"),
    ]


def details_table(rows: list[tuple[str, str]]) -> pl.DataFrame:
    """Return named values as a table of two columns."""
    return pl.DataFrame(rows, {text("Figure"): pl.String, text("Value"): pl.String}, orient="row")


def _interval(found: Interval | None) -> str:
    if found is None:
        return "-"
    return f"{100 * found.value:.1f} % ({100 * found.low:.1f} \N{EN DASH} {100 * found.high:.1f} %)"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f} %"


def _p(value: float) -> str:
    return "< 0.001" if value < 1e-3 else f"{value:.3f}"  # noqa: PLR2004 - what the sentence says


def _needed(count: int | None) -> str:
    return "-" if count is None else f"{count:,}"
