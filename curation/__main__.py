"""File-to-file stages without a store: python -m curation redact|dedup|check IN OUT.

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped. Nothing half-written is left.
"""

import os
import signal
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from curation.engine.meter import Meter
from curation.errors import WorkbenchError
from curation.texts import text, texts

FAILED, USAGE, STOPPED = 1, 2, 130
USUAL = ("question", "answer")
POOL = 2

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help=text("Curation stages on plain files: Parquet, JSON Lines (.jsonl) or CSV, by ending."),
)
Source = Annotated[Path, typer.Argument(metavar="IN", help=text("The file to read."))]
Target = Annotated[Path, typer.Argument(metavar="OUT", help=text("The file to write."))]
Columns = Annotated[
    list[str] | None,
    typer.Option("--columns", help=text("The text columns: --columns question answer, after IN and OUT.")),
]
Workers = Annotated[int, typer.Option("--workers", min=1, help=text("How many processes work."))]


@app.command(help=text("Replace personal data by numbered tags such as <PERSON_1>, or as the policy says."))
def redact(  # noqa: PLR0913 - a command has as many options as it has
    source: Source,
    target: Target,
    *,
    columns: Columns = None,
    policy: Annotated[Path | None, typer.Option(help=text("A PII policy (JSON)."))] = None,
    spans: Annotated[Path | None, typer.Option(help=text("Also write where personal data stood."))] = None,
    profile: Annotated[
        str | None, typer.Option(help=text("recall or precise: what is less certain than its line is only suggested."))
    ] = None,
    key_file: Annotated[Path | None, typer.Option(help=text("The key for hashes and surrogates."))] = None,
    workers: Workers = POOL,
) -> None:
    """Redact a file."""
    from curation.stages import redact as stage  # noqa: PLC0415 - heavy

    meter = Meter(sys.stderr)
    with _failing(USAGE):
        _require_other_files(source, target, spans)
        key = stage.key_in(key_file) if key_file else b""
        rules = stage.policy_in(policy, profile)
        given = stage.Redaction(source, target, tuple(columns or USUAL), spans, rules, workers, key)
        table = stage.open_redaction(given)
    with _failing(FAILED):
        found = stage.redact_file(given, table, meter)
    meter.finish(text("{rows} rows, {found} pieces of personal data replaced.", rows=meter.rows, found=found))


@app.command(help=text("Find exact and near-duplicates, and answers that contradict one another."))
def dedup(  # noqa: PLR0913 - a command has as many options as it has
    source: Source,
    target: Target,
    *,
    columns: Columns = None,
    threshold: Annotated[float, typer.Option(help=text("The least Jaccard similarity of a pair."))] = 0.8,
    ngram: Annotated[int, typer.Option(help=text("How many words make a piece to compare."))] = 3,
    pairs: Annotated[Path | None, typer.Option(help=text("Also write the pairs of rows that are alike."))] = None,
    conflicts: Annotated[Path | None, typer.Option(help=text("Also write the pairs that contradict."))] = None,
) -> None:
    """Find the duplicates of a file."""
    from curation.stages.dedup import Deduplication, dedup_file, open_deduplication  # noqa: PLC0415 - heavy

    meter = Meter(sys.stderr)
    given = Deduplication(source, target, tuple(columns or USUAL), threshold, ngram, pairs, conflicts)
    with _failing(USAGE):
        _require_other_files(source, target, pairs, conflicts)
        table = open_deduplication(given)
    with _failing(FAILED):
        spare = dedup_file(given, table, meter)
    meter.finish(text("{rows} rows, of which {spare} are duplicates of others.", rows=meter.rows, spare=spare))


@app.command(help=text("Note weak samples: empty, truncated, refusals, markup, wrong language and more."))
def check(
    source: Source,
    target: Target,
    *,
    columns: Columns = None,
    language: Annotated[str, typer.Option(help=text("The language of the file (ISO 639), empty for any."))] = "en",
    workers: Workers = 1,
) -> None:
    """Check a file."""
    from curation.stages.check import Checking, check_file, open_checking  # noqa: PLC0415 - heavy

    names = tuple(columns or USUAL)
    if len(names) != len(USUAL):
        raise typer.BadParameter(text("Name two columns: the question's and the answer's."), param_hint="--columns")
    meter = Meter(sys.stderr)
    given = Checking(source, target, names[0], names[1], language, workers)
    with _failing(USAGE):
        _require_other_files(source, target)
        table = open_checking(given)
    with _failing(FAILED):
        counts = check_file(given, table, meter)
    for name, count in sorted(counts.items()):
        sys.stderr.write(f"{count:>8}  {name}\n")
    meter.finish(texts("{rows} rows, {count} note.", "{rows} rows, {count} notes.", counts.total(), rows=meter.rows))


@contextmanager
def _failing(code: int) -> Generator[None]:
    try:
        yield
    except WorkbenchError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(code) from error
    except KeyboardInterrupt as error:
        sys.stderr.write(text("Stopped. Nothing was written.") + "\n")
        raise typer.Exit(STOPPED) from error


def _require_other_files(source: Path, *targets: Path | None) -> None:
    places = [path.resolve() for path in (source, *targets) if path is not None]
    if len(set(places)) < len(places):
        raise WorkbenchError(text("A file is named twice. Read from one file and write to others."))


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
    """Run one command line."""
    signal.signal(signal.SIGTERM, _stop)
    app(spread(sys.argv[1:]), prog_name="python -m curation")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
