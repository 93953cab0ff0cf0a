"""Bars of samples that share something; each leads to its samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from streamlit.components.v2 import component

from curation.domain.identity import Json
from curation.texts import text

_FOLDER = Path(__file__).parent / "bar_list"
_BARS = component(
    "workbench.bars",
    html='<div class="bars"></div>',
    css=(_FOLDER / "bars.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "bars.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class ShownBar:
    """One row: its name, how many samples, how many of them approved, and the target where there is one."""

    key: str
    label: str
    samples: int
    approved: int
    target: int | None = None


def bars(name: str, rows: Sequence[ShownBar]) -> str | None:
    """Draw rows of bars, approved ones darker; return the key of the row that was just pressed."""
    data: dict[str, Json] = {"rows": [_row(row) for row in rows]}
    return _BARS(key=f"bars-{name}", data=data, on_opened_change=_nothing).get("opened")


def _nothing() -> None:
    """Let a press rerun the page; what was pressed is read there."""


def _row(row: ShownBar) -> Json:
    title = text("{approved:,} of {samples:,} approved", approved=row.approved, samples=row.samples)
    count = f"{row.approved:,} / {row.samples:,}"
    if row.target is not None:
        title = text("{approved:,} of {target:,} approved", approved=row.approved, target=row.target)
        count = title
    return {
        "key": row.key,
        "label": row.label,
        "samples": max(row.samples, 0),
        "approved": row.approved,
        "title": title,
        "count": count,
    }
