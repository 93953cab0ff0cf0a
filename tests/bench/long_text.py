"""Time by length: redaction of one long run of the same signs, for signs that have led patterns astray.

`python -m tests.bench.long_text` prints one JSON object: by unit, CPU seconds (the least of three) for 20,000 and for
80,000 code points, and how many times as long the second took: 4 is in line with the length, 16 with its square.
"""

import json
import sys
from time import process_time

from curation.pii.redactor import Redactor

UNITS = ("x", " ", "\n", ".", "1", "A", "@", "12, ", "7 42 310 5 ", "Anna ", "e\u0301", "ab1.", "a@", "<", "\U0001f600")
SIZES = (20_000, 80_000)
PASSES = 3


def seconds(redactor: Redactor, text: str) -> float:
    """Return the CPU seconds of one redaction, the least of three."""
    took: list[float] = []
    for _ in range(PASSES):
        started = process_time()
        redactor.redact_text(text)
        took.append(process_time() - started)
    return min(took)


def main() -> None:
    """Measure each unit and print."""
    redactor = Redactor()
    redactor.redact_text("Anna Weber, anna@example.com.")
    found: dict[str, dict[str, float]] = {}
    for unit in UNITS:
        short, long = (seconds(redactor, unit * (size // len(unit))) for size in SIZES)
        found[unit] = {
            "seconds_20000": round(short, 4),
            "seconds_80000": round(long, 4),
            "ratio": round(long / short, 1),
        }
    json.dump(found, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
