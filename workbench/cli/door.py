"""The command line's door: the table of its commands; each is loaded alone (see curation/command_line.py).

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 paused, 130 cancelled.
"""

import sys
from collections.abc import Sequence

from curation.command_line import Command, Door, leave
from curation.texts import text

PROGRAM = "workbench"


def commands() -> dict[str, Command]:
    """Return every command in the order of `--help`."""
    return {
        "up": Command("up", text("Start the app and the worker, and print the address.")),
        "demo": Command("demo", text("Load the demo project, or remove it.")),
        "project": Command("project", text("Start, list and show projects.")),
        "person": Command("person", text("Add, invite and list people, reset how they sign in, end sessions.")),
        "token": Command("token", text("Make, list and revoke tokens with which programs call the workbench.")),
        "webhook": Command("webhook", text("Tell other systems what happens: add, list, test and remove webhooks.")),
        "import": Command("importing", text("Take in a file of questions and answers, and have it screened.")),
        "waiting": Command("mine", text("Show what waits for you, and what waits because nobody here knows it.")),
        "samples": Command("samples", text("List samples, first what needs eyes most.")),
        "retrieval": Command("retrieval", text("Write what belongs in retrieval as JSON lines.")),
        "gold": Command("gold", text("Control samples, whose answer is known: list, add and end them.")),
        "status": Command("status", text("Show where every sample stands and what is running.")),
        "version": Command("version", text("Plan, freeze, list, show, compare and export dataset versions.")),
        "train": Command("train", text("Train a model on a version.")),
        "runs": Command("runs", text("List, show, resume and cancel runs, and print their logs.")),
        "round": Command("round", text("Plan, answer and judge blind comparisons, and read the verdict.")),
        "pii": Command("pii", text("Train the names model, open a language, close the privacy review of a source.")),
        "bench": Command("bench", text("Measure redaction and the desk.")),
        "jobs": Command("jobs", text("List, show, cancel or retry background work.")),
        "events": Command("events", text("List, export and verify the audit log.")),
        "erase": Command("erase", text("Erase a person: every trace of some values, and name what had held them.")),
        "verify": Command("verify", text("Check the audit log, the folders and the references.")),
        "backup": Command("backup", text("Copy the home folder into one archive (without the key).")),
        "restore": Command("restore", text("Put a backup into an empty or replaced home folder.")),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command line and leave with its exit code; the console script."""
    leave(lambda: run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; an error is one sentence on stderr."""
    head = [
        text("Usage: workbench COMMAND [OPTIONS]"),
        "",
        text("Turns raw questions and answers into reviewed datasets, trained models and blind verdicts."),
    ]
    foot = [
        text("Every command takes --help, --home and --project; --json prints one object."),
        text("On plain files, without a home: python -m curation, python -m training, python -m eval."),
    ]
    return Door(PROGRAM, "workbench.cli", commands(), "\n".join(head), "\n".join(foot)).run(arguments)
