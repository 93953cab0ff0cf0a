"""How long `workbench --help` takes, started from nothing: at most 0.5 s.

`python -m tests.bench.cli_help` prints one JSON object.
"""

import json
import statistics
import subprocess
import sys
import time

LIMIT_SECONDS = 0.5
TIMES = 15
COMMANDS = (["--help"], ["jobs", "--help"], ["import", "--help"])


def seconds(arguments: list[str]) -> float:
    """The median of several starts."""
    code = "from workbench.cli.door import main; main()"
    taken: list[float] = []
    for _ in range(TIMES):
        before = time.monotonic()
        subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True)
        taken.append(time.monotonic() - before)
    return round(statistics.median(taken), 3)


def main() -> None:
    """Measure, print, and fail where help is too slow."""
    found = {" ".join(arguments): seconds(list(arguments)) for arguments in COMMANDS}
    sys.stdout.write(json.dumps({"limit_seconds": LIMIT_SECONDS, "median_seconds": found}) + "\n")
    if found["--help"] > LIMIT_SECONDS:
        sys.exit(1)


if __name__ == "__main__":
    main()
