"""Rows as cards: a table of many columns that a phone can show too."""

from collections.abc import Iterable, Mapping

import streamlit as st

from workbench.components.redacted import literal


def cards(rows: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Draw a card a row: its name, and below it what is known of it, each with its title; wraps where it is narrow.

    Names are shown letter by letter; values are Markdown of our own.
    """
    for name, values in rows:
        with st.container(border=True):
            st.markdown(f"**{literal(name)}**")
            with st.container(horizontal=True, gap="medium"):
                for title, value in values.items():
                    with st.container(width="content", gap=None):
                        st.caption(title, width="content")
                        st.markdown(value, width="content")
