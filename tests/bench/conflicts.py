"""How surely contradicting answers are found in texts that were not written for this project; prints one JSON object.

python -m tests.bench.conflicts --text FILE [--rows 4000] [--seed 7] [--show 0]

FILE is JSON Lines with `question` and `answer`. Rows that are in a conflict as they are count as `natural` (read
them with --show: MedQuAD has answers of several institutes to one question) and are left out. Into the rest goes, for
every eighth row, the same question in other writing with an answer that contradicts (another number, a negation, an
answer to something else) or that says the same in other words or only its beginning: what is found of the former
is recall, what is found of all that is found precision.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

import polars as pl

from curation.dedup.duplicates import find_duplicates
from tests.bench._planting import _reworded, _said
from tests.bench.checks import Rows, rows_of

AGAINST = ("number", "negation", "other_answer", "number_reworded")
BESIDE = ("reworded", "beginning")
KINDS = (*AGAINST, *BESIDE)
WAYS = {
    "lower case": str.lower,
    "upper case": str.upper,
    "no mark": lambda question: question.rstrip(" ?"),
    "a word more": lambda question: f"{question.rstrip(' ?')} please?",
    "an article less": lambda question: question.replace("the ", "", 1),
}
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,4}(?:\.\d)?(?![\w.,/-]*\d)")
_VERB = re.compile(r"\b(is|are|can|may|does|do|should|must|will)\b(?! not\b)")


def other(kind: str, row: tuple[str, str], rows: Rows, draw: random.Random) -> str | None:
    """Return an answer of a kind to the question of a row, None where the row has no place for it."""
    answer = row[1]
    if kind in {"number", "number_reworded"}:
        places = list(_NUMBER.finditer(answer))
        if not places:
            return None
        at = draw.choice(places)
        text = answer[: at.start()] + f"{float(at.group()) * 3 + 1:g}" + answer[at.end() :]
        return _reworded(text, draw) if kind == "number_reworded" else text
    if kind == "negation":
        return _VERB.sub(lambda m: f"{m.group()} not", answer, count=1) if _VERB.search(answer) else None
    if kind == "other_answer":
        return draw.choice(rows)[1]
    if kind == "reworded":
        return _reworded(answer, draw)
    return " ".join(_said(answer)[: max(2 * len(_said(answer)) // 3, 2)])


def frame(rows: Rows) -> pl.DataFrame:
    """Number rows."""
    made = [(f"{i:06}", q, a) for i, (q, a) in enumerate(rows)]
    return pl.DataFrame(made, {"id": pl.String, "question": pl.String, "answer": pl.String}, orient="row")


def main() -> None:
    """Leave out what is natural, plant, count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    draw = random.Random(options.seed)  # noqa: S311 - a seeded draw
    rows = [row for row in rows_of(options.text, options.rows, options.seed) if len(row[1]) < 4_000]
    natural = find_duplicates(frame(rows)).conflicts
    for first, second in natural.select("first", "second").head(options.show).iter_rows():
        for name in (first, second):
            sys.stderr.write(f"{rows[int(name)][0]}\n    {rows[int(name)][1][:300]}\n")
        sys.stderr.write("\n")
    inside = {int(name) for column in ("first", "second") for name in natural[column]}
    kept = [row for i, row in enumerate(rows) if i not in inside and len(_said(row[1])) >= 3]
    planted: dict[int, str] = {}
    way: dict[int, str] = {}
    everything = list(kept)
    for i in range(0, len(kept), 8):
        kind = KINDS[i // 8 % len(KINDS)]
        answer = other(kind, kept[i], kept, draw)
        if answer is not None and answer != kept[i][1]:
            planted[i] = kind
            way[i] = draw.choice(list(WAYS))
            everything.append((WAYS[way[i]](kept[i][0]), answer))
    twin = {i: len(kept) + n for n, i in enumerate(planted)}
    found = find_duplicates(frame(everything)).conflicts
    pairs = {(int(first), int(second)) for first, second in found.select("first", "second").iter_rows()}
    hits = Counter(kind for i, kind in planted.items() if (i, twin[i]) in pairs)
    counts = Counter(planted.values())
    true = sum(hits[kind] for kind in AGAINST)
    ways = {w: [i for i, kind in planted.items() if kind in AGAINST and way[i] == w] for w in WAYS}
    told = {
        "rows": len(rows),
        "natural": natural.height,
        "planted": dict(counts),
        "recall": round(true / sum(counts[kind] for kind in AGAINST), 4),
        "recall_by_kind": {kind: round(hits[kind] / counts[kind], 4) for kind in AGAINST},
        "recall_by_writing": {w: round(sum((i, twin[i]) in pairs for i in f) / len(f), 4) for w, f in ways.items()},
        "precision": round(true / max(len(pairs), 1), 4),
        "false": {kind: hits[kind] for kind in BESIDE if hits[kind]},
        "false_beside": len(pairs) - sum(hits.values()),
    }
    json.dump(told, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
