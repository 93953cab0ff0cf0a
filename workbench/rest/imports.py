"""The door's rows on what comes in: a file or rows, once, and the background work that screens them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, BinaryIO

from curation.domain.people import Permission
from curation.domain.samples import Origin
from curation.domain.sources import BadRows
from curation.domain.sources import Mapping as Columns
from curation.ingest.formats import Layout, named_columns, remarks, with_columns
from curation.ingest.readers import Asked
from curation.ingest.rows import MAX_FILE, FileKind
from curation.services.import_plan import Imported as Done
from curation.services.import_plan import Wishes
from workbench.rest.answers import Imported, JobLine, bad_line, job_line
from workbench.rest.operations import MOST_ROWS, Ask, Operation, Purpose, Sent, operation, upload
from workbench.rest.shapes import Long, Nothing

_IMPORT, _SEE = frozenset({Permission.IMPORT}), frozenset({Permission.SEE})
_MOST_ROWS = 50_000
_MOST_BAD = 1_000
_FileName = Annotated[str, Long(200, 1), "The file's name; its ending says what it is unless `format` does."]
_Language = Annotated[str | None, Long(35, 2), "The samples' language, else the project's."]
_Until = Annotated[date | None, "The last day on which it holds, for rows that say none of their own."]
_Needed = Annotated[str | None, Long(200, 1), "A specialty of the project that all of it needs."]
_Column = Annotated[str | None, Long(200, 1), "The column that is this part, else the file's names are guessed from."]


@dataclass(frozen=True)
class FileWanted:
    """How a file is to be read."""

    name: _FileName
    format: Annotated[FileKind | None, "What kind of file it is, else its name says."] = None
    layout: Annotated[Layout | None, "How a row says its conversation, else guessed."] = None
    question: _Column = None
    answer: _Column = None
    context: _Column = None
    messages: _Column = None
    specialties: _Column = None
    bad_rows: Annotated[BadRows, "Refuse a file with rows that cannot be read, or leave those out."] = BadRows.REFUSE
    origin: Origin = Origin.COLLECTED
    language: _Language = None
    encoding: Annotated[str | None, Long(40, 1), "The file's encoding, else UTF-8."] = None
    valid_until: _Until = None
    specialty: _Needed = None


@dataclass(frozen=True)
class RowsWanted:
    """Rows as JSON objects, such as `{"question": ..., "answer": ...}` or `{"messages": [...]}`."""

    rows: Annotated[tuple[Mapping[str, object], ...], Long(_MOST_ROWS, 1)]
    name: Annotated[str, Long(200, 1), "What the rows are called among the sources."] = "rows.jsonl"
    bad_rows: BadRows = BadRows.REFUSE
    origin: Origin = Origin.COLLECTED
    language: _Language = None
    valid_until: _Until = None
    specialty: _Needed = None


def operations() -> tuple[Operation, ...]:
    """Return the rows."""
    known = ((HTTPStatus.OK, Imported),)
    return (
        upload(
            Purpose(
                "POST",
                "/imports",
                "import_file",
                "Take in a file (the body) of JSON Lines, JSON, CSV, Parquet or XLSX, and queue its screening. The "
                "same file read the same way adds nothing: the answer is then 200 instead of 202.",
                _IMPORT,
                HTTPStatus.ACCEPTED,
                known,
            ),
            (FileWanted, Imported),
            _import_file,
            MAX_FILE,
        ),
        operation(
            Purpose(
                "POST",
                "/imports/rows",
                "import_rows",
                "Take in rows of JSON as if they were a file. The same rows in the same order add nothing.",
                _IMPORT,
                HTTPStatus.ACCEPTED,
                known,
            ),
            (Nothing, RowsWanted, Imported),
            _import_rows,
            MOST_ROWS,
        ),
        operation(
            Purpose("GET", "/jobs/{job}", "get_job", "Say how far background work is.", _SEE),
            (Nothing, Nothing, JobLine),
            _job,
        ),
        operation(
            Purpose("POST", "/jobs/{job}/cancel", "cancel_job", "Stop background work at its next step.", _SEE),
            (Nothing, Nothing, JobLine),
            _cancel,
        ),
    )


def _import_file(ask: Ask[FileWanted, BinaryIO]) -> Sent:
    query = ask.query
    wishes = _wishes(query, Asked(query.format, query.encoding))
    return _taken(ask, ask.body, query.name, _mapped(ask, wishes))


def _import_rows(ask: Ask[Nothing, RowsWanted]) -> Sent:
    body = ask.body
    lines = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in body.rows)
    return _taken(ask, lines.encode(), body.name, _wishes(body, Asked(FileKind.JSONL)))


def _wishes(said: FileWanted | RowsWanted, asked: Asked) -> Wishes:
    return Wishes(
        asked=asked,
        bad_rows=said.bad_rows,
        origin=said.origin,
        language=said.language,
        valid_until=said.valid_until,
        specialties=() if said.specialty is None else (said.specialty,),
    )


def _taken(
    ask: Ask[FileWanted, BinaryIO] | Ask[Nothing, RowsWanted], file: bytes | BinaryIO, name: str, wishes: Wishes
) -> Sent:
    done = ask.workbench.importing.import_file(ask.caller.person, ask.caller.project, file, name, wishes)
    return Sent(_imported(done), HTTPStatus.OK if done.job is None else HTTPStatus.ACCEPTED)


def _mapped(ask: Ask[FileWanted, BinaryIO], wishes: Wishes) -> Wishes:
    """Return the wishes with the columns that were named, among those that the file has."""
    query = ask.query
    said = {
        "question": query.question,
        "answer": query.answer,
        "context": query.context,
        "messages": query.messages,
        "specialties": query.specialties,
    }
    named = {part: column for part, column in said.items() if column}
    if not named and query.layout is None:
        return wishes
    preview = ask.workbench.importing.preview(ask.caller.person, ask.body, query.name, wishes)
    guessed = preview.mapping if query.layout in {None, preview.mapping.format} else Columns(query.layout or "")
    chosen = with_columns(guessed, named)
    taken = set(named_columns(chosen).values())
    chosen = replace(chosen, metadata=tuple(one for one in preview.mapping.metadata if one not in taken))
    return replace(wishes, mapping=chosen if query.layout is None else replace(chosen, format=query.layout.value))


def _imported(done: Done) -> Imported:
    return Imported(
        source=done.source.id,
        name=done.source.name,
        sha256=done.source.bytes_hash,
        new=done.new,
        rows=done.rows,
        bad=len(done.bad_rows),
        bad_rows=tuple(bad_line(one) for one in done.bad_rows[:_MOST_BAD]),
        unlisted=done.unlisted,
        remarks=tuple(remarks(done.source.mapping)),
        job=None if done.job is None else job_line(done.job),
    )


def _job(ask: Ask[Nothing, Nothing]) -> JobLine:
    return job_line(ask.workbench.queue.seen(ask.caller.person, ask.caller.project, ask.path["job"]))


def _cancel(ask: Ask[Nothing, Nothing]) -> JobLine:
    return job_line(ask.workbench.queue.cancel(ask.caller.person, ask.caller.project, ask.path["job"]))
