# pyright: basic
# ruff: noqa: ANN001, ANN201, ANN202 - numba takes the types that it is called with
"""From signatures to candidates, compiled: bands, their buckets, and the pairs that may be near.

A bucket is a run of rows with one band key. Its pairs are held against one another as they are met, in room
for so many at a time; nothing grows with the square of a bucket but the pairs that are found.
"""

import numpy as np
from numba import uint64

from curation.dedup.compiling import compiled
from curation.dedup.kernel import hash_bands

# Of more rows than this, a bucket's rows are compared with its first row and the row before alone.
WHOLE_BUCKET = 500
_HIGH, _LOW = uint64(32), uint64(0xFFFFFFFF)


@compiled
def hash_all_bands(slots, width, hashes):
    """Write the 32-bit hash of each band (of `width` slots) of each signature: rows x bands."""
    for row in range(slots.shape[0]):
        hash_bands(slots[row], width, hashes[row])


@compiled
def band_keys(bands, rows, first, keys):
    """Write `hash << 32 | position` of each of the rows for each band from `first` on: bands x rows."""
    for at in range(rows.shape[0]):
        for i in range(keys.shape[0]):
            keys[i, at] = uint64(bands[rows[at], first + i]) << _HIGH | uint64(at)


@compiled
def equal_tails(one, other):
    """Count the slots in which the last bits of two signatures are equal."""
    equal = 0
    for k in range(one.shape[0]):
        equal += one[k] == other[k]
    return equal


@compiled
def _met_before(one, other, band):
    """Tell whether two signatures share an earlier band."""
    earlier = 0
    while earlier < band and one[earlier] != other[earlier]:
        earlier += 1
    return earlier < band


@compiled
def _bucket_end(keys, start):
    end = start + 1
    while end < keys.shape[0] and keys[end] >> _HIGH == keys[start] >> _HIGH:
        end += 1
    return end


@compiled
def _meet(a, b, band, context, found):
    """Note a pair that may be near; `found` is (pairs, counter)."""
    bands, tails, least, crowded = context
    if not crowded[a] and not crowded[b] and _met_before(bands[a], bands[b], band):
        return
    if equal_tails(tails[a], tails[b]) >= least:
        pairs, counter = found
        pairs[counter[0], 0], pairs[counter[0], 1] = min(a, b), max(a, b)
        counter[0] += 1


@compiled
def _row(keys, at, rows):
    return rows[np.int64(keys[at] & _LOW)]


@compiled
def _meet_crowd(bucket, rows, band, context, found):
    first = _row(bucket, 0, rows)
    for at in range(1, bucket.shape[0]):
        _meet(first, _row(bucket, at, rows), band, context, found)
        if at > 1:
            _meet(_row(bucket, at - 1, rows), _row(bucket, at, rows), band, context, found)
    for at in range(bucket.shape[0]):
        context[3][_row(bucket, at, rows)] = True


@compiled
def meet_in_band(keys, rows, band, context, found, place):
    """Note the candidates of a band from `place` (bucket start, row in it) on, until it is done or `found` full.

    `keys` are sorted; `context` is (bands, tails, least equal slots, crowded rows). Returns whether the band is
    done, `place` says where to go on.
    """
    room = found[0].shape[0]
    while place[0] < keys.shape[0]:
        start = place[0]
        end = _bucket_end(keys, start)
        if end - start > WHOLE_BUCKET:
            if room - found[1][0] < 2 * (end - start):
                return False
            _meet_crowd(keys[start:end], rows, band, context, found)
        else:
            for at in range(max(place[1], start + 1), end):
                if room - found[1][0] < at - start:
                    place[1] = at
                    return False
                for before in range(start, at):
                    _meet(_row(keys, before, rows), _row(keys, at, rows), band, context, found)
        place[0], place[1] = end, 0
    return True


@compiled
def unite(pairs, parents):
    """Join the two rows of each pair; every row then points at the smallest of its group."""
    for i in range(pairs.shape[0]):
        left, right = np.int64(pairs[i, 0]), np.int64(pairs[i, 1])
        while parents[left] != left:
            parents[left] = parents[parents[left]]
            left = parents[left]
        while parents[right] != right:
            parents[right] = parents[parents[right]]
            right = parents[right]
        if left < right:
            parents[right] = left
        else:
            parents[left] = right
    for row in range(parents.shape[0]):
        root = row
        while parents[root] != root:
            root = parents[root]
        parents[row] = root


@compiled
def _first_at(keys, wanted):
    low, high = 0, keys.shape[0]
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def look_up(keys, band, side, other, least, found):
    """Find rows of an index that share a band with rows here and are near by their signatures.

    `keys`: the band of the index, sorted; `side`: (bands, rows, slots) here; `other`: slots of the index;
    `found`: (pairs of row here and there, counter). Of a crowd only the first is compared. Returns the number
    of crowds, or -1 where `found` is full.
    """
    bands, rows, slots = side
    pairs, counter = found
    crowds = 0
    for at in range(rows.shape[0]):
        row = rows[at]
        wanted = uint64(bands[row, band]) << _HIGH
        start = _first_at(keys, wanted)
        end = start
        while end < keys.shape[0] and keys[end] >> _HIGH == wanted >> _HIGH and end - start <= WHOLE_BUCKET:
            end += 1
        if end - start > WHOLE_BUCKET:
            crowds += 1
            end = start + 1
        if counter[0] + end - start > pairs.shape[0]:
            return -1
        for i in range(start, end):
            there = np.int64(keys[i] & _LOW)
            if equal_tails(slots[row], other[there]) >= least:
                pairs[counter[0], 0], pairs[counter[0], 1] = row, there
                counter[0] += 1
    return crowds
