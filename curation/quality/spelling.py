# pyright: basic
"""The check of spelling, by word lists that ship with pyspellchecker (MIT); it lives in this room alone. Pure.

A word is noted where no list has it, the project's own texts do not use it, and one slip away stands a common
word: letters swapped, one too many, one too few, another one, inside the word. A rare term is no mistake (its
end is often Latin, its beginning another root), `treatmnet` is one. What three samples of a corpus spell the same
way is a word of that corpus.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from curation.domain.findings import Severity
from curation.quality.passages import Case, Findings
from curation.quality.respelling import may_be_changed, words_of
from curation.texts import text

LANGUAGES = frozenset({"en", "de", "es", "fr", "it", "nl", "pt"})
FEWEST_LETTERS = 5
KNOWN_IN = 3
FOREIGN = 0.2
COMMON = 1e-6
MOST_NOTES = 5
A_TERM = 3
_LONGEST_GENUS = 26
_GENUS = re.compile(r"(?<![.!?] )\b([A-Z][a-z]{3,23}) $")
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßáéíóúñçàèùâêîôûëïãõ"
_ENDINGS = ("s", "es", "n", "en", "e", "ed", "d", "ing", "er", "ers", "ly", "al", "ally", "ness", "like", "less")
_AMERICAN = (
    ("our", "or"), ("is", "iz"), ("ys", "yz"), ("res", "ers"), ("tre", "ter"), ("bre", "ber"), ("ae", "e"), ("oe", "e"),
    ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("logue", "log"), ("sceptic", "skeptic"), ("nce", "nse"),
    ("gramme", "gram"), ("mould", "mold"), ("plough", "plow"), ("tyre", "tire"), ("grey", "gray"), ("cheque", "check"),
    ("judgement", "judgment"), ("ageing", "aging"), ("programme", "program"), ("fulfil", "fulfill"), ("kerb", "curb"),
)  # fmt: skip


def spelling(case: Case) -> Findings:
    """A word that is surely misspelt, with the word that was meant."""
    language = case.language.partition("-")[0].lower()
    if language not in LANGUAGES:
        return
    for turn in case.spoken:
        noted = 0
        unknown = list(unknown_words(turn.content, language))
        if len(unknown) > FOREIGN * len(turn.words):
            continue
        counts = Counter(word.removesuffix("s") for word, _, _ in unknown)
        for word, start, end in unknown:
            known = word in case.policy.words or counts[word.removesuffix("s")] >= A_TERM
            meant = None if known or _is_epithet(turn.content, start, language) else _meant(word, language, case)
            if meant and noted < MOST_NOTES:
                noted += 1
                sentence = text("“{word}” is not a word; “{meant}”?", word=turn.content[start:end], meant=meant)
                found = turn.finding("spelling", Severity.NOTE, sentence, (start, end))
                once = counts[word.removesuffix("s")] == 1
                sure = once and may_be_changed(turn.content, (start, end), meant) and _is_the_one(word, meant, language)
                yield replace(found, offer=meant) if sure else found


def _is_epithet(content: str, start: int, language: str) -> bool:
    """Tell the second word of a name such as Taenia solium: the capitalised word before it is no word either."""
    before = _GENUS.search(content[max(start - _LONGEST_GENUS, 0) : start])
    return before is not None and before.group(1).lower() not in _known(language)


def is_spelled(language: str) -> bool:
    """Tell whether there is a list of the language's words."""
    return language.partition("-")[0].lower() in LANGUAGES


def unknown_words(content: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Yield the lower-case words that the language's list does not have, with their spans."""
    known = _known(language)
    for word, start, end in words_of(content):
        if word not in known and word.islower():
            yield word, start, end


def _meant(word: str, language: str, case: Case) -> str | None:
    nearest = _nearest(word, language)
    # What the passage or the other side of the sample spells the same way is a term, not a slip.
    return None if nearest is None or word in case.passage.lower() else nearest


@lru_cache(maxsize=50_000)
def _nearest(word: str, language: str) -> str | None:
    known = _known(language)
    least = COMMON * _total(language)
    best = max(((known[other], other) for other in _slips(word) if known.get(other, 0) > least), default=None)
    return None if best is None or _is_form(word, best[1], known) else best[1]


def _is_form(word: str, other: str, known: dict[str, int]) -> bool:
    """Tell another form of a word, its British spelling, or a compound, from a slip."""
    if any(british in word and word.replace(british, american) in known for british, american in _AMERICAN):
        return True
    if any(word == stem + end for end in _ENDINGS for stem in (other, word[: -len(end)]) if stem in known):
        return True
    return any(word[:at] in known and word[at:] in known for at in range(3, len(word) - 3))


def _slips(word: str) -> set[str]:
    """Return what the word may have been: any two letters swapped, other slips not in the first or last two."""
    inner = [(word[:at], word[at:]) for at in range(1, len(word) - 1)]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in inner}
    doubled = {word[:at] + word[at + 1 :] for at in range(len(word) - 1) if word[at] == word[at + 1]}
    single = {a + b[0] + b for a, b in inner}
    if len(word) <= FEWEST_LETTERS:
        return swapped | doubled | single
    more = {a + b[1:] for a, b in inner[:-1]}
    less = {a + letter + b for a, b in inner[:-1] for letter in _LETTERS}
    other = {a + letter + b[1:] for a, b in inner[:-1] for letter in _LETTERS}
    return (swapped | doubled | single | more | less | other) - {word}


def _is_the_one(word: str, meant: str, language: str) -> bool:
    """Tell whether this word alone is one slip away, at the edges too, and the slip is not two words in one."""
    known = _known(language)
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    near |= {a + letter + b for a, b in cuts for letter in _LETTERS}
    near |= {a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS}
    least = COMMON * _total(language)
    joined = any(known.get(a, 0) > least and known.get(b, 0) > least for a, b in cuts[2:-2])
    return not joined and {other for other in near if other in known} == {meant}


class Vocabulary:
    """The words of a corpus that no list has, counted once a text; those of three texts are its own words."""

    def __init__(self, language: str) -> None:
        self._language = language.partition("-")[0].lower()
        self._counts: Counter[str] = Counter()

    def add(self, texts: Iterable[str]) -> None:
        """Count the words of one sample's texts."""
        if self._language in LANGUAGES:
            self._counts.update({word for one in texts for word, _, _ in unknown_words(one, self._language)})

    @property
    def words(self) -> frozenset[str]:
        """The corpus's own words."""
        return frozenset(word for word, count in self._counts.items() if count >= KNOWN_IN)


@lru_cache(maxsize=8)
def _known(language: str) -> dict[str, int]:
    from spellchecker import SpellChecker  # noqa: PLC0415 - the lists are megabytes

    return dict(SpellChecker(language=language).word_frequency.dictionary)


@lru_cache(maxsize=8)
def _total(language: str) -> int:
    return sum(_known(language).values())
