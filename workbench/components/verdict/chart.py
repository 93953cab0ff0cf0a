"""A win rate with its interval, drawn between the two systems that were compared."""

from pathlib import Path

from streamlit.components.v2 import component

from curation.texts import text
from eval.statistics import Interval

_FOLDER = Path(__file__).parent
_INTERVAL = component(
    "workbench.interval",
    html='<div class="interval" role="img"></div>',
    css=(_FOLDER / "interval.css").read_text("utf-8"),
    js=(_FOLDER / "interval.js").read_text("utf-8"),
)


def win_rate(key: str, first: str, second: str, rate: Interval) -> None:
    """Draw how often `first` was preferred: the dot is the rate, the band its interval, the line an even match."""
    alt = text(
        "{first} against {second}: preferred on {value} %, interval {low} to {high} %.",
        first=first,
        second=second,
        value=round(100 * rate.value),
        low=round(100 * rate.low),
        high=round(100 * rate.high),
    )
    _INTERVAL(
        key=key,
        data={
            "first": first,
            "second": second,
            "value": rate.value,
            "low": rate.low,
            "high": rate.high,
            "half": text("as good as each other"),
            "alt": alt,
        },
    )
