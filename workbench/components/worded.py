"""A choice of a few things, each in words."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

_Choice = TypeVar("_Choice")


def worded(label: str, words: Mapping[_Choice, str], now: _Choice) -> _Choice:
    """Ask for one of the things that have words, the one of now chosen at first; return it."""
    choices = list(words)
    return st.radio(label, choices, choices.index(now), format_func=words.__getitem__)
