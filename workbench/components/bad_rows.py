"""Rows of a file that cannot be read, with the reason of each."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from curation.domain.sources import BadRow
from curation.texts import text
from workbench.components.redacted import literal

_HIGHEST = 320
_FEW = 6


def bad_rows_table(rows: Sequence[BadRow]) -> None:
    """Show row and reason as a plain table, which scrolls where it is long and holds no stops of the Tab key."""
    columns = {text("Row"): [row.row for row in rows], text("Why"): [literal(row.reason) for row in rows]}
    height = "content" if len(rows) <= _FEW else _HIGHEST
    st.table(pl.DataFrame(columns), alt=text("Rows that cannot be read, with reasons"), height=height, hide_index=True)
