# pyright: basic
# ruff: noqa: ANN001, ANN201, ANN202 - numba takes the types that it is called with
"""From text bytes to signatures, compiled: what a row of a text column is to duplicate search.

Every hash is of 64 bits and the same on every machine; `curation.dedup.plain` gives the same with
numpy alone. A row's signature is what `datasketch.MinHash(scheme="affine32")` makes of the lower 32
bits of its shingles' hashes. Places in arrays are unsigned here: of signed ones numba would ask each
time whether they count from the end.
"""

import numpy as np
from numba import uint32, uint64

from curation.dedup.compiling import compiled

# A word is a number in base NINE, whose digits are the codes of its letters; then multiply and fold, with odd
# constants of splitmix64 and wyhash.
NINE = 9
GRAM, TURN, LAST = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
WHOLE, OTHER = 0xA0761D6478BD642F, 0xE7037ED1A0B428DB
MIX_ONE, MIX_TWO = 0x85EBCA6B, 0xC2B2AE35

_NINE, _NONE, _ONE = uint64(NINE), uint64(0), uint64(1)
_GRAM, _TURN, _LAST = uint64(GRAM), uint64(TURN), uint64(LAST)
_WHOLE, _OTHER = uint64(WHOLE), uint64(OTHER)
_MIX_ONE, _MIX_TWO = uint32(MIX_ONE), uint32(MIX_TWO)
_ODD = uint64(0xFFFFFFFFFFFFFFFF)
_PLAIN, _THREE, _FOUR, _LEAST, _MOST = 0x80, 0xE0, 0xF0, 0xC2, 0xF4
# Signing takes so many n-grams at once: each slot is then read and written once for all of them.
AT_ONCE = 8


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
def _words(data, first, last, codes, words):
    """Write the hash of each word of a text; return how many, -1 for a text that Python has to spell out."""
    at, end = uint64(first), uint64(last)
    count, inside, running = _NONE, _NONE, _NONE
    while at < end:
        byte = data[at]
        code = codes[byte]
        at += _ONE
        if byte >= _PLAIN:
            point, length = _wide(data, np.int64(at) - 1, last)
            code = codes[point]
            at += uint64(length - 1)
            if code == _ODD:
                return -1
        here = uint64(code != _NONE)
        # No branch where a word ends: the hash is always written, and kept when the word is over.
        words[count] = running
        count += inside & (here ^ _ONE)
        running = running * _NINE + code if here else _NONE
        inside = here
    words[count] = running
    return np.int64(count + inside)


@compiled
def _letters(data, first, last, codes, words):
    """Write the hash of each letter as a word of its own, as `_words` does."""
    at, count = first, 0
    while at < last:
        point, length = np.int64(data[at]), 1
        if point >= _PLAIN:
            point, length = _wide(data, at, last)
        at += length
        code = codes[point]
        if code == _ODD:
            return -1
        words[count] = code
        count += code != _NONE
    return count


@compiled
def words_of(data, first, last, codes, lettered, words):
    """Write the hash of each word, or of each letter, of a text; return how many, -1 for an odd text."""
    if lettered:
        return _letters(data, first, last, codes, words)
    return _words(data, first, last, codes, words)


@compiled
def grams_of(words, count, ngram, found):
    """Write the hash of each n-gram of words and return how many; fewer words than n are one, none are none."""
    size = min(ngram, count)
    made = count - size + 1 if count else 0
    for first in range(made):
        found[first] = _GRAM + uint64(size)
    for i in range(size):
        for first in range(made):
            gram = (found[first] ^ words[first + i]) * _TURN
            found[first] = gram ^ (gram >> uint64(32))
    for first in range(made):
        gram = found[first] * _LAST
        found[first] = gram ^ (gram >> uint64(29))
    return made


@compiled
def _whole(words, count, hashes):
    """Write two hashes of all the words in order."""
    one, other = _WHOLE + uint64(count), _OTHER + uint64(count)
    for i in range(count):
        one = (one ^ words[i]) * _TURN
        one ^= one >> uint64(32)
        other = (other ^ words[i]) * _TURN
        other ^= other >> uint64(32)
    one *= _LAST
    other *= _LAST
    hashes[0] = one ^ (one >> uint64(29))
    hashes[1] = other ^ (other >> uint64(29))


@compiled
def _mix(grams, made, mixed):
    """Mix as datasketch's affine32 does first; fill up with the last one, so that AT_ONCE divides their number."""
    for i in range(made):
        one = uint32(grams[i])
        one = uint32(uint32(one ^ (one >> uint32(16))) * _MIX_ONE)
        one = uint32(uint32(one ^ (one >> uint32(13))) * _MIX_TWO)
        mixed[i] = uint32(one ^ (one >> uint32(16)))
    full = (made + AT_ONCE - 1) // AT_ONCE * AT_ONCE
    for i in range(made, full):
        mixed[i] = mixed[made - 1]
    return full


@compiled
def _least(factor, summand, one, other):
    return min(uint32(uint32(factor * one) + summand), uint32(uint32(factor * other) + summand))


@compiled
def _sign(mixed, full, a, b, slots):
    """Lower each slot to the least permuted hash, as datasketch's affine32 does."""
    for i in range(0, full, AT_ONCE):
        one, two, three, four = mixed[i], mixed[i + 1], mixed[i + 2], mixed[i + 3]
        five, six, seven, eight = mixed[i + 4], mixed[i + 5], mixed[i + 6], mixed[i + 7]
        for k in range(slots.shape[0]):
            low = min(_least(a[k], b[k], one, two), _least(a[k], b[k], three, four))
            high = min(_least(a[k], b[k], five, six), _least(a[k], b[k], seven, eight))
            slots[k] = min(slots[k], low, high)


@compiled
def hash_bands(slots, width, hashes):
    """Write the 32-bit hash of each band (of `width` slots) of a signature."""
    for band in range(hashes.shape[0]):
        running = uint64(band + 1)
        for k in range(band * width, (band + 1) * width):
            running = (running ^ uint64(slots[k])) * _TURN
            running ^= running >> uint64(29)
        hashes[band] = uint32(running >> uint64(32))


@compiled
def longest_of(offsets):
    """Return the bytes of the longest row."""
    longest = 0
    for row in range(offsets.shape[0] - 1):
        longest = max(longest, offsets[row + 1] - offsets[row])
    return longest


@compiled
def print_rows(text, codes, shape, permutations, out):
    """Fill `out` (texts, slots, bands, tails) from a string buffer; return the first odd row, or -1.

    `text` are UTF-8 bytes and offsets, row i from `offsets[i]` to `offsets[i + 1]`; `shape` is (n-gram, 1 where
    letters stand for words, slots of a band). `slots` has a row for each text, or one for all that is written over.
    """
    data, offsets = text
    texts, slots, bands, tails = out
    longest = longest_of(offsets)
    words, grams = np.empty(longest + 1, np.uint64), np.empty(longest + 1, np.uint64)
    mixed = np.empty(longest + 1 + AT_ONCE, np.uint32)
    for row in range(offsets.shape[0] - 1):
        count = words_of(data, offsets[row], offsets[row + 1], codes, shape[1], words)
        if count < 0:
            return row
        slot = slots[min(row, slots.shape[0] - 1)]
        slot[:] = uint32(0xFFFFFFFF)
        texts[row] = _NONE
        if count > 0:
            made = grams_of(words, count, shape[0], grams)
            _whole(words, count, texts[row])
            _sign(mixed, _mix(grams, made, mixed), permutations[0], permutations[1], slot)
        hash_bands(slot, shape[2], bands[row])
        for k in range(tails.shape[1]):
            tails[row, k] = np.uint8(slot[k])
    return -1


@compiled
def hash_rows(text, codes, lettered, texts):
    """Write the two hashes of all the words of each row of a string buffer; return the first odd row, or -1."""
    data, offsets = text
    words = np.empty(longest_of(offsets) + 1, np.uint64)
    for row in range(offsets.shape[0] - 1):
        count = words_of(data, offsets[row], offsets[row + 1], codes, lettered, words)
        if count < 0:
            return row
        texts[row] = _NONE
        if count > 0:
            _whole(words, count, texts[row])
    return -1
