"""How every command line answers: commands that load alone, one JSON object or a sentence, errors said once.

Exit codes: 0 done, 1 failed, 2 wrong usage (what was typed cannot be followed), 3 paused, 130 stopped.
"""

import difflib
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from curation.domain.identity import Json
from curation.domain.jobs import EXIT_CODES, JobState
from curation.errors import JobCancelledError, JobFailedError, NotFoundError, WorkbenchError
from curation.stopping import STOPS
from curation.texts import text

OK, FAILED, USAGE, PAUSED, STOPPED = 0, 1, 2, 3, 130
AS_JSON = "--json"
_WRONG_USAGE = "UsageError"
_REFUSALS = {JobState.FAILED: JobFailedError.__name__, JobState.CANCELLED: JobCancelledError.__name__}


@dataclass(frozen=True)
class Command:
    """A command: the module of its door's package whose `app` (a typer.Typer) runs it, and one line of help."""

    module: str
    help: str


@dataclass(frozen=True)
class Door:
    """A program of several commands; `head` and `foot` stand around their list in its help."""

    program: str
    package: str
    commands: Mapping[str, Command]
    head: str
    foot: str

    def run(self, arguments: Sequence[str]) -> int:
        """Run one command line, loading its command alone, and return the exit code.

        An error is one sentence on stderr; with `--json` it is also `{"error": sentence, "kind": class}` on stdout.
        """
        if not arguments or arguments[0] in {"-h", "--help"}:
            sys.stdout.write(self._help())
            return OK
        name, rest = arguments[0], list(arguments[1:])
        as_json = AS_JSON in arguments
        if name not in self.commands:
            return refuse(self._unknown(name), _WRONG_USAGE, USAGE, as_json=as_json)
        try:
            return self._start(name, rest)
        except _WrongUsageError as error:
            return refuse(str(error), _WRONG_USAGE, USAGE, as_json=as_json)
        except WorkbenchError as error:
            code = STOPPED if isinstance(error, JobCancelledError) else FAILED
            return refuse(str(error), type(error).__name__, code, as_json=as_json)
        except KeyboardInterrupt:
            return refuse(text("Stopped."), JobCancelledError.__name__, STOPPED, as_json=as_json)

    def _start(self, name: str, arguments: list[str]) -> int:
        import typer  # noqa: PLC0415 - `--help` of the program answers without it

        app: typer.Typer = importlib.import_module(f"{self.package}.{self.commands[name].module}").app
        program = f"{self.program} {name}"
        # Some libraries swallow a Ctrl+C that falls into their loading; one that was held back arrives now.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        try:
            code: object = app(arguments, prog_name=program, standalone_mode=False)
        except typer.TyperException as error:
            problem = error.format_message().rstrip(".")
            parts = [part.name for part in app.registered_commands if part.name]
            program = " ".join([program, *(word for word in arguments[:1] if word in parts)])
            raise _WrongUsageError(
                text("{problem}. See: {program} --help", problem=problem, program=program)
            ) from error
        except typer.Abort as error:
            raise KeyboardInterrupt from error
        # Typer turns Ctrl+C inside a command into this code.
        if code == STOPPED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else OK

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name, self.commands, n=1)
        if near:
            return text(
                "There is no command {name}. Did you mean: {program} {near}",
                name=name,
                program=self.program,
                near=near[0],
            )
        return text("There is no command {name}. See: {program} --help", name=name, program=self.program)

    def _help(self) -> str:
        width = max(len(name) for name in self.commands)
        listed = [f"  {name:<{width}}  {command.help}" for name, command in self.commands.items()]
        return "\n".join([self.head, "", text("Commands:"), *listed, "", self.foot]) + "\n"


class _WrongUsageError(Exception):
    """What was typed cannot be followed; the message is the sentence that says why."""


@dataclass(frozen=True)
class InFolder:
    """The command line of a program that works in one folder: PROGRAM FOLDER [--json]."""

    folder: Path
    as_json: bool

    @contextmanager
    def stdout_free(self) -> Generator[None]:
        """With `--json`, send to stderr what anything prints meanwhile: stdout is kept for the object."""
        with redirect_stdout(sys.stderr) if self.as_json else nullcontext():
            yield

    def tell(self, state: JobState, value: Mapping[str, Json], sentence: str) -> int:
        """Tell how the work ended, with `--json` as one object on stdout, and return the exit code."""
        code = EXIT_CODES[state]
        if state in _REFUSALS:
            return refuse(sentence, _REFUSALS[state], code, as_json=self.as_json)
        if sentence:
            say(sentence)
        if self.as_json:
            show({"folder": str(self.folder), "state": state.value, **value}, "", as_json=True)
        return code


def in_folder(program: str, purpose: str, arguments: Sequence[str]) -> InFolder | int:
    """Read such a command line; returns the exit code where help or a refusal was all there was to say."""
    usage = text("Usage: {program} FOLDER [--json] ({purpose})", program=program, purpose=purpose)
    if {"-h", "--help"} & set(arguments):
        sys.stdout.write(usage + "\n")
        return OK
    as_json = AS_JSON in arguments
    given = [one for one in arguments if one != AS_JSON]
    if len(given) != 1 or given[0].startswith("-"):
        return refuse(usage, _WRONG_USAGE, USAGE, as_json=as_json)
    folder = Path(given[0]).resolve()
    if not folder.is_dir():
        missing = text("There is no folder {folder}. Check the path.", folder=folder)
        return refuse(missing, NotFoundError.__name__, FAILED, as_json=as_json)
    return InFolder(folder, as_json)


def show(value: Json, sentence: str, *, as_json: bool) -> None:
    """Print a command's result on stdout: the value as one JSON object with `--json`, else the sentence."""
    line = json.dumps(value, ensure_ascii=False, indent=2) if as_json else sentence
    if line:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def say(sentence: str) -> None:
    """Tell a person something on stderr, so that stdout stays the result alone."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def refuse(sentence: str, kind: str, code: int, *, as_json: bool) -> int:
    """Say on stderr why nothing came of it, with `--json` also as an object on stdout; return the code."""
    say(sentence)
    if as_json:
        show({"error": sentence, "kind": kind}, "", as_json=True)
    return code


def leave(run: Callable[[], int]) -> None:
    """Run a command line and leave with its exit code; who stops listening on stdout ends it quietly."""
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    if code == STOPPED:
        # Python ends as killed by SIGINT, whatever the code, where Ctrl+C fell into one of its own exec("text").
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
