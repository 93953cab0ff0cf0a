"""`python -m curation contamination IN OUT --against FILE`."""

from pathlib import Path
from typing import Annotated

import typer

from curation.command_group import group
from curation.command_line import show
from curation.stages.options import (
    AsJson,
    Columns,
    Letters,
    Source,
    Target,
    metered,
    question_and_answer,
    require_other_files,
)
from curation.texts import text

app = group(text("Note texts that stand, wholly or nearly, in a file of held-back questions and answers."))


@app.command()
def contamination(
    source: Source,
    target: Target,
    *,
    against: Annotated[Path, typer.Option(help=text("The held-back file; it may lack the answer's column."))],
    columns: Columns = None,
    letters: Letters = False,
    as_json: AsJson = False,
) -> None:
    """Note texts that stand, wholly or nearly, in a file of held-back questions and answers."""
    names = question_and_answer(columns)
    require_other_files(source, target, against)
    from curation.stages import contamination as stage  # noqa: PLC0415 - heavy: help and wrong usage answer without it

    unit = stage.Unit.LETTERS if letters else stage.Unit.WORDS
    given = stage.Decontamination(source, target, against, names, unit)
    with metered() as meter:
        counts = stage.contamination_file(given, stage.open_decontamination(given), meter)
    show(
        {"rows": meter.rows, "questions": counts["question"], "answers": counts["answer"], "out": str(target)},
        text(
            "{rows} rows: {questions} questions and {answers} answers stand in {file}.",
            rows=meter.rows,
            questions=counts["question"],
            answers=counts["answer"],
            file=against.name,
        ),
        as_json=as_json,
    )
