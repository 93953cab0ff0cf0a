"""Speed of the curation stages on samples of about 700 bytes; prints one JSON object.

python -m tests.bench.stages [--rows 10000] [--workers 2]
"""

import argparse
import json
import random
import sys
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

import polars as pl

from curation.dedup.duplicates import find_duplicates
from curation.domain.samples import Conversation, question_and_answer
from curation.engine.pool import batches_of, map_batches
from curation.pii.opening import redacting
from curation.pii.policy import PiiPolicy
from curation.quality.suite import checking
from tests.curation.stages.planted import corpus

BYTES = 700
BATCH = 250


def samples(count: int) -> list[Conversation]:
    """Join texts of the planted corpus (personal data, markup and all) to samples of about 700 bytes."""
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


def timed(opener, argument, given: list[Conversation], workers: int):
    """Return what a stage makes of the samples, and the seconds it took (starting the pool included)."""
    started = perf_counter()
    batches = map_batches(opener, argument, batches_of(given, BATCH), workers)
    made = [one for batch in batches for one in batch]
    return made, perf_counter() - started


def cpu() -> float:
    """Return the processor seconds of this process and its ended children: what a busy machine does not change much."""
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Run the stages one after the other, as an import does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    given = samples(options.rows)
    before = cpu()
    redacted, redacting_took = timed(redacting, PiiPolicy(), given, options.workers)
    clean = [one.conversation for one in redacted]
    notes, checking_took = timed(checking, "en", clean, 1)
    rows = [(f"{i:06}", one.question, one.answer) for i, one in enumerate(clean)]
    frame = pl.DataFrame(rows, schema={"id": pl.String, "question": pl.String, "answer": pl.String}, orient="row")
    started = perf_counter()
    pairs = find_duplicates(frame).pairs
    dedup_took = perf_counter() - started
    seconds = {"redact": redacting_took, "check": checking_took, "dedup": dedup_took}
    size = sum(len((one.question + one.answer).encode()) for one in given) / len(given)
    report = {
        "rows": len(given),
        "bytes_a_row": round(size),
        "workers": options.workers,
        "seconds": {name: round(took, 2) for name, took in seconds.items()},
        "rows_a_second": {name: round(len(given) / took) for name, took in seconds.items()},
        "all_seconds": round(sum(seconds.values()), 2),
        "cpu_seconds": round(cpu() - before, 2),
        "spans": sum(len(one.spans) for one in redacted),
        "notes": sum(len(found) for found in notes),
        "pairs": pairs.height,
    }
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
