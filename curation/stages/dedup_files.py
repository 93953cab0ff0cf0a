"""The texts of a file for duplicate search, batch by batch, and the file again with its groups beside."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.parquet import COPY, GROUP, ParquetTexts
from curation.domain.identity import clean_text
from curation.engine.meter import Meter
from curation.engine.rows import Row, Table, text_in
from curation.engine.writing import Outputs

BATCH = 2_000
ADDED = {GROUP: pl.Int64, COPY: pl.Int64}
# How much of the whole work is done when all is read, and when all is compared.
READ, COMPARED = 0.5, 0.7
Column = NDArray[np.int64]


@dataclass(frozen=True)
class Texts:
    """A file of any kind and its text columns: the first is the question, the others together the answer."""

    source: Path
    columns: tuple[str, ...]
    table: Table

    @property
    def _parquet(self) -> ParquetTexts | None:
        return None if self.table.schema is None else ParquetTexts(self.source, self.columns)

    @property
    def rows(self) -> int:
        """How many rows the file has where it says so, else 0."""
        return 0 if self._parquet is None else self._parquet.rows

    def frames(self, meter: Meter) -> Iterator[pl.DataFrame]:
        """Yield frames with the text columns question and answer; raises InputError for a column without text."""
        if self._parquet is None:
            yield from self._from_rows(meter)
            return
        done, rows = 0, self.rows
        for frame in self._parquet.frames():
            yield frame
            done += frame.height
            meter.tell(frame.height, READ * done / rows)

    def write_grouped(self, files: Outputs, target: Path, added: tuple[Column, Column]) -> Iterator[float]:
        """Write the file with its two columns to the target; yield the share that is written.

        `added` are a row's group and the row it copies, -1 for none.
        """
        if self._parquet is not None and target.suffix.lower() == ".parquet":
            yield from self._parquet.write_grouped(files.file(target), *added)
            return
        writer = files.beside(target, self.table, ADDED)
        first = 0
        for rows in self.table.batches(BATCH):
            groups, kept = (side[first : first + len(rows)].tolist() for side in added)
            writer.write([row | _cells(*pair) for row, *pair in zip(rows, groups, kept, strict=True)])
            first += len(rows)
            yield first / len(added[0])

    def _from_rows(self, meter: Meter) -> Iterator[pl.DataFrame]:
        first = 0
        for rows in self.table.batches(BATCH):
            cells = [
                [clean_text(text_in(row, column, self.source, number))[0] for column in self.columns]
                for number, row in enumerate(rows, first + 1)
            ]
            made = [(one[0], "\n".join(one[1:])) for one in cells]
            yield pl.DataFrame(made, schema={"question": pl.String, "answer": pl.String}, orient="row")
            first += len(rows)
            meter.tell(len(rows), READ * self.table.share)


def _cells(group: int, kept: int) -> Row:
    return {GROUP: None if group < 0 else group, COPY: None if kept < 0 else kept}
