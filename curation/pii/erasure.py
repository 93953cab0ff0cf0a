"""Taking values out of texts, whole words and whatever their case, with the offsets that follow. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

ERASED = "<ERASED_1>"
SHORTEST = 4


@dataclass(frozen=True)
class Cut:
    """A span of the text before that the mark took the place of, in code points."""

    start: int
    end: int


@dataclass(frozen=True)
class Erasure:
    """The values of one person."""

    pattern: re.Pattern[str]

    def holds(self, said: str) -> bool:
        """Tell whether a value stands in a text."""
        return self.pattern.search(said) is not None

    def out_of(self, said: str) -> str:
        """Return a text with the mark for every value."""
        return self.pattern.sub(ERASED, said)

    def cuts(self, said: str) -> list[Cut]:
        """Return where values stand in a text, in order."""
        return [Cut(found.start(), found.end()) for found in self.pattern.finditer(said)]

    def out_of_json(self, value: Json) -> Json:
        """Return JSON with the mark for every value in its texts and keys."""
        if isinstance(value, str):
            return self.out_of(value)
        if isinstance(value, Mapping):
            return {self.out_of(key): self.out_of_json(one) for key, one in value.items()}
        if isinstance(value, Sequence):
            return [self.out_of_json(one) for one in value]
        return value


def erasure_of(values: Sequence[str]) -> Erasure:
    """Prepare to erase values; raises InputError where one is too short to be told from other words."""
    wanted = [words for value in values if (words := value.split())]
    short = next((" ".join(words) for words in wanted if len("".join(words)) < SHORTEST), None)
    if not wanted or short is not None:
        raise InputError(
            text(
                "A value to erase has at least {count} characters; a shorter one would take other words with it.",
                count=SHORTEST,
            )
        )
    longest_first = sorted({r"\s+".join(map(re.escape, words)) for words in wanted}, key=len, reverse=True)
    return Erasure(re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE))


def moved(start: int, end: int, cuts: Sequence[Cut]) -> tuple[int, int] | None:
    """Return where a span stands after the cuts, None where one of them took a part of it."""
    shift = 0
    for cut in cuts:
        if cut.end <= start:
            shift += len(ERASED) - (cut.end - cut.start)
        elif cut.start < end:
            return None
    return start + shift, end + shift
