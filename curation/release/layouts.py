"""The files of a version: Parquet, prompt-completion lines, chat-messages lines; equal rows are equal bytes."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import polars as pl

from curation.domain.releases import ROWS, Layout
from curation.domain.samples import Conversation, Message, Role
from curation.domain.versions import Member, Split

FOLDERS = {Layout.PARQUET: "data", Layout.PROMPT_COMPLETION: "prompt_completion", Layout.MESSAGES: "messages"}
_ROWS_A_GROUP = 10_000


@dataclass(frozen=True)
class LayoutFile:
    """One file of a version: which rows in which shape, at which path."""

    layout: Layout
    split: Split

    @property
    def path(self) -> PurePosixPath:
        """Where it lies in the version's folder."""
        ending = "parquet" if self.layout is Layout.PARQUET else "jsonl"
        return PurePosixPath(FOLDERS[self.layout], f"{self.split}.{ending}")

    def content(self, rows: pl.DataFrame) -> Iterator[bytes]:
        """Yield the bytes of the file; `rows` has the columns of ROWS, sorted by the bytes of `id`."""
        if self.layout is Layout.PARQUET:
            yield parquet_bytes(rows)
            return
        shape = _prompt_completion if self.layout is Layout.PROMPT_COMPLETION else _messages
        for identity, turns in rows.select("id", "messages").iter_rows():
            yield (json.dumps({"id": identity} | shape(turns), ensure_ascii=False) + "\n").encode()


def parquet_bytes(rows: pl.DataFrame) -> bytes:
    """Write rows as Parquet with every setting fixed, so that equal rows are equal bytes under one constraints file."""
    buffer = io.BytesIO()
    rows.select(ROWS.names()).cast(ROWS).write_parquet(
        buffer, compression="zstd", compression_level=3, statistics=True, row_group_size=_ROWS_A_GROUP
    )
    return buffer.getvalue()


def members_of(rows: pl.DataFrame) -> Iterator[Member]:
    """Yield the members that rows stand for; columns of ROWS plus `split`."""
    names = ("id", "revision", "revision_hash", "messages", "context", "split", "group")
    for identity, revision, revision_hash, turns, context, split, group in rows.select(names).iter_rows():
        messages = tuple(Message(Role(t["role"]), t["content"]) for t in turns)
        yield Member(identity, revision, revision_hash, Conversation(messages, tuple(context)), Split(split), group)


def answered(turns: list[dict[str, str]]) -> bool:
    """Tell whether a conversation can train: an answer with text that something stands before."""
    place = _last_answer(turns)
    return place > 0 and bool(turns[place]["content"].strip())


def _last_answer(turns: list[dict[str, str]]) -> int:
    return max((i for i, turn in enumerate(turns) if turn["role"] == Role.ASSISTANT.value), default=-1)


def _prompt_completion(turns: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    place = _last_answer(turns)
    return {"prompt": turns[:place], "completion": [turns[place]]}


def _messages(turns: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    return {"messages": turns}
