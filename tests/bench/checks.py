"""How well and how fast the checks are, on texts that were not written for this project; prints one JSON object.

python -m tests.bench.checks --text FILE [--rows 2000] [--seed 7]

FILE is JSON Lines with `question` and `answer`. Three things are measured: how many notes untouched samples get;
how much of what a seeded script plants in grounded samples is found (the answer becomes the passage; a reworded
extract of it becomes the answer; into half of them goes one wrong amount or one sentence from elsewhere); and how
many samples a second each kind of check does (processor seconds of one core).
"""

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path
from time import process_time

from curation.domain.samples import Conversation, question_and_answer
from curation.quality.passages import Case
from curation.quality.suite import CHECKS, check
from tests.bench._planting import KINDS, planted
from tests.curation.stages.planted import corpus

BYTES = 700
Rows = list[tuple[str, str]]


def rows_of(path: Path, count: int, seed: int) -> Rows:
    """Return `count` questions and answers of a file, drawn by the seed."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [(row["question"], row["answer"]) for row in map(json.loads, lines) if row["answer"].strip()]
    random.Random(seed).shuffle(found)  # noqa: S311 - a seeded draw
    return found[:count]


def samples(count: int) -> list[Conversation]:
    """Join texts of the planted corpus to samples of about 700 bytes, as `tests.bench.stages` does."""
    draw = random.Random(7)  # noqa: S311 - a corpus, not a secret
    texts = [(one.question, one.answer) for one in corpus().values() if len(one.answer) < 2 * BYTES]
    made: list[Conversation] = []
    for number in range(count):
        question, answer = draw.choice(texts)
        parts = [answer]
        while len(question) + sum(map(len, parts)) < BYTES:
            parts.append(draw.choice(texts)[1])
        made.append(question_and_answer(f"{question} ({number})", " ".join(parts)))
    return made


def untouched(rows: Rows) -> dict[str, object]:
    """Count the notes on samples as they are, per 100 samples."""
    notes: Counter[str] = Counter()
    noted = 0
    for question, answer in rows:
        found = check(question_and_answer(question, answer), "en")
        notes.update(finding.check for finding in found)
        noted += bool(found)
    per = 100 / len(rows)
    return {
        "samples": len(rows),
        "notes_per_100": round(notes.total() * per, 2),
        "noted_samples_per_100": round(noted * per, 2),
        "by_check_per_100": {name: round(count * per, 2) for name, count in notes.most_common()},
    }


def grounded(rows: Rows, seed: int) -> dict[str, object]:
    """Plant in grounded samples and say what was found: recall by kind, precision over all notes."""
    hits, planted_of, true, false, clean, clean_notes = Counter(), Counter(), 0, 0, 0, Counter()
    for one in planted(rows, seed):
        found = [f for f in check(one.conversation, "en") if f.check in {"numbers", "unsupported"}]
        if one.kind is None:
            clean += 1
            clean_notes.update(f.check for f in found)
        inside = [f for f in found if one.kind and f.place.start < one.end and one.start < f.place.end]
        true, false = true + bool(inside), false + len(found) - len(inside)
        if one.kind:
            planted_of[one.kind] += 1
            hits[one.kind] += bool(inside)
    return {
        "planted": planted_of.total(),
        "clean": clean,
        "recall": round(hits.total() / max(planted_of.total(), 1), 4),
        "recall_by_kind": {kind: round(hits[kind] / max(planted_of[kind], 1), 4) for kind in KINDS},
        "planted_by_kind": dict(planted_of),
        "precision": round(true / max(true + false, 1), 4),
        "false_notes_per_100_clean": round(100 * clean_notes.total() / max(clean, 1), 2),
        "false_by_check": dict(clean_notes),
    }


def speeds(given: list[Conversation]) -> dict[str, int]:
    """Return samples a second of a core: all pattern checks together, and each other kind of work by itself."""
    found: dict[str, int] = {}
    for work in sorted({row.work for row in CHECKS.values()}):
        looks = [row.look for row in CHECKS.values() if row.work is work]
        cases = [Case(one, "en") for one in given]
        for case in cases[:20]:
            for look in looks:
                tuple(look(case))
        cases = [Case(one, "en") for one in given]
        started = process_time()
        for case in cases:
            for look in looks:
                tuple(look(case))
        found[work.value] = round(len(cases) / (process_time() - started))
    return found


def main() -> None:
    """Measure all three."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", type=Path)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    made = samples(2_000)
    report: dict[str, object] = {"samples_a_second_of_700_bytes": speeds(made)}
    if options.text is not None:
        rows = rows_of(options.text, options.rows, options.seed)
        mean = sum(len(q) + len(a) for q, a in rows) / len(rows)
        several = [one.conversation for one in planted(rows[:3_000], options.seed)]
        report |= {
            "text": options.text.name,
            "characters_a_sample": round(mean),
            "samples_a_second": speeds([question_and_answer(*row) for row in rows[:2_000]]),
            "samples_with_passage_a_second": {"grounding": speeds(several)["grounding"]},
            "untouched": untouched(rows),
            "grounded": grounded(rows, options.seed),
        }
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
