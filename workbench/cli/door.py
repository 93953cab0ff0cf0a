"""The command line's door: finds the command's module, loads that one alone, and shows errors once.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 paused, 130 cancelled.
"""

import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from curation.errors import JobCancelledError, WorkbenchError
from curation.texts import text

PROGRAM = "workbench"
OK, FAILED, USAGE, PAUSED, CANCELLED = 0, 1, 2, 3, 130


@dataclass(frozen=True)
class Command:
    """A command: the module of workbench.cli whose `app` (a typer.Typer) runs it, and one line of help."""

    module: str
    help: str


def commands() -> dict[str, Command]:
    """Return every command in the order of `--help`."""
    return {
        "up": Command("up", text("Start the app and the worker, and print the address.")),
        "demo": Command("demo", text("Load the demo project, or remove it.")),
        "project": Command("project", text("Start, list and show projects.")),
        "person": Command("person", text("Add and list the people of a project.")),
        "import": Command("importing", text("Take in a file of questions and answers, and have it screened.")),
        "samples": Command("samples", text("List samples, first what needs eyes most.")),
        "status": Command("status", text("Show where every sample stands and what is running.")),
        "version": Command("version", text("Plan, freeze, list, show, compare and export dataset versions.")),
        "train": Command("train", text("Train a model on a version.")),
        "runs": Command("runs", text("List, show, resume and cancel runs, and print their logs.")),
        "round": Command("round", text("Plan, answer and judge blind comparisons, and read the verdict.")),
        "jobs": Command("jobs", text("List, show, cancel or retry background work.")),
        "erase": Command("erase", text("Erase a person: every trace of some values, and name what had held them.")),
        "verify": Command("verify", text("Check the audit log, the folders and the references.")),
        "backup": Command("backup", text("Copy the home folder into one archive (without the key).")),
        "restore": Command("restore", text("Put a backup into an empty or replaced home folder.")),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command line and leave with its exit code; the console script. Who stops listening ends it quietly."""
    try:
        code = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; an error is one sentence on stderr.

    With `--json`, an error is `{"error": sentence, "kind": class}` on stdout instead.
    """
    if not arguments or arguments[0] in {"-h", "--help"}:
        sys.stdout.write(_help())
        return OK
    name, rest = arguments[0], list(arguments[1:])
    table = commands()
    if name not in table:
        sys.stderr.write(_unknown(name, table) + "\n")
        return USAGE
    try:
        _start(name, table[name], rest)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else OK
    except WorkbenchError as error:
        return _shown(error, as_json="--json" in rest)
    except KeyboardInterrupt:
        return CANCELLED
    return OK


def _start(name: str, command: Command, arguments: list[str]) -> None:
    module = importlib.import_module(f"workbench.cli.{command.module}")
    module.app(arguments, prog_name=f"{PROGRAM} {name}")


def _shown(error: WorkbenchError, *, as_json: bool) -> int:
    if as_json:
        from workbench.cli.output import show  # noqa: PLC0415 - keeps typer out of `workbench --help`

        show({"error": str(error), "kind": type(error).__name__}, "", as_json=True)
    else:
        sys.stderr.write(f"{error}\n")
    return CANCELLED if isinstance(error, JobCancelledError) else FAILED


def _unknown(name: str, table: dict[str, Command]) -> str:
    near = difflib.get_close_matches(name, table, n=1)
    if near:
        return text("There is no command {name}. Did you mean: workbench {near}", name=name, near=near[0])
    return text("There is no command {name}. See: workbench --help", name=name)


def _help() -> str:
    table = commands()
    width = max(len(name) for name in table)
    lines = [
        text("Usage: workbench COMMAND [OPTIONS]"),
        "",
        text("Turns raw questions and answers into reviewed datasets, trained models and blind verdicts."),
        "",
        text("Commands:"),
        *(f"  {name:<{width}}  {command.help}" for name, command in table.items()),
        "",
        text("Every command takes --help, --home and --project; --json prints one object."),
        text("On plain files, without a home: python -m curation, python -m training, python -m eval."),
    ]
    return "\n".join(lines) + "\n"
