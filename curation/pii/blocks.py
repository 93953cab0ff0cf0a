"""Long texts in blocks, so that what is looked at again after a change is a block and not the whole text. Pure.

Where a text is cut depends on what stands there and not on how much stands before: a change in one block leaves the
others as they are, and a text has the same blocks whoever cuts it. Texts of up to LONGEST signs are one block.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from curation.pii.detections import Detection

LONGEST = 32_768
_LEAST = 4_096
_LOOKED_AT = 1_024
_FINGERPRINT = 12
# Where a cut does least harm comes first: an empty line, a line, a sentence, a blank, a sign that no value goes over.
_CUTS = tuple(
    re.compile(cut)
    for cut in (r"\n[ \t]*\n\s*(?=\S)", r"\n\s*(?=\S)", r"[.!?][\"\u201d')\]]*\s+(?=\S)", r"\s+(?=\S)", r"[,;|<>{}]")
)
Look = Callable[[Sequence[str]], list[list[Detection]]]


def blocks_of(text: str) -> list[tuple[int, int]]:
    """Cut a text into blocks (start, end) that follow one another."""
    blocks: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > LONGEST:
        end = _cut(text, start + _LEAST)
        blocks.append((start, end))
        start = end
    return [*blocks, (start, len(text))]


def _cut(text: str, least: int) -> int:
    """Return the place for a cut behind `least`: of the least harmful ones that whose surroundings sort first."""
    most = least + _LOOKED_AT
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, least, most) if match.end() < most]
        if places:
            return min(places, key=lambda place: text[place - 1 : place + _FINGERPRINT])
    return min(range(least, most), key=lambda place: text[place : place + _FINGERPRINT])


@dataclass
class Blocks:
    """What was found in the blocks of long texts, remembered for as long as one call goes on."""

    look: Look
    _known: dict[str, list[Detection]] = field(default_factory=dict[str, list[Detection]])

    def __call__(self, texts: Sequence[str]) -> list[list[Detection]]:
        """Look at texts in blocks; what was looked at before is not looked at again."""
        if all(len(text) <= LONGEST for text in texts):
            return self.look(texts)
        cut = [[text[start:end] for start, end in blocks_of(text)] for text in texts]
        fresh = list(dict.fromkeys(block for blocks in cut for block in blocks if block not in self._known))
        self._known |= dict(zip(fresh, self.look(fresh), strict=True))
        found = [list(self._placed(blocks)) for blocks in cut]
        self._known = {block: self._known[block] for blocks in cut if len(blocks) > 1 for block in blocks}
        return found

    def _placed(self, blocks: Sequence[str]) -> Iterator[Detection]:
        start = 0
        for block in blocks:
            for one in self._known[block]:
                yield one.at(start + one.start, start + one.end) if start else one
            start += len(block)
