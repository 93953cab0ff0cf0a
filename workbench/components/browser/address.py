"""Fields that show what the address says and write it there; a change begins at the first page again."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from curation.texts import text
from workbench import state

_WIDTH = 230


def bound_select(name: str, label: str, known: Mapping[str, str], pages: Sequence[str]) -> None:
    """Draw a choice of ids by name; one that is not known any more stays, so that the address is not changed."""
    value, key = state.query(name), f"at-{name}"
    ids = list(known) if value is None or value in known else [value, *known]

    def words(one: str | None) -> str:
        return text("any") if one is None else known.get(one, one)

    state.show_in(key, value)
    st.selectbox(
        label,
        [None, *ids],
        format_func=words,
        placeholder=text("any"),
        key=key,
        width=_WIDTH,
        on_change=_wrote,
        args=(name, key, pages),
    )


def bound_text(name: str, label: str, pages: Sequence[str]) -> None:
    """Draw a line of text."""
    key = f"at-{name}"
    state.show_in(key, state.query(name) or "")
    st.text_input(label, key=key, max_chars=200, width=_WIDTH, on_change=_wrote, args=(name, key, pages))


def bound_date(name: str, label: str, pages: Sequence[str]) -> None:
    """Draw a day."""
    key, value = f"at-{name}", state.query(name)
    state.show_in(key, None if not value else date.fromisoformat(value))
    st.date_input(label, key=key, format="YYYY-MM-DD", width=160, on_change=_wrote, args=(name, key, pages))


def _wrote(name: str, key: str, pages: Sequence[str]) -> None:
    value = state.shown_in(key)
    state.set_queries({**dict.fromkeys(pages), name: None if value in {None, ""} else str(value)})
