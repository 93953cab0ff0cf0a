# pyright: basic
# ruff: noqa: ANN001, ANN201, ANN202 - numba takes the types that it is called with
"""From text bytes to signatures, compiled: what a row of a text column is to duplicate search.

Every hash is of 64 bits and the same on every machine; `curation.dedup.plain` gives the same with
numpy alone. A row's signature is what `datasketch.MinHash(scheme="affine32")` makes of the lower 32
bits of its shingles' hashes.
"""

import numpy as np
from numba import uint32, uint64

from curation.dedup.compiling import compiled

# FNV-1a over code points, then multiply and fold; odd constants of splitmix64 and wyhash.
BASIS, PRIME = 0xCBF29CE484222325, 0x100000001B3
GRAM, TURN, LAST = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
WHOLE, OTHER = 0xA0761D6478BD642F, 0xE7037ED1A0B428DB
MIX_ONE, MIX_TWO = 0x85EBCA6B, 0xC2B2AE35

_BASIS, _PRIME = uint64(BASIS), uint64(PRIME)
_GRAM, _TURN, _LAST = uint64(GRAM), uint64(TURN), uint64(LAST)
_WHOLE, _OTHER = uint64(WHOLE), uint64(OTHER)
_MIX_ONE, _MIX_TWO = uint32(MIX_ONE), uint32(MIX_TWO)
_ODD = uint32(0xFFFFFFFF)
_PLAIN, _THREE, _FOUR, _LEAST, _MOST = 0x80, 0xE0, 0xF0, 0xC2, 0xF4


@compiled
def _wide(data, at, end):
    """Decode the character at a byte above 127: code point and length; what is no UTF-8 is a gap."""
    lead = data[at]
    length = 2 if lead < _THREE else 3 if lead < _FOUR else 4
    if lead < _LEAST or lead > _MOST or at + length > end:
        return 0, 1
    point = np.int64(lead & (0x7F >> length))
    for i in range(1, length):
        point = point << 6 | np.int64(data[at + i] & 0x3F)
    return (point if point <= 0x10FFFF else 0), length  # noqa: PLR2004 - the last code point


@compiled
def _words(data, at, end, fold, words):
    """Write the hash of each word of a text; return how many, -1 for a text that Python has to spell out."""
    count, inside, running = 0, False, _BASIS
    while at < end:
        byte = data[at]
        letter = fold[byte]
        at += 1
        if byte >= _PLAIN:
            point, length = _wide(data, at - 1, end)
            letter = fold[point]
            at += length - 1
            if letter == _ODD:
                return -1
        here = letter != 0
        # No branch where a word ends: the hash is always written, and kept when the word is over.
        words[count] = running
        count += inside & (not here)
        running = (running ^ uint64(letter)) * _PRIME if here else _BASIS
        inside = here
    words[count] = running
    return count + inside


@compiled
def _letters(data, at, end, fold, words):
    """Write the hash of each letter as a word of its own, as `_words` does."""
    count = 0
    while at < end:
        point, length = np.int64(data[at]), 1
        if point >= _PLAIN:
            point, length = _wide(data, at, end)
        at += length
        letter = fold[point]
        if letter == _ODD:
            return -1
        words[count] = (_BASIS ^ uint64(letter)) * _PRIME
        count += letter != 0
    return count


@compiled
def _grams(words, count, ngram, found):
    """Write the hash of each n-gram of words; fewer words than n are one."""
    size = min(ngram, count)
    for first in range(count - size + 1):
        gram = _GRAM + uint64(size)
        for i in range(first, first + size):
            gram = (gram ^ words[i]) * _TURN
            gram ^= gram >> uint64(32)
        gram *= _LAST
        found[first] = gram ^ (gram >> uint64(29))
    return count - size + 1


@compiled
def _whole(words, count, seed):
    running = seed + uint64(count)
    for i in range(count):
        running = (running ^ words[i]) * _TURN
        running ^= running >> uint64(32)
    running *= _LAST
    return running ^ (running >> uint64(29))


@compiled
def _sign(grams, a, b, slots):
    """Lower each slot to the least permuted hash, as datasketch's affine32 does."""
    for gram in grams:
        mixed = uint32(gram)
        mixed = uint32(mixed ^ (mixed >> uint32(16)))
        mixed = uint32(mixed * _MIX_ONE)
        mixed = uint32(mixed ^ (mixed >> uint32(13)))
        mixed = uint32(mixed * _MIX_TWO)
        mixed = uint32(mixed ^ (mixed >> uint32(16)))
        for k in range(slots.shape[0]):
            slots[k] = min(slots[k], uint32(uint32(a[k] * mixed) + b[k]))


@compiled
def sketch_rows(data, offsets, fold, shape, permutations, out):
    """Fill `out` (texts, ends, shingles, slots) from a string buffer; return the first odd row, or -1.

    `data` are UTF-8 bytes, row i from `offsets[i]` to `offsets[i + 1]`; `shape` is (n-gram, 1 where letters
    stand for words). Shingles are packed in the order of the text, row i ends at `ends[i + 1]`.
    """
    texts, ends, shingles, slots = out
    ngram, lettered = shape
    longest = 0
    for row in range(offsets.shape[0] - 1):
        longest = max(longest, offsets[row + 1] - offsets[row])
    words = np.empty(longest + 1, np.uint64)
    used = 0
    for row in range(offsets.shape[0] - 1):
        if lettered:
            count = _letters(data, offsets[row], offsets[row + 1], fold, words)
        else:
            count = _words(data, offsets[row], offsets[row + 1], fold, words)
        if count < 0:
            return row
        if count > 0:
            made = _grams(words, count, ngram, shingles[used:])
            texts[row, 0] = _whole(words, count, _WHOLE)
            texts[row, 1] = _whole(words, count, _OTHER)
            _sign(shingles[used : used + made], permutations[0], permutations[1], slots[row])
            used += made
        ends[row + 1] = used
    return -1
