"""File-to-file stages without a store: python -m curation redact|dedup|check|contamination IN OUT.

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped. Nothing half-written is left.
"""

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from curation.command_line import Command, Door, leave
from curation.stopping import STOPS
from curation.texts import text

PROGRAM = "python -m curation"


def commands() -> dict[str, Command]:
    """Return every file command in the order of `--help`; the modules are those of curation/stages/commands."""
    return {
        "redact": Command("redact", text("Replace personal data by numbered tags, or as the policy says.")),
        "dedup": Command("dedup", text("Find exact and near-duplicates, and answers that contradict one another.")),
        "contamination": Command("contamination", text("Note texts that stand in a file of held-back questions.")),
        "check": Command("check", text("Note weak samples: empty, truncated, refusals, markup and more.")),
    }


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; an error is one sentence on stderr."""
    head = [
        text("Usage: python -m curation COMMAND IN OUT [OPTIONS]"),
        "",
        text("Curation stages on plain files: Parquet, JSON Lines (.jsonl) or CSV, by ending."),
    ]
    foot = [
        text("Every command takes --help; --json prints one object with the counts. Progress goes to stderr."),
        text("OUT appears when all of it stands. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped."),
    ]
    door = Door(PROGRAM, "curation.stages.commands", commands(), "\n".join(head), "\n".join(foot))
    return door.run(spread(arguments))


def spread(arguments: Sequence[str]) -> list[str]:
    """Let one --columns take several names: up to the next option, or parted by commas."""
    made: list[str] = []
    naming = False
    for argument in arguments:
        if argument.startswith("-"):
            naming = argument == "--columns"
            made += [] if naming else [argument]
        else:
            names = argument.split(",") if naming else [argument]
            made += [part for name in names for part in (("--columns", name) if naming else (name,))]
    return made


def main() -> None:
    """Run one command line; the first wish to stop is followed, further ones do not disturb the tidying up."""
    # The door lets them through again, where stopping is said in a sentence.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    for number in STOPS:
        signal.signal(number, _stop)
    leave(lambda: run(sys.argv[1:]))


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
