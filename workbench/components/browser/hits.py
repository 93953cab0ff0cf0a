"""Samples that were found, as a list of links with what was looked for marked."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from streamlit.components.v2 import component

from curation.domain.browsing import Hit, Wanted
from curation.domain.identity import Json
from curation.pii.placeholders import SHOWN
from curation.services.patterns import places
from curation.texts import text, texts
from workbench.frames import status_words

_FOLDER = Path(__file__).parent
_LIST = component(
    "workbench.hits",
    html='<div class="hits" role="region"></div>',
    css=(_FOLDER / "hit_list.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "hit_list.js").read_text(encoding="utf-8"),
)
_QUESTION, _ANSWER, _BEFORE = 240, 320, 60


def hit_list(key: str, found: Sequence[Hit], wanted: Wanted, address: dict[str, str]) -> str | None:
    """Draw samples; return the id of the one that was just pressed. `address` is what a sample's page is told."""
    rows: list[Json] = [_row(hit, wanted, address) for hit in found]
    data: dict[str, Json] = {"rows": rows, "label": text("Samples that were found")}
    return _LIST(key=f"hits-{key}", data=data, on_opened_change=_nothing).get("opened")


def _nothing() -> None:
    """Let a press rerun the page; what was pressed is read there."""


def _row(hit: Hit, wanted: Wanted, address: dict[str, str]) -> Json:
    sample = hit.sample
    notes = texts("{count} note", "{count} notes", hit.findings) if hit.findings else ""
    unread = text("Its text cannot be shown yet.") if not hit.question and not hit.answer else ""
    return {
        "id": sample.id,
        "address": "sample?" + urlencode({"id": sample.id, **address}),
        "question": excerpt(hit.question or unread or text("(empty)"), wanted, _QUESTION),
        "answer": excerpt(hit.answer, wanted, _ANSWER),
        "badges": [status_words(sample.status), *hit.tags],
        "beside": " · ".join(part for part in (sample.locator, sample.language, notes, sample.id[:8]) if part),
    }


def excerpt(said: str, wanted: Wanted, width: int) -> list[Json]:
    """Cut a text around what was looked for, into pairs: hit, placeholder or plain, and what it says."""
    marks = places(said, wanted)
    start = max(marks[0][0] - _BEFORE, 0) if marks and marks[0][1] > width else 0
    end = min(start + width, len(said))
    shown: list[tuple[str, int, int]] = [("hit", a, b) for a, b in marks if start <= a and b <= end]
    taken = [(a, b) for _, a, b in shown]
    free = (m for m in SHOWN.finditer(said, start, end) if all(m.end() <= a or m.start() >= b for a, b in taken))
    shown += [("placeholder", *match.span()) for match in free]
    pieces: list[Json] = [["plain", "… "]] if start else []
    at = start
    for kind, a, b in sorted(shown, key=lambda one: one[1]):
        pieces += [["plain", _flat(said[at:a])], [kind, said[a:b]]]
        at = b
    pieces.append(["plain", _flat(said[at:end]) + ("…" if end < len(said) else "")])
    return [piece for piece in pieces if isinstance(piece, list) and piece[1]]


def _flat(said: str) -> str:
    """Write line ends as blanks, and keep the blank at an end of a piece."""
    return " ".join(said.replace("\n", " ").split(" "))
