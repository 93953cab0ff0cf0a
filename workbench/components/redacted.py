"""Redacted texts as a page shows them: letter by letter, with the placeholders marked."""

import re
from collections.abc import Sequence
from pathlib import Path

from streamlit.components.v2 import component

from curation.domain.identity import Json
from curation.pii.placeholders import SHOWN
from curation.texts import text

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~$:&=])")
_LEADS = re.compile(r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=[-\w])")
_DRAWN = re.compile(r"[\\`*_\[\]<>|~$#]|:(?=\S)")
_JOINER = "\u2060"
_FOLDER = Path(__file__).parent / "shown"
_TEXTS = component(
    "workbench.texts",
    html='<div class="texts"></div>',
    css=(_FOLDER / "texts.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "texts.js").read_text(encoding="utf-8"),
)


def redacted_pair(key: str, question: str, answer: str, longest: int = 600, beside: str = "") -> None:
    """Show a question and an answer that have been redacted, and what is kept beside them; long ones are cut.

    Streamlit's Markdown would draw links, icons, dashes and code blocks from what is only a sample's text.
    """
    shown_beside = ((text("Kept beside it"), beside),) if beside else ()
    redacted_texts(key, ((text("Question"), question), (text("Answer"), answer), *shown_beside), longest)


def redacted_texts(key: str, said_in: Sequence[tuple[str, str]], longest: int) -> None:
    """Show texts, each under its title, letter by letter; long ones are cut."""
    texts: list[Json] = []
    for name, said in said_in:
        shown = said if len(said) <= longest else said[:longest] + "…"
        texts.append({"title": name, "pieces": pieces(shown or text("(empty)"))})
    _TEXTS(key=key, data={"texts": texts})


def pieces(said: str) -> list[Json]:
    """Cut a text into pairs: whether a piece is a placeholder, and what it says."""
    cut: list[Json] = []
    at = 0
    for match in SHOWN.finditer(said):
        if match.start() > at:
            cut.append([False, said[at : match.start()]])
        cut.append([True, match[0]])
        at = match.end()
    if at < len(said):
        cut.append([False, said[at:]])
    return cut


def literal(said: str) -> str:
    """Escape a name for Markdown, so that it is shown as it stands.

    Markdown makes links of bare addresses even where they are escaped: a sign without width parts them.
    """
    return _SPECIAL.sub(r"\\\1", _LEADS.sub(_JOINER, said)).replace("\n", "  \n")


def spoken(said: str) -> str:
    """Return a name for the label of a field: without what Markdown would draw, for its letters are read aloud too."""
    return _LEADS.sub(_JOINER, _DRAWN.sub("", said))
