# pyright: basic
# ruff: noqa: ANN001, ANN201, ANN202 - numba takes the types that it is called with
"""The exact Jaccard of pairs of texts, compiled: their shingles, sorted, each once, held against one another."""

import numpy as np
from numba import uint64

from curation.dedup.compiling import compiled
from curation.dedup.kernel import grams_of, longest_of, words_of

# Up to so many hashes, which lie evenly, are sorted by where they ought to stand; more as anything is.
FEW = 4_096


@compiled
def _sort_few(given, size, starts, found):
    """Sort hashes that lie evenly: each goes to its part of the range, then a step or two aside."""
    parts = min(size, starts.shape[0] - 1)
    starts[: parts + 1] = 0
    for i in range(size):
        starts[((given[i] >> uint64(32)) * uint64(parts) >> uint64(32)) + uint64(1)] += 1
    for part in range(parts):
        starts[part + 1] += starts[part]
    for i in range(size):
        part = (given[i] >> uint64(32)) * uint64(parts) >> uint64(32)
        found[starts[part]] = given[i]
        starts[part] += 1
    for i in range(1, size):
        one, at = found[i], i
        while at > 0 and found[at - 1] > one:
            found[at] = found[at - 1]
            at -= 1
        found[at] = one


@compiled
def _each_once(found, size):
    """Leave equal neighbours out; return how many stay."""
    kept = 0
    for i in range(size):
        if kept == 0 or found[i] != found[kept - 1]:
            found[kept] = found[i]
            kept += 1
    return kept


@compiled
def shingle_rows(text, codes, shape, ends, shingles):
    """Write the shingles of each row of a string buffer, sorted, each once; return the first odd row, or -1.

    `text` is as `print_rows` has it; `shape` is (n-gram, 1 where letters stand for words, words that a row with
    shingles has at least). Row i ends at `ends[i + 1]`.
    """
    data, offsets = text
    longest = longest_of(offsets)
    words, grams = np.empty(longest + 1, np.uint64), np.empty(FEW, np.uint64)
    starts = np.empty(FEW + 1, np.int64)
    used = 0
    for row in range(offsets.shape[0] - 1):
        count = words_of(data, offsets[row], offsets[row + 1], codes, shape[1], words)
        if count < 0:
            return row
        count = count if count >= shape[2] else 0
        if count <= FEW:
            made = grams_of(words, count, shape[0], grams)
            _sort_few(grams, made, starts, shingles[used : used + made])
        else:
            made = grams_of(words, count, shape[0], shingles[used:])
            shingles[used : used + made].sort()
        used += _each_once(shingles[used : used + made], made)
        ends[row + 1] = used
    return -1


@compiled
def shared(one, other):
    """Count what two sorted arrays have in common."""
    i, j, common = 0, 0, 0
    while i < one.shape[0] and j < other.shape[0]:
        left, right = one[i], other[j]
        common += left == right
        i += left <= right
        j += right <= left
    return common


@compiled
def similarities(pairs, here, there, found):
    """Write the Jaccard of each pair of a row of `here` and one of `there`, both (ends, shingles)."""
    for i in range(pairs.shape[0]):
        one = here[1][here[0][pairs[i, 0]] : here[0][pairs[i, 0] + 1]]
        other = there[1][there[0][pairs[i, 1]] : there[0][pairs[i, 1] + 1]]
        common = shared(one, other)
        found[i] = common / max(one.shape[0] + other.shape[0] - common, 1)
