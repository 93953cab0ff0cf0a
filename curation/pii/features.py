"""What the names model sees of a word: itself if it is common, else its form, and what the lists say of it."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from curation.pii.gazetteer import Gazetteer
from curation.pii.words_in import words_in

TITLES = frozenset(words_in("titles"))
STREETS = frozenset(words_in("streets"))
FIRMS = frozenset(words_in("firms"))


class Word(NamedTuple):
    """The cached view of one word: features for itself and for its neighbours."""

    own: tuple[str, ...]
    before: tuple[str, ...]
    before_two: tuple[str, ...]
    behind: tuple[str, ...]
    behind_two: tuple[str, ...]
    form: str
    flags: str
    name: str


class Features:
    """Features of sentences; views of words are remembered."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.word = lru_cache(maxsize=20_000)(self.seen)
        self._unknown = lru_cache(maxsize=20_000)(self._without_lists)

    def of(self, words: Sequence[str], unknown: Collection[int] = ()) -> list[list[str]]:
        """Return one list of features for each word of a sentence.

        The words at the places `unknown` are seen as if no list held them.
        """
        seen = [self._unknown(word) if i in unknown else self.word(word) for i, word in enumerate(words)]
        views = [EDGE, EDGE, *seen, EDGE, EDGE]
        rows: list[list[str]] = []
        for i in range(2, len(views) - 2):
            two, one, own, nxt, after = views[i - 2 : i + 3]
            rows.append([
                *own.own, *one.before, *two.before_two, *nxt.behind, *after.behind_two,
                "a" + one.name + "|" + own.form + own.flags,
                "b" + own.form + own.flags + "|" + nxt.name,
                "c" + two.name + "|" + one.name,
                "d" + nxt.name + "|" + after.name,
                "e" + one.flags + "|" + own.flags + "|" + nxt.flags,
                "g" + one.form + own.form + nxt.form,
            ])  # fmt: skip
        return rows

    def seen(self, word: str) -> Word:
        """Return the view of one word, worked out anew."""
        return self._view(word, self._gazetteer.flags(word))

    def _without_lists(self, word: str) -> Word:
        return self._view(word, "")

    def _view(self, word: str, listed: str) -> Word:
        lower = word.lower()
        flags = listed + _role(lower)
        form = _form(word)
        known = "w" in flags or not word[0].isalpha()
        name = lower if known else form + flags
        own = [f"w={name}", f"f={form}", f"l={flags}", f"fl={form}{flags}"]
        if not known or form != "a":
            own += [
                f"s4={lower[-4:]}",
                f"s3={lower[-3:]}",
                f"s2={lower[-2:]}",
                f"p3={lower[:3]}",
                f"n={min(len(word), 8)}",
            ]
        return Word(
            tuple(own),
            (f"-w={name}", f"-l={form}{flags}"),
            (f"--w={name}", f"--l={form}{flags}"),
            (f"+w={name}", f"+l={form}{flags}"),
            (f"++w={name}", f"++l={form}{flags}"),
            form,
            flags,
            name,
        )


EDGE = Word((), ("-edge",), ("--edge",), ("+edge",), ("++edge",), "^", "", "^")


def _role(lower: str) -> str:
    return ("T" if lower in TITLES else "") + ("S" if lower in STREETS else "") + ("O" if lower in FIRMS else "")


def _form(word: str) -> str:
    if word.isdigit():
        return "9" * min(len(word), 6)
    if not word[0].isalpha():
        return "."
    if len(word) == 1:
        return "I" if word.isupper() else "a"
    if word.isupper():
        return "X"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "a" if word.islower() else "aX"
