"""Redacted texts as a page shows them: literally, with the placeholders as badges."""

import re

import streamlit as st

from curation.pii.placeholders import PLACEHOLDER
from curation.texts import text

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~$:&=])")


def redacted_pair(question: str, answer: str, longest: int = 600) -> None:
    """Show a question and an answer that have been redacted; long ones are cut."""
    for name, said in ((text("Question"), question), (text("Answer"), answer)):
        shown = said if len(said) <= longest else said[:longest] + "…"
        st.markdown(f"**{name}**  \n{_markdown(shown) or text('(empty)')}")


def _markdown(said: str) -> str:
    pieces: list[str] = []
    at = 0
    for match in PLACEHOLDER.finditer(said):
        pieces += [literal(said[at : match.start()]), f":orange-badge[{literal(match[1])} {match[2]}]"]
        at = match.end()
    return "".join([*pieces, literal(said[at:])])


def literal(said: str) -> str:
    """Escape a text for Markdown, so that it is shown as it stands."""
    return _SPECIAL.sub(r"\\\1", said).replace("\n", "  \n")
