"""Words and sentences of a text, with their places (code points). Pure and fast."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

LONGEST_STRETCH = 1000
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\n|[^\w\s]|_")
_BREAK = re.compile(r"[.!?][\"\u201d')\]]*\s+(?=[^\W\d_a-z\u00df-\u00ff]|[\"\u201c(])|\n[ \t]*\n\s*")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_ABBREVIATED = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "mx",
        "prof",
        "st",
        "rev",
        "hon",
        "jr",
        "sr",
        "no",
        "nr",
        "vs",
        "v",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "approx",
        "e",
        "g",
        "i",
        "etc",
        "al",
        "apt",
        "ave",
        "rd",
        "blvd",
        "ste",
        "tel",
        "ext",
        "fig",
        "art",
        "sec",
        "ph",
    ]
)
_LONGEST = max(map(len, _ABBREVIATED))


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters, a run of digits, a sign or a line break."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the token ends, exclusive."""
        return self.start + len(self.text)


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Split a stretch of a text; blanks are left out, line breaks stay."""
    stop = len(text) if end is None else end
    return [Token(match.group(), match.start()) for match in _TOKEN.finditer(text, start, stop)]


def spans_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the tokens of a stretch stand."""
    return [match.span() for match in _TOKEN.finditer(text, start, end)]


def words_of(text: str, start: int, end: int) -> list[str]:
    """Return the tokens of a stretch as texts."""
    return _TOKEN.findall(text, start, end)


def stretches(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences (start, end): an empty line ends one, a single line break does not.

    A stretch without an end for LONGEST_STRETCH characters is cut at a blank.
    """
    cuts: list[int] = [0]
    cuts += [
        match.end()
        for match in _BREAK.finditer(text)
        if match.group()[0] in "\n\r" or not _abbreviated(text, match.start())
    ]
    cuts.append(len(text))
    found: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        at = start
        while end - at > LONGEST_STRETCH:
            cut = text.rfind(" ", at + 1, at + LONGEST_STRETCH)
            cut = at + LONGEST_STRETCH if cut < 0 else cut
            found.append((at, cut))
            at = cut
        if at < end:
            found.append((at, end))
    return found


def sentences_of(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence that has any."""
    for start, end in stretches(text):
        tokens = tokens_of(text, start, end)
        if tokens:
            yield tokens


def _abbreviated(text: str, at: int) -> bool:
    if text[at] != "." or (at > _LONGEST and text[at - _LONGEST - 1 : at].isalpha()):
        return False
    word = _LAST_WORD.search(text, max(0, at - 12), at)
    if word is None:
        return False
    return (len(word[0]) == 1 and word[0].isupper()) or word[0].lower() in _ABBREVIATED
