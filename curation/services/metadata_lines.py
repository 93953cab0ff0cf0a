"""Metadata as it is searched for personal data: a line a column, its name in front, which says what the value is."""

import json
from collections.abc import Iterable, Mapping

from curation.domain.identity import Json, canonical_json, content_hash
from curation.pii.words_in import names_a_column


def label_of(column: str) -> str:
    """Return a column's name as words."""
    return " ".join(column.replace("_", " ").split())


def line_of(column: str, value: Json) -> str:
    """Return the line of one column."""
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"{label_of(column)}: {said}"


def lines_of(metadata: Mapping[str, Json]) -> list[str]:
    """Return the lines of a sample's metadata."""
    return [line_of(column, value) for column, value in metadata.items()]


def scanned_lines(metadata: Mapping[str, Json]) -> list[str]:
    """Return the lines in the order of a scan, which is that of the columns' names, however they are stored."""
    return lines_of(dict(sorted(metadata.items())))


def heads_of(columns: Iterable[str]) -> set[str]:
    """Return how lines begin whose columns are named with ordinary words: Ward is a surname, but seldom there."""
    return {f"{label_of(column)}: " for column in columns if names_a_column(label_of(column))}


def metadata_key(metadata: Json) -> str:
    """Return what a scan of metadata is remembered by."""
    return content_hash(canonical_json(["metadata lines", metadata]))
