"""`python -m curation redact IN OUT`."""

from pathlib import Path
from typing import Annotated

import typer

from curation.command_group import group
from curation.command_line import show
from curation.stages.options import (
    USUAL,
    AsJson,
    Columns,
    Source,
    Target,
    Workers,
    metered,
    require_other_files,
)
from curation.texts import text

POOL = 2
app = group(text("Replace personal data by numbered tags such as <PERSON_1>, or as the policy says."))


@app.command()
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
    ledger: Annotated[
        Path | None, typer.Option(help=text("Keep surrogates in this file, so that later runs give the same ones."))
    ] = None,
    workers: Workers = POOL,
    as_json: AsJson = False,
) -> None:
    """Replace personal data by numbered tags such as <PERSON_1>, or as the policy says."""
    require_other_files(source, target, spans, ledger, policy, key_file)
    from curation.stages import redact as stage  # noqa: PLC0415 - heavy: help and wrong usage answer without it

    key = stage.key_in(key_file) if key_file else b""
    rules = stage.policy_in(policy, profile)
    book = stage.ledger_in(ledger, rules, key) if ledger else None
    given = stage.Redaction(source, target, tuple(columns or USUAL), spans, rules, workers, key, book)
    with metered() as meter:
        found = stage.redact_file(given, stage.open_redaction(given), meter)
    show(
        {
            "rows": meter.rows,
            "replaced": found.replaced.total(),
            "suggested": found.suggested.total(),
            "by_type": dict(sorted(found.replaced.items())),
            "out": str(target),
            "spans": None if spans is None else str(spans),
        },
        text("{rows} rows, {found} pieces of personal data replaced.", rows=meter.rows, found=found.replaced.total()),
        as_json=as_json,
    )
