"""Small figures: how a whole is shared out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

_FOLDER = Path(__file__).parent / "share_bar"
_BAR = component(
    "workbench.share_bar",
    html='<div class="bar" role="img"></div>',
    css=(_FOLDER / "bar.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "bar.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Share:
    """One part of a whole: its name, its count, and the theme colour it is drawn in (green, red, orange...)."""

    label: str
    count: int
    color: str


def share_bar(key: str, shares: Sequence[Share]) -> None:
    """Draw the parts of a whole as one bar; parts without a count are left out."""
    parts = [share for share in shares if share.count]
    if not parts:
        return
    said = ", ".join(f"{share.label}: {share.count:,}" for share in parts)
    _BAR(
        key=key,
        data={
            "alt": said,
            "parts": [{"label": f"{s.label}: {s.count:,}", "count": s.count, "color": s.color} for s in parts],
        },
    )


def counted(figures: Sequence[tuple[str, int]]) -> None:
    """Show a few counts side by side; on a narrow screen they wrap."""
    with st.container(horizontal=True, gap="medium"):
        for label, count in figures:
            st.metric(label, f"{count:,}", width="content")
