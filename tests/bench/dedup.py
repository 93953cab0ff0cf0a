"""Duplicate search against datasketch, gaoya and the exact join, then a million records, then 10,000 more.

python -m tests.bench.dedup [--rows 200000] [--large 1000000] [--text FILE] [--part ratios|files ...]

Prints one JSON object; every figure is of processor seconds, in this one run. FILE has a question and an answer a
JSON line; without it the texts are made from those of data_samples. gaoya is measured where it is installed
(pip install gaoya==0.2.2; it is no dependency).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time

import numpy as np
import polars as pl
from datasketch import MinHash, MinHashLSH
from xxhash import xxh32_intdigest

from curation.dedup.alike import find_alike
from curation.dedup.index import Reading, open_index
from curation.dedup.letters import words
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.prints import prints_of
from tests.bench._question_answers import question_answers
from tests.curation.dedup.oracle import copies, exact_join

ROOT = Path(__file__).parents[2]
USUAL = DuplicatePolicy()
BYTES, LARGE_BYTES, NEW, THREADS = 700, 450, 10_000, 2
LEAST_DATASKETCH, LEAST_GAOYA, MOST_SECONDS, MOST_GB, MOST_SHARE = 20.0, 6.0, 12.0, 2.5, 0.2
Pairs = set[tuple[int, int]]


def ours(column: pl.Series) -> Pairs:
    """Search as the file command does, from a text column in memory to verified pairs."""
    found = find_alike(prints_of([column], USUAL, THREADS, len(column)))
    return {(a, b) for sides in (found.copies, found.near.pairs) for a, b in sides.tolist()}


def datasketch(texts: list[str]) -> Pairs:
    """Its generator with xxhash, its index with its own choice of bands, its own estimate of what it returns."""
    tokens = (_grams(text) for text in texts)
    index, kept, found = MinHashLSH(threshold=USUAL.threshold, num_perm=128), [], set()
    for row, minhash in enumerate(MinHash.generator(tokens, num_perm=128, hashfunc=xxh32_intdigest)):
        found |= {(other, row) for other in index.query(minhash) if minhash.jaccard(kept[other]) >= USUAL.threshold}
        index.insert(row, minhash, check_duplication=False)
        kept.append(minhash)
    return found


def gaoya(texts: list[str]) -> Pairs:
    """Its string index with 25 bands of 5, which is its best here."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, USUAL.threshold, 25, 5, None, "word", lowercase=True, ngram_range=(3, 3))
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    answers = index.par_bulk_query(texts)
    return {(other, row) for row, found in enumerate(answers) for other in found if other < row}


def ratios(rows: int, own: Path | None) -> dict[str, object]:
    """Measure the three on the same texts, and what each finds against the exact join."""
    texts = [f"{question}\n{answer}" for question, answer in question_answers(rows, BYTES, own)]
    column = pl.Series(texts)
    ours(column.head(2_000))
    engines: dict[str, Callable[[list[str]], Pairs]] = {"ours": lambda _: ours(column), "datasketch": datasketch}
    if find_spec("gaoya") is not None:
        engines["gaoya"] = gaoya
    truth, equal = set(exact_join(texts)), copies(texts)
    doubled = {copy for _, copy in equal}
    report: dict[str, object] = {"rows": rows, "bytes_a_row": round(sum(map(len, texts)) / rows), "pairs": len(truth)}
    spent: dict[str, float] = {}
    for name, engine in engines.items():
        took = []
        for _ in range(3 if name == "ours" else 1):
            started = process_time()
            found = engine(texts)
            took.append(process_time() - started)
        spent[name] = sorted(took)[len(took) // 2]
        among = {pair for pair in found if not doubled & set(pair)}
        report[name] = {
            "cpu_seconds": round(spent[name], 2),
            "recall": round(len(among & truth) / len(truth), 5),
            "precision": round(len(among & truth) / len(among), 5),
            **({"copies_are_all_found": found - among == equal} if name == "ours" else {}),
        }
    ratio = {name: round(spent[name] / spent["ours"], 1) for name in spent if name != "ours"}
    limits = {"datasketch": LEAST_DATASKETCH, "gaoya": LEAST_GAOYA}
    exact = found_exactly(report["ours"])
    return report | {"times_as_fast_as": ratio, "ok": exact and all(ratio[name] >= limits[name] for name in ratio)}


def found_exactly(one: object) -> bool:
    """Tell whether all pairs were found and no other."""
    return isinstance(one, dict) and one["recall"] == one["precision"] == 1 and one["copies_are_all_found"] is True


def files(folder: Path, rows: int, own: Path | None) -> dict[str, object]:
    """Measure the command on a file of Parquet: everything, from the start of the process to its end."""
    made = pl.DataFrame(question_answers(rows, LARGE_BYTES, own), schema=["question", "answer"], orient="row")
    size = made.select(pl.sum_horizontal(pl.all().str.len_bytes()).mean()).item()
    made.write_parquet(folder / "in.parquet")
    del made
    command = [sys.executable, "-m", "curation", "dedup", "in.parquet", "out.parquet", "--pairs", "pairs.parquet"]
    took = []
    for _ in range(3):
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env={"PYTHONPATH": str(ROOT)})
        after = getrusage(RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    seconds, memory = sorted(took)[1], after.ru_maxrss / 2**20
    return {
        "rows": rows,
        "bytes_a_row": round(size),
        "cpu_seconds": round(seconds, 2),
        "of_three": [round(one, 2) for one in took],
        "gb": round(memory, 2),
        "pairs": pl.scan_parquet(folder / "pairs.parquet").select(pl.len()).collect().item(),
        "ok": seconds <= MOST_SECONDS and memory <= MOST_GB,
    }


def index(folder: Path, full: float) -> dict[str, object]:
    """Put all but 10,000 records of the file into an index, then these, and hold the pairs against the file's."""
    frame = pl.read_parquet(folder / "in.parquet")
    texts = frame.select(pl.concat_str("question", "answer", separator="\n")).to_series()
    names = pl.Series("id", [f"{row:09}" for row in range(len(texts))])
    records = pl.DataFrame(
        {"id": names, "mark": pl.Series([1], dtype=pl.UInt64).new_from_index(0, len(texts)), "text": texts}
    )
    late = np.zeros(len(texts), bool)
    late[np.random.default_rng(1).choice(len(texts), min(NEW, len(texts) // 10), replace=False)] = True
    reading = Reading(lambda ids: texts.gather([int(name) for name in ids]), threads=THREADS)
    started = process_time()
    open_index(folder / "index", USUAL).changed([], records.filter(~pl.Series(late)), reading)
    first, started = process_time() - started, process_time()
    grown = open_index(folder / "index", USUAL).changed([], records.filter(pl.Series(late)), reading)
    _, alike, _ = grown.alike()
    took = process_time() - started
    told = pl.read_parquet(folder / "pairs.parquet")
    expected = [told.filter(kind=kind).select("a", "b").to_numpy() for kind in ("exact", "near")]
    copied = alike.copies[np.lexsort((alike.copies[:, 1], alike.copies[:, 0]))]
    same = np.array_equal(expected[0], copied) and np.array_equal(expected[1], alike.near.pairs)
    return {
        "new": int(late.sum()),
        "known": len(texts) - int(late.sum()),
        "cpu_seconds": round(took, 2),
        "building_cpu_seconds": round(first, 2),
        "share_of_the_full_run": round(took / full, 3),
        "same_pairs": same,
        "ok": same and took <= MOST_SHARE * full,
    }


def _grams(text: str) -> list[bytes]:
    given = words(text)
    size = min(3, len(given))
    return [" ".join(given[at : at + size]).encode() for at in range(len(given) - size + 1)]


def main() -> int:
    """Measure the parts that are asked for, print, and say by the exit code whether all is well."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--part", nargs="+", choices=["ratios", "files"], default=["ratios", "files"])
    options = parser.parse_args()
    report: dict[str, dict[str, object]] = {}
    if "ratios" in options.part:
        report["ratios"] = ratios(options.rows, options.text)
    if "files" in options.part:
        with tempfile.TemporaryDirectory() as folder:
            report["files"] = files(Path(folder), options.large, options.text)
            report["index"] = index(Path(folder), float(str(report["files"]["cpu_seconds"])))
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")
    return 0 if all(part["ok"] for part in report.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
