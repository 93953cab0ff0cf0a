"""Samples against what is held back: how long the comparison takes, and whether sets of words say the same.

python -m tests.bench.contamination [--samples 100000] [--held 10000] [--proof 3000]

Prints one JSON object; the figures are of processor seconds. A tenth of the samples are near a held text. The proof
compares so many samples with what sets of words, without any hashing, say of them.
"""

import argparse
import json
import random
import sys
from resource import RUSAGE_SELF, getrusage
from time import process_time

import polars as pl

from curation.dedup.contamination import held_of
from tests.bench._question_answers import question_answers
from tests.curation.dedup.held_oracle import Held

BYTES, NEAR, AT_ONCE = 600, 0.1, 2_000
MOST_SECONDS, MOST_GB = 10.0, 1.5


def corpus(samples: int, held: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return held pairs, and samples of which some are held ones with another word or in the midst of other text."""
    records = list(question_answers(samples + held, BYTES))
    kept, rest = records[:held], records[held:]
    draw = random.Random(2)  # noqa: S311 - a corpus, not a secret
    for at in draw.sample(range(samples), round(NEAR * samples)):
        question, answer = draw.choice(kept)
        words = answer.split()
        words[draw.randrange(len(words))] = "otherwise"
        rest[at] = (question + draw.choice(("", " please")), draw.choice((" ".join(words), f"It is so. {answer}")))
    return kept, rest


def compared(kept: list[tuple[str, str]], rest: list[tuple[str, str]]) -> dict[str, object]:
    """Compare questions with questions and answers with answers, batch by batch as a job does."""
    started, before = process_time(), getrusage(RUSAGE_SELF).ru_maxrss
    sides = [held_of(column) for column in zip(*kept, strict=True)]
    made, started = process_time() - started, process_time()
    noted = [0, 0]
    for start in range(0, len(rest), AT_ONCE):
        for side, column in enumerate(zip(*rest[start : start + AT_ONCE], strict=True)):
            noted[side] += sum(map(bool, sides[side].seen(pl.Series(column))))
    took = process_time() - started
    memory = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 2**20
    return {
        "samples": len(rest),
        "held": len(kept),
        "reading_held_cpu_seconds": round(made, 2),
        "cpu_seconds": round(took, 2),
        "more_gb": round(memory, 2),
        "questions_noted": noted[0],
        "answers_noted": noted[1],
        "ok": made + took <= MOST_SECONDS and memory <= MOST_GB,
    }


def proof(kept: list[tuple[str, str]], rest: list[tuple[str, str]]) -> dict[str, object]:
    """Hold what is said of answers against what sets of words say, and measure these too."""
    held, asked = [answer for _, answer in kept], [answer for _, answer in rest]
    started = process_time()
    plain = Held(held)
    expected = [plain.seen(one) for one in asked]
    took = process_time() - started
    return {
        "samples": len(asked),
        "sets_cpu_seconds": round(took, 2),
        "ok": held_of(held).seen(pl.Series(asked)) == expected,
    }


def main() -> int:
    """Measure, print, and say by the exit code whether all is well."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=100_000)
    parser.add_argument("--held", type=int, default=10_000)
    parser.add_argument("--proof", type=int, default=3_000)
    options = parser.parse_args()
    kept, rest = corpus(options.samples, options.held)
    held_of([""]).seen(pl.Series(["warm"]))
    report = {"compared": compared(kept, rest), "proof": proof(kept, rest[: options.proof])}
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")
    return 0 if all(part["ok"] for part in report.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
