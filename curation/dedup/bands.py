"""How a signature is cut into bands, and how surely that finds a pair. Pure, and light to import.

Bands and rows are chosen so that a pair at the threshold becomes a candidate with a probability of at
least .999; datasketch's own choice finds a pair at .8 with .40 (it leans to precision, which exact
verification makes needless).
"""

SLOTS = 128
SURE = 0.999


def bands_for(threshold: float) -> tuple[int, int]:
    """Return (bands, rows): the most selective choice in 128 slots that finds a pair at the threshold."""
    fitting = [(SLOTS // rows, rows) for rows in range(1, SLOTS + 1) if chance(threshold, SLOTS // rows, rows) >= SURE]
    return fitting[-1] if fitting else (SLOTS, 1)


def chance(similarity: float, bands: int, rows: int) -> float:
    """Return the probability that a pair of this Jaccard similarity becomes a candidate."""
    return 1 - (1 - similarity**rows) ** bands
