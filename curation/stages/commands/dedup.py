"""`python -m curation dedup IN OUT`."""

from pathlib import Path
from typing import Annotated

import typer

from curation.command_group import group
from curation.command_line import show
from curation.stages.options import (
    USUAL,
    AsJson,
    Columns,
    Letters,
    Source,
    Target,
    metered,
    require_other_files,
)
from curation.texts import text

app = group(text("Find exact and near-duplicates, and answers that contradict one another."))


@app.command()
def dedup(  # noqa: PLR0913 - a command has as many options as it has
    source: Source,
    target: Target,
    *,
    columns: Columns = None,
    threshold: Annotated[
        float, typer.Option(min=0.3, max=1.0, help=text("The least Jaccard similarity of a pair."))
    ] = 0.8,
    ngram: Annotated[int, typer.Option(min=1, help=text("How many words make a piece to compare."))] = 3,
    pairs: Annotated[Path | None, typer.Option(help=text("Also write the pairs of rows that are alike."))] = None,
    conflicts: Annotated[Path | None, typer.Option(help=text("Also write the pairs that contradict."))] = None,
    letters: Letters = False,
    as_json: AsJson = False,
) -> None:
    """Find exact and near-duplicates, and answers that contradict one another."""
    require_other_files(source, target, pairs, conflicts)
    from curation.stages import dedup as stage  # noqa: PLC0415 - heavy: help and wrong usage answer without it

    unit = stage.Unit.LETTERS if letters else stage.Unit.WORDS
    given = stage.Deduplication(source, target, tuple(columns or USUAL), threshold, ngram, pairs, conflicts, unit)
    with metered() as meter:
        found = stage.dedup_file(given, stage.open_deduplication(given), meter)
    said = text("{rows} rows, of which {spare} are duplicates of others.", rows=meter.rows, spare=found.spare)
    if found.crowds:
        said += " " + text(
            "{count} sets of alike texts are very large: only their pairs with the first and of neighbours are told.",
            count=found.crowds,
        )
    show(
        {
            "rows": meter.rows,
            "duplicates": found.spare,
            "groups": found.groups,
            "pairs": dict(sorted(found.pairs.items())),
            "crowds": found.crowds,
            "out": str(target),
            "pairs_file": None if pairs is None else str(pairs),
            "conflicts_file": None if conflicts is None else str(conflicts),
        },
        said,
        as_json=as_json,
    )
