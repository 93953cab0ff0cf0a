"""The compiled kernel, the numpy path and datasketch say the same of every text, bit by bit."""

# ruff: noqa: RUF001

import re
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from datasketch import MinHash
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curation.dedup.compiling import compiled
from curation.dedup.letters import LAST_LETTER, ODD, ODD_CODE, SURROGATES, codes, folding, spelled_out, words
from curation.dedup.minhash import as_minhash
from curation.dedup.plain import Plain, sketch_plainly
from curation.dedup.policy import DuplicatePolicy, Unit
from curation.dedup.prints import prints_of
from curation.dedup.sketches import EMPTY, Shingles, shingles_of
from tests.curation.stages.planted import corpus

MULTILINGUAL = [
    "", None, "...", "a", "A b", "What is X? It is Y_1.", "Die Straße in Köln kostet 3,50 €", "ΣΑΣ ΟΔΟΣ Σ. ΌΣΟΣ",
    "İstanbul'da IŞIK ve ılık İİ", "日本語のテキスト、です。", "ภาษาไทยไม่มีช่องว่าง", "नमस्ते दुनिया १२३", "שלום עולם",
    "مرحبا بالعالم", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐐀𐐁𐐂", "e\u0301 é", "ﬁne ﬂow", "\x00a\x00b", "word " * 40, "ǅungla ǅ", "x" * 3000,
    "👩🏽\u200d⚕️ emoji 👍", "K Å Ω", "\ufeffbom", "ᏣᎳᎩ ꮳꮃꭹ", "ẞ ß SS",
]  # fmt: skip
ALPHABET = st.one_of(
    st.sampled_from("abAB_1 .,\n-éÉßẞΣσςİıIiКк中文ไท한글\u0301\u200d𐐀𝔘"),
    st.characters(codec="utf-8"),
)
TEXTS = st.lists(st.text(ALPHABET, max_size=60), max_size=6)


def sketch(texts: pl.Series, ngram: int = 3, unit: Unit = Unit.WORDS) -> Plain:
    """What the compiled kernels make of a column."""
    slots = [np.zeros((0, 128), np.uint32)]
    made = prints_of([texts], DuplicatePolicy(ngram=ngram, unit=unit), keep=slots.append)
    return Plain(made.texts, np.concatenate(slots), shingles_of(texts, ngram, unit))


def same(one: Plain, other: Plain) -> bool:
    pairs = zip(
        (one.texts, one.slots, *one.shingles.both), (other.texts, other.slots, *other.shingles.both), strict=True
    )
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


def part(shingles: Shingles, row: int):
    return shingles.hashes[shingles.ends[row] : shingles.ends[row + 1]]


def test_every_character_is_lower_cased_and_told_as_python_does():
    table = folding()
    for point in range(LAST_LETTER):
        if point in SURROGATES or table[point] == ODD:
            continue
        lowered = chr(point).lower()
        assert table[point] == (ord(lowered) if re.fullmatch(r"\w", lowered) else 0), hex(point)
    assert [chr(point) for point in np.flatnonzero(table == ODD)] == ["İ", "Σ"]


def test_each_letter_has_a_code_of_its_own():
    table, coded = folding(), codes()
    letters = (table != 0) & (table != ODD)
    assert np.array_equal(coded == 0, table == 0)
    assert np.array_equal(coded == ODD_CODE, table == ODD)
    assert len(np.unique(coded[letters])) == len(np.unique(table[letters]))


def test_no_letter_lies_above_the_last():
    above = "".join(map(chr, range(LAST_LETTER, 0x110000)))
    assert not re.search(r"\w", above)
    assert above.lower() == above


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(1, 5), st.sampled_from(Unit))
@example(MULTILINGUAL, 3, Unit.WORDS)
@example(MULTILINGUAL, 2, Unit.LETTERS)
def test_the_kernel_and_numpy_say_the_same_bit_by_bit(texts, ngram, unit):
    column = pl.Series(texts, dtype=pl.String)
    assert same(sketch(column, ngram, unit), sketch_plainly(column, ngram, unit))


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(1, 4))
@example(MULTILINGUAL, 3)
def test_each_row_is_a_datasketch_signature_of_its_shingles(texts, ngram):
    made = sketch(pl.Series(texts, dtype=pl.String), ngram)
    for row in range(len(made.slots)):
        theirs = MinHash(num_perm=128, seed=1, hashfunc=lambda token: token)
        theirs.update_batch([int(gram) & 0xFFFFFFFF for gram in part(made.shingles, row)])
        assert np.array_equal(made.slots[row], theirs.hashvalues)
        assert as_minhash(made.slots[row]).jaccard(theirs) == 1.0


def test_a_shingle_is_an_n_gram_of_words_and_nothing_else():
    made = sketch(pl.Series(["One two, THREE four!", "x one two three y", "one two", "two one", "four"]), 3)
    rows = [set(part(made.shingles, row).tolist()) for row in range(5)]
    assert [len(row) for row in rows] == [2, 3, 1, 1, 1]
    assert len(rows[0] & rows[1]) == 1
    assert rows[2] != rows[3]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text("abAB .İΣσς", max_size=12), min_size=2, max_size=6))
def test_two_texts_have_one_hash_where_they_have_the_same_words(texts):
    made = sketch(pl.Series(texts, dtype=pl.String), 3).texts.tolist()
    for one, mine in zip(texts, made, strict=True):
        assert (mine == [0, 0]) == (words(one) == [])
        for other, theirs in zip(texts, made, strict=True):
            assert (mine == theirs) == (words(one) == words(other))


@given(st.text(ALPHABET, max_size=40))
def test_spelling_out_keeps_the_words_and_leaves_nothing_odd(text):
    assert words(spelled_out(text)) == words(text)
    assert not set("İΣ") & set(spelled_out(text))


def test_batches_and_threads_change_nothing():
    texts = pl.Series([f"{one.question}\n{one.answer}" for one in corpus().values()] + MULTILINGUAL)
    assert same(sketch(texts, 3), sketch_plainly(texts, 3))
    whole = prints_of([texts], DuplicatePolicy())
    for size, threads, expected in ((1, 1, 0), (7, 2, 10), (100, 3, 5000), (5000, 2, 1)):
        columns = (texts[at : at + size] for at in range(0, len(texts), size))
        parts = prints_of(columns, DuplicatePolicy(), threads, expected)
        for name in ("texts", "bands", "tails", "column"):
            assert np.array_equal(getattr(whole, name), getattr(parts, name)), name


def test_no_text_is_no_row_and_no_word_an_empty_signature():
    assert len(prints_of([], DuplicatePolicy())) == 0
    made = sketch(pl.Series(["?!", "", None]), 3)
    assert (made.slots == EMPTY).all()
    assert not made.texts.any()
    assert made.shingles.ends.tolist() == [0, 0, 0, 0]


@pytest.mark.slow
def test_a_row_of_50_megabytes_is_sketched_like_any_other():
    long = "never ending story " * 2_700_000
    made = sketch(pl.Series([long, "never ending story never ending story never"]), 3)
    assert len(long) > 50_000_000
    assert np.array_equal(part(made.shingles, 0), part(made.shingles, 1))
    assert np.array_equal(made.slots[0], made.slots[1])


@pytest.mark.parametrize("size", [1, 7, 4_000, 9_000])
def test_a_text_of_any_length_is_sketched_as_numpy_does(size):
    texts = pl.Series([" ".join(f"word{at * at % 5_003}" for at in range(size)), "x y " * size, "z" * size])
    assert same(sketch(texts), sketch_plainly(texts, 3))


def test_without_a_folder_for_machine_code_a_kernel_is_compiled_all_the_same():
    names: dict[str, Callable[[int], int]] = {}
    exec("def doubled(number):\n    return 2 * number\n", names)  # noqa: S102 - a function of no file
    assert compiled(names["doubled"])(21) == 42
