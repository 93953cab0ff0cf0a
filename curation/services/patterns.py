"""Regular expressions that people type, bounded in time: a bad one ends with a sentence, not with a stuck page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from curation.domain.browsing import Wanted, terms_of
from curation.errors import InputError
from curation.store.database import Transaction
from curation.store.sample_hits import readable_texts
from curation.texts import text

SECONDS_A_TEXT = 0.1


@dataclass(frozen=True)
class Pattern:
    """A pattern over the newest texts of samples, upper and lower case alike."""

    tx: Transaction
    said: str

    def __call__(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of the ids whose text the pattern is found in; raises InputError where it takes too long."""
        compiled = compiled_pattern(self.said)
        try:
            texts = readable_texts(self.tx, ids)
            return frozenset(name for name, said in texts if compiled.search(said, timeout=SECONDS_A_TEXT))
        except TimeoutError as error:
            raise InputError(text("The pattern takes too long on a text. Make it simpler.")) from error


def places(said: str, wanted: Wanted) -> list[tuple[int, int]]:
    """Return where a text says what was looked for, in order and without overlaps, for marking."""
    found: list[tuple[int, int]] = []
    for compiled in _sought(wanted):
        try:
            found += [match.span() for match in compiled.finditer(said, timeout=SECONDS_A_TEXT) if match[0]]
        except TimeoutError:
            continue  # a mark less: whether the text passes was told before
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _sought(wanted: Wanted) -> Iterator["regex.Pattern[str]"]:
    for term in terms_of(wanted.words):
        if not term.absent:
            words = r"[\W_]+".join(map(regex.escape, term.words))
            end = "" if term.begins else r"(?![^\W_])"
            yield regex.compile(rf"(?<![^\W_]){words}{end}", regex.IGNORECASE)
    if wanted.pattern:
        yield compiled_pattern(wanted.pattern)


def compiled_pattern(said: str) -> "regex.Pattern[str]":
    """Compile a pattern; raises InputError saying what is wrong with it."""
    try:
        return regex.compile(said, regex.IGNORECASE)
    except regex.error as error:
        raise InputError(text("This is no pattern: {reason}.", reason=str(error))) from error
