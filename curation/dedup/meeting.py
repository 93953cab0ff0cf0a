# pyright: basic
# ruff: noqa: ANN001, ANN201, ANN202 - numba takes the types that it is called with
"""Which held texts a text meets, compiled: by its rarest n-grams, and by runs of words that both have.

Held n-grams stand in a table by hash: `keys` sorted, each with the texts that it stands for, `numbers` from
`starts[i]` to `starts[i + 1]`; `table` finds a key's place.
"""

import numpy as np
from numba import int64, uint64

from curation.dedup.compiling import compiled
from curation.dedup.jaccard import shared


@compiled
def fill_table(keys, table):
    """Put the place of each key where its first bits say, or in the next place that is free."""
    shift, mask = _shift_of(table), table.shape[0] - 1
    table[:] = -1
    for place in range(keys.shape[0]):
        at = int64(keys[place] >> shift)
        while table[at] >= 0:
            at = (at + 1) & mask
        table[at] = place


@compiled
def _shift_of(table):
    bits = 0
    while 1 << bits < table.shape[0]:
        bits += 1
    return uint64(64 - bits)


@compiled
def _place_of(gram, keys, table, shift):
    at = int64(gram >> shift)
    while table[at] >= 0:
        if keys[table[at]] == gram:
            return table[at]
        at = (at + 1) & (table.shape[0] - 1)
    return -1


@compiled
def _rarest(grams, index, counts, wanted):
    """Return the places of known n-grams among so many rarest of a text; those that no held text has are the rarest."""
    keys, table, _, _ = index
    shift = _shift_of(table)
    places = np.empty(grams.shape[0], np.int64)
    known = 0
    for gram in grams:
        place = _place_of(gram, keys, table, shift)
        if place >= 0:
            places[known] = place
            known += 1
    left = max(wanted - (grams.shape[0] - known), 0)
    if left < known:
        # The sort is stable and keys are sorted: of equally rare ones the smaller hash comes first, here as there.
        order = np.argsort(counts[places[:known]], kind="mergesort")
        return places[:known][order[:left]]
    return places[:known]


@compiled
def _similarity(mine, theirs, limit):
    """Return the Jaccard of two sorted arrays, 0 where their sizes put it below the limit."""
    low, high = min(mine.shape[0], theirs.shape[0]), max(mine.shape[0], theirs.shape[0])
    if limit[0] * high > limit[1] * low:
        return 0.0
    common = shared(mine, theirs)
    return common / (low + high - common)


@compiled
def find_near(given, held, index, counts, limit, found):
    """Write to `found` (numbers, shares) the held text that each text is nearest to; -1 where none is near enough.

    `given` and `held` are (ends, shingles); `counts` how many held texts have a key; `limit` is (numerator,
    denominator) of the least Jaccard. Equally near ones are told by the first.
    """
    _, _, starts, numbers = index
    met = np.full(held[0].shape[0] - 1, -1, np.int64)
    for row in range(given[0].shape[0] - 1):
        mine = given[1][given[0][row] : given[0][row + 1]]
        least = max((limit[0] * mine.shape[0] + limit[1] - 1) // limit[1], 1)
        first, best = -1, 0.0
        for place in _rarest(mine, index, counts, mine.shape[0] - least + 1):
            for number in numbers[starts[place] : starts[place + 1]]:
                if met[number] != row:
                    met[number] = row
                    share = _similarity(mine, held[1][held[0][number] : held[0][number + 1]], limit)
                    if share > best or (share == best and number < first):
                        first, best = number, share
        if best < limit[0] / limit[1]:
            first = -1
        found[0][row], found[1][row] = first, best


@compiled
def _count_runs(runs, index, counts, touched):
    """Count how many of a text's runs each held text has; return how many of these there are, in `touched`."""
    keys, table, starts, numbers = index
    shift, met = _shift_of(table), 0
    for run in runs:
        place = _place_of(run, keys, table, shift)
        if place >= 0:
            for number in numbers[starts[place] : starts[place + 1]]:
                if counts[number] == 0:
                    touched[met] = number
                    met += 1
                counts[number] += 1
    return met


@compiled
def _largest(touched, counts, sizes):
    first, share = -1, 0.0
    for number in touched:
        held = counts[number] / sizes[number]
        if held > share or (held == share and number < first):
            first, share = number, held
    return first, share


@compiled
def _first_met(runs, index):
    """Return the first held text that has one of the runs, -1 where none has."""
    keys, table, starts, numbers = index
    shift, first = _shift_of(table), -1
    for run in runs:
        place = _place_of(run, keys, table, shift)
        # The texts of a run ascend.
        if place >= 0 and (first < 0 or numbers[starts[place]] < first):
            first = numbers[starts[place]]
    return first


@compiled
def find_runs(given, indexes, sizes, least, found):
    """Write to `found` (numbers, shares) the held text that each text shares runs of words with; -1 for none.

    `given` are the short and the long runs of the texts, each (ends, hashes), `indexes` those of held ones; `sizes`
    how many short runs a held text has. From the share `least` of these on the largest counts, else the first held
    text that has a long run of it.
    """
    short, long = given
    counts, touched = np.zeros(sizes.shape[0], np.int64), np.empty(sizes.shape[0], np.int64)
    for row in range(short[0].shape[0] - 1):
        met = _count_runs(short[1][short[0][row] : short[0][row + 1]], indexes[0], counts, touched)
        first, share = _largest(touched[:met], counts, sizes)
        if share < least:
            first = _first_met(long[1][long[0][row] : long[0][row + 1]], indexes[1])
            share = counts[first] / sizes[first] if first >= 0 else 0.0
        found[0][row], found[1][row] = first, share
        counts[touched[:met]] = 0
