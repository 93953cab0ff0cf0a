r"""What each character is to duplicate search: lower-cased and part of a word, or a gap. Pure.

Words are what Python's own `re.findall(r"\w+", text.lower())` finds. All characters but two can be
lower-cased one by one: a capital sigma looks at its neighbours, and a dotted capital I becomes two
characters. Texts with one of these go through Python (see `spelled_out`).
"""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

POINTS = 0x110000
# Above it lie no letters: tags, variation selectors and private use.
LAST_LETTER = 0x40000
SURROGATES = range(0xD800, 0xE000)
SIGMA, DOTTED_I = "\u03a3", "\u0130"
ODD, ODD_CODE = np.uint32(0xFFFFFFFF), np.uint64(0xFFFFFFFFFFFFFFFF)
WORD = re.compile(r"\w+")


@cache
def folding() -> NDArray[np.uint32]:
    """Return, by code point: the lower-cased code point of a word's character, 0 for a gap, ODD for the two."""
    every = "".join(map(chr, (*range(SURROGATES.start), *range(SURROGATES.stop, LAST_LETTER))))
    plain = every.replace(SIGMA, " ").replace(DOTTED_I, " ")
    lowered = plain.lower()
    table = np.zeros(POINTS, np.uint32)
    points = np.r_[0 : SURROGATES.start, SURROGATES.stop : LAST_LETTER]
    table[points] = np.frombuffer(lowered.encode("utf-32-le"), np.uint32)
    wordly = np.zeros(POINTS, bool)
    for run in WORD.finditer(lowered):
        wordly[points[run.start() : run.end()]] = True
    table[~wordly] = 0
    table[[ord(SIGMA), ord(DOTTED_I)]] = ODD
    table.flags.writeable = False
    return table


@cache
def codes() -> NDArray[np.uint64]:
    """Return, by code point, what a word's hash takes of a letter: splitmix64 of its `folding`, 0 for a gap."""
    table = folding()
    mixed = (table.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    mixed[table == 0] = 0
    mixed[table == ODD] = ODD_CODE
    mixed.flags.writeable = False
    return mixed


def words(text: str) -> list[str]:
    """Return the words of a text in order: runs of letters, digits and underscores of the lower-cased text."""
    return WORD.findall(text.lower())


def spelled_out(text: str) -> str:
    """Return a text that has the same words and can be lower-cased character by character."""
    return " ".join(words(text))
