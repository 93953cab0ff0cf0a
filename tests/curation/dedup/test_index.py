"""The index on disk says what a search of everything would say, however it came to be, and survives what befalls it."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from curation.dedup.duplicates import find_duplicates, pairs_of
from curation.dedup.index import Reading, TextIndex, open_index
from curation.dedup.index_meta import META
from curation.dedup.minhash import as_minhash
from curation.dedup.policy import DuplicatePolicy, Unit
from curation.dedup.segments import FILES, DamagedIndexError
from tests.bench._question_answers import question_answers

USUAL = DuplicatePolicy()
ROOT = Path(__file__).parents[3]


def records(count, seed=0):
    made = [f"{question}\n{answer}" for question, answer in question_answers(count + seed, 250)][seed:]
    return {f"s{number:05}": text for number, text in enumerate(made)}


def frame(texts):
    rows = [(name, hash_of(text), text) for name, text in texts.items()]
    return pl.DataFrame(rows, schema={"id": pl.String, "mark": pl.UInt64, "text": pl.String}, orient="row")


def hash_of(text):
    return sum(map(ord, text)) + (len(text) << 32)


def reading(texts):
    return Reading(lambda ids: pl.Series([texts[name] for name in ids], dtype=pl.String))


def added(index, texts, fresh, away=()):
    return index.changed(list(away), frame(fresh), reading(texts))


def pairs(index):
    ids, alike, _ = index.alike()
    return sorted(pairs_of(ids, alike))


def expected(texts, policy=USUAL):
    rows = pl.DataFrame({"id": list(texts), "question": list(texts.values()), "answer": [""] * len(texts)})
    found = find_duplicates(rows.cast(pl.String), policy).pairs
    return sorted(found.filter(pl.col("kind") != "conflict").rows())


@pytest.mark.slow
@pytest.mark.parametrize("size", [1000, 300, 37])
def test_adding_in_parts_and_in_any_order_finds_what_one_search_finds(tmp_path, size):
    texts, draw = records(1000), random.Random(size)  # noqa: S311 - a corpus, not a secret
    order = draw.sample(sorted(texts), len(texts))
    index = open_index(tmp_path, USUAL)
    for start in range(0, len(order), size):
        part = {name: texts[name] for name in order[start : start + size]}
        index = added(index, texts, part)
    assert len(expected(texts)) > 100
    assert pairs(index) == expected(texts)
    assert pairs(open_index(tmp_path, USUAL)) == expected(texts)
    assert len(index.segments) <= 12


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_edits_and_removals_are_followed(tmp_path, seed):
    draw = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    known, pool = {}, list(records(1500, seed).values())
    index = open_index(tmp_path, USUAL)
    for _ in range(12):
        away = draw.sample(sorted(known), min(len(known), draw.randrange(60)))
        edited = {name: draw.choice(pool) for name in away if draw.random() < 0.5}
        fresh = edited | {f"s{draw.randrange(10**9)}": draw.choice(pool) for _ in range(draw.randrange(90))}
        known = {name: text for name, text in known.items() if name not in away} | fresh
        index = added(open_index(tmp_path, USUAL), known, fresh, away)
        assert pairs(index) == expected(known)
        assert set(index.live()["id"]) == set(known)


def test_a_text_that_went_and_comes_back_finds_what_came_meanwhile(tmp_path):
    first, second = "one two three four five six seven eight nine ten", "one two three four five six seven eight nine"
    index = added(open_index(tmp_path, USUAL), {}, {"a": first})
    index = added(index, {}, {}, ["a"])
    index = added(index, {}, {"b": second})
    index = added(index, {"b": second}, {"c": first})
    assert pairs(index) == expected({"b": second, "c": first})
    assert len(pairs(index)) == 1


@pytest.mark.slow
def test_small_segments_become_few_and_leave_nothing_behind(tmp_path):
    texts = records(120)
    index = open_index(tmp_path, USUAL)
    for name, text in texts.items():
        index = added(index, texts, {name: text})
    assert len(index.segments) <= 10
    assert {one.name for one in tmp_path.iterdir()} == {META, *(one.name for one in index.segments)}
    assert pairs(index) == expected(texts)


def test_what_is_removed_is_gone_from_the_disk_when_much_of_a_segment_is(tmp_path):
    texts = records(100)
    index = added(open_index(tmp_path, USUAL), texts, texts)
    index = added(index, texts, {}, list(texts)[:60])
    assert [len(one.gone) for one in index.segments] == [40]
    assert added(index, texts, {}, list(texts)[60:]).segments == ()


def test_each_row_of_the_signatures_is_a_datasketch_minhash(tmp_path):
    texts = records(20)
    [segment] = added(open_index(tmp_path, USUAL), texts, texts).segments
    one = as_minhash(segment.slots[3])
    assert one.jaccard(as_minhash(segment.slots[3])) == 1.0
    assert one.jaccard(as_minhash(segment.slots[4])) < 0.5


def test_letters_stand_for_words_where_none_are_parted(tmp_path):
    policy = DuplicatePolicy(threshold=0.6, ngram=5, unit=Unit.LETTERS)
    texts = {
        "a": "高血压患者应该每天测量两次血压并做记录",
        "b": "高血压患者应该每天测量两次血压;并做记录。",
        "c": "房东必须提前通知租客",
    }
    texts["d"] = texts["a"] + "吧"
    index = added(open_index(tmp_path, policy), texts, texts)
    assert pairs(index) == expected(texts, policy)
    assert {pair[:2] for pair in pairs(index)} == {("a", "b"), ("a", "d"), ("b", "d")}


def spoil_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


SPOILS = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "flipped": spoil_byte,
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("spoil", SPOILS)
def test_a_damaged_file_is_refused_with_a_sentence(tmp_path, file, spoil):
    texts = records(30)
    [segment] = added(open_index(tmp_path, USUAL), texts, texts).segments
    SPOILS[spoil](tmp_path / segment.name / file)
    with pytest.raises(DamagedIndexError, match=r"damaged.*\."):
        open_index(tmp_path, USUAL)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"segments": [1], "settings": {}, "crowds": 0}'])
def test_a_meta_file_that_says_nothing_is_refused(tmp_path, content):
    (tmp_path / META).write_text(content)
    with pytest.raises(DamagedIndexError, match="damaged"):
        open_index(tmp_path, USUAL)


@pytest.mark.parametrize("policy", [DuplicatePolicy(threshold=0.7), DuplicatePolicy(ngram=2)])
def test_an_index_of_other_settings_is_refused(tmp_path, policy):
    added(open_index(tmp_path, USUAL), {}, {"a": "some text"})
    with pytest.raises(DamagedIndexError, match="other settings"):
        open_index(tmp_path, policy)


def test_a_row_number_that_is_not_there_is_refused(tmp_path):
    added(open_index(tmp_path, USUAL), {}, {"a": "some text"})
    meta = json.loads((tmp_path / META).read_text())
    meta["segments"][0]["gone"] = [7]
    (tmp_path / META).write_text(json.dumps(meta))
    with pytest.raises(DamagedIndexError):
        open_index(tmp_path, USUAL)


CHANGES = """
import sys
from pathlib import Path
from curation.dedup.index import open_index
from tests.curation.dedup.test_index import USUAL, added, records
texts = records(600)
names = sorted(texts)
print("ready", flush=True)
for start in range(0, 600, 10):
    index = open_index(Path(sys.argv[1]), USUAL)
    live = set(index.live()["id"])
    fresh = {name: texts[name] for name in names[start:start + 10] if name not in live}
    added(index, texts, fresh)
"""


@pytest.mark.slow
def test_killed_anywhere_it_is_as_before_or_as_after(tmp_path):
    texts, draw = records(600), random.Random(1)  # noqa: S311 - a corpus, not a secret
    folder, kills = tmp_path / "index", 0
    while kills < 5:
        running = subprocess.Popen([sys.executable, "-c", CHANGES, str(folder)], cwd=ROOT, stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(draw.random())
        running.send_signal(signal.SIGKILL)
        running.communicate()
        kills += 1
        index = open_index(folder, USUAL)
        known = {name: texts[name] for name in index.live()["id"]}
        assert len(known) % 10 == 0
        assert pairs(index) == expected(known)
        if len(known) == len(texts):
            shutil.rmtree(folder)
    subprocess.run([sys.executable, "-c", CHANGES, str(folder)], cwd=ROOT, check=True)
    assert pairs(open_index(folder, USUAL)) == expected(texts)
    names = {one.name for one in open_index(folder, USUAL).segments}
    assert {one.name for one in folder.iterdir()} == {META, *names}


def test_an_index_is_a_value_that_a_change_leaves_as_it_was(tmp_path):
    before = added(open_index(tmp_path, USUAL), {}, {"a": "one text"})
    after = added(before, {"a": "one text"}, {"b": "another text"})
    assert (before.live().height, after.live().height) == (1, 2)
    assert replace(before, folder=tmp_path) == before
    assert isinstance(after, TextIndex)
