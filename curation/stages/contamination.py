"""The file-to-file stage that notes texts which stand in a file that nothing may be trained on. Heavy (numba)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from curation.dedup.contamination import Held, Seen, held_of
from curation.dedup.policy import Unit
from curation.domain.identity import clean_text
from curation.engine.meter import Meter
from curation.engine.reading import open_table, open_with
from curation.engine.rows import Row, Table, text_in
from curation.engine.writing import outputs
from curation.errors import InputError
from curation.texts import text

BATCH = 1000
PARTS = ("question", "answer")
ADDED = {
    f"{part}_{what}": kind
    for part in PARTS
    for what, kind in (("seen_in", pl.Int64), ("seen_how", pl.String), ("seen_share", pl.Float64))
}


@dataclass(frozen=True)
class Decontamination:
    """What to compare: the columns of question and answer in both files; a held file may lack the answer's."""

    source: Path
    target: Path
    against: Path
    columns: tuple[str, str]
    unit: Unit = Unit.WORDS


@dataclass(frozen=True)
class HeldFile:
    """The held questions, and the held answers (None where the file has none)."""

    questions: Held
    answers: Held | None


def open_decontamination(given: Decontamination) -> Table:
    """Open the input and see that it has the columns, and room for those that are added."""
    return open_with(given.source, given.columns, ADDED)


def read_held(path: Path, columns: tuple[str, str], unit: Unit = Unit.WORDS) -> HeldFile:
    """Read held texts; raises InputError for a file without text."""
    question, answer = columns
    table = open_with(path, (question,))
    questions = held_of(_texts(path, question), unit)
    if not len(questions):
        sentence = text("{file} holds no text of three words in its column “{column}”.", file=path, column=question)
        raise InputError(sentence)
    return HeldFile(questions, held_of(_texts(path, answer), unit) if answer in table.columns else None)


def contamination_file(given: Decontamination, table: Table, meter: Meter) -> Counter[str]:
    """Write the target with what was seen where (rows of the held file, from 0); return the counts by part."""
    held = read_held(given.against, given.columns, given.unit)
    counts: Counter[str] = Counter()
    first = 1
    with outputs() as files:
        target = files.beside(given.target, table, ADDED)
        for rows in table.batches(BATCH):
            questions, answers = (_column(rows, column, given.source, first) for column in given.columns)
            asked = held.questions.seen(questions)
            said = [None] * len(rows) if held.answers is None else held.answers.seen(answers)
            counts.update(question=sum(map(bool, asked)), answer=sum(map(bool, said)))
            target.write([row | _added(*seen) for row, *seen in zip(rows, asked, said, strict=True)])
            first += len(rows)
            meter.tell(len(rows), table.share)
    return counts


def _added(asked: Seen | None, said: Seen | None) -> Row:
    nothing: Row = {}
    added = nothing | dict.fromkeys(ADDED)
    for part, seen in zip(PARTS, (asked, said), strict=True):
        if seen is not None:
            found = {"seen_in": seen.number, "seen_how": seen.how.value, "seen_share": seen.share}
            added |= {f"{part}_{name}": value for name, value in found.items()}
    return added


def _column(rows: Sequence[Row], column: str, path: Path, first: int) -> pl.Series:
    texts = [clean_text(text_in(row, column, path, number))[0] for number, row in enumerate(rows, first)]
    return pl.Series(texts, dtype=pl.String)


def _texts(path: Path, column: str) -> Iterator[str]:
    first = 1
    for rows in open_table(path).batches(BATCH):
        yield from _column(rows, column, path, first)
        first += len(rows)
