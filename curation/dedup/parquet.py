# pyright: basic
"""Parquet as duplicate search streams it: text columns batch by batch, and the file again with two columns more."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from curation.errors import InputError
from curation.texts import text

ROWS = 32_768
GROUP, COPY = "duplicate_group", "duplicate_of"


@dataclass(frozen=True)
class ParquetTexts:
    """A Parquet file and its text columns: the first is the question, the others together the answer."""

    path: Path
    columns: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return pq.ParquetFile(self.path).metadata.num_rows

    def frames(self) -> Iterator[pl.DataFrame]:
        """Yield frames of question and answer; raises InputError for a column that holds no text."""
        self._require_texts()
        question = pl.col(self.columns[0]).cast(pl.String).alias("question")
        others = [pl.col(name).cast(pl.String) for name in self.columns[1:]]
        answer = pl.concat_str(others, separator="\n", ignore_nulls=True) if others else pl.lit("")
        file = pq.ParquetFile(self.path)
        for batch in file.iter_batches(ROWS, columns=list(dict.fromkeys(self.columns)), use_threads=False):
            yield pl.DataFrame(pa.Table.from_batches([batch])).select(question, answer.alias("answer"))

    def write_grouped(self, target: Path, groups: NDArray[np.int64], kept: NDArray[np.int64]) -> Iterator[float]:
        """Write the file with duplicate_group and duplicate_of (-1 for none); yield the share that is written."""
        file = pq.ParquetFile(self.path)
        schema = file.schema_arrow.append(pa.field(GROUP, pa.int64())).append(pa.field(COPY, pa.int64()))
        # A dictionary of long texts would be built in vain.
        repeated = [name for name in schema.names if name not in self.columns]
        first = 0
        with pq.ParquetWriter(
            target,
            schema,
            compression=_compression(file),
            use_dictionary=repeated,  # pyright: ignore[reportArgumentType] - its stub knows only yes and no
        ) as writer:
            for batch in file.iter_batches(2 * ROWS, use_threads=False):
                sides = [side[first : first + batch.num_rows] for side in (groups, kept)]
                added = [pa.array(side, pa.int64(), mask=side < 0) for side in sides]
                writer.write_batch(pa.RecordBatch.from_arrays([*batch.columns, *added], schema=schema))
                first += batch.num_rows
                yield first / len(groups)

    def _require_texts(self) -> None:
        schema = pl.scan_parquet(self.path).collect_schema()
        for name in self.columns:
            if schema[name] not in (pl.String, pl.Null):
                raise InputError(
                    text(
                        "Row {row} of {file}: “{column}” holds no text. Choose text columns with --columns.",
                        row=1,
                        file=self.path,
                        column=name,
                    )
                )


def _compression(file: pq.ParquetFile) -> str:
    """The source's own compression, as far as it has rows to tell it."""
    if not file.metadata.num_row_groups or not file.metadata.num_columns:
        return "zstd"
    name = file.metadata.row_group(0).column(0).compression.lower()
    return "none" if name == "uncompressed" else name
