"""`python -m curation check IN OUT`."""

from pathlib import Path
from typing import Annotated

import typer

from curation.command_group import group
from curation.command_line import show
from curation.stages.options import (
    AsJson,
    Columns,
    Source,
    Target,
    Workers,
    metered,
    question_and_answer,
    require_other_files,
)
from curation.texts import text, texts

app = group(text("Note weak samples: empty, truncated, refusals, markup, wrong language and more."))


@app.command()
def check(  # noqa: PLR0913 - a command has as many options as it has
    source: Source,
    target: Target,
    *,
    columns: Columns = None,
    language: Annotated[str, typer.Option(help=text("The language of the file (ISO 639), empty for any."))] = "en",
    context: Annotated[
        str | None, typer.Option(help=text("The column of the passage that the answer must rest on."))
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(help=text("A YAML file: switches, own rules, targets (see docs/checks.md)."))
    ] = None,
    workers: Workers = 1,
    as_json: AsJson = False,
) -> None:
    """Note weak samples: empty, truncated, refusals, markup, wrong language and more."""
    names = question_and_answer(columns)
    require_other_files(source, target, policy)
    from curation.stages import check as stage  # noqa: PLC0415 - heavy: help and wrong usage answer without it

    given = stage.Checking(source, target, *names, language, workers, context, policy)
    rules = stage.policy_in(policy)
    with metered() as meter:
        counts = stage.check_file(given, stage.open_checking(given), rules, meter)
    lines = [f"{count:>8}  {name}" for name, count in sorted(counts.items())]
    lines.append(texts("{rows} rows, {count} note.", "{rows} rows, {count} notes.", counts.total(), rows=meter.rows))
    show(
        {"rows": meter.rows, "notes": counts.total(), "by_check": dict(sorted(counts.items())), "out": str(target)},
        "\n".join(lines),
        as_json=as_json,
    )
