"""`workbench import`: takes a file in and waits until it is screened."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.jobs import Job
from curation.domain.samples import Origin, SampleStatus
from curation.domain.sources import BadRows, Mapping
from curation.errors import InputError
from curation.ingest.formats import Layout, named_columns, remarks, with_columns
from curation.ingest.readers import Asked
from curation.ingest.rows import FileKind
from curation.services.import_plan import Imported, Wishes, unlisted_words
from curation.texts import text, texts
from workbench.cli.output import AsJson, Home, InProject, NoWait, Place, entered, group, say, show
from workbench.cli.waiting import wait_for

app = group(text("Take in a file of questions and answers, and have it screened."))
FilePath = Annotated[Path, typer.Argument(help=text("A JSONL, JSON, CSV, Parquet or XLSX file."), show_default=False)]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--mapping", help=text("Which column is what: question=COLUMN, once a part."), show_default=False),
]
Laid = Annotated[Layout | None, typer.Option("--layout", help=text("How a row says its conversation (else guessed)."))]
Format = Annotated[FileKind | None, typer.Option("--format", help=text("The kind of file (else its ending)."))]
Kept = Annotated[
    list[str] | None,
    typer.Option(
        "--metadata",
        help=text("A column to keep beside each sample, redacted; may be repeated (else all that name no person)."),
        show_default=False,
    ),
]
Bare = Annotated[bool, typer.Option("--no-metadata", help=text("Keep no other column."))]
Skip = Annotated[bool, typer.Option("--skip-bad-rows", help=text("Leave out rows that cannot be read, and list them."))]
From = Annotated[Origin, typer.Option("--origin", help=text("Where the samples come from."))]
Language = Annotated[str | None, typer.Option("--language", help=text("Their language (else the project's)."))]
Encoding = Annotated[str | None, typer.Option("--encoding", help=text("The file's encoding (else UTF-8)."))]
Until = Annotated[
    datetime | None,
    typer.Option(
        "--valid-until",
        formats=["%Y-%m-%d"],
        help=text("The last day on which what the file says holds, for rows that say none of their own."),
        show_default=False,
    ),
]
Needed = Annotated[
    list[str] | None,
    typer.Option(
        "--specialty",
        help=text("A specialty of the project that all of it needs; may be repeated."),
        show_default=False,
    ),
]
Counts = dict[SampleStatus, int]
_LISTED = 20


@app.command()
def import_file(  # noqa: PLR0913 - typer turns every option into an argument
    file: FilePath,
    *,
    mapping: Mapped = None,
    layout: Laid = None,
    metadata: Kept = None,
    no_metadata: Bare = False,
    kind: Format = None,
    skip_bad_rows: Skip = False,
    origin: From = Origin.COLLECTED,
    language: Language = None,
    encoding: Encoding = None,
    valid_until: Until = None,
    specialty: Needed = None,
    no_wait: NoWait = False,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Import a file, all or nothing unless bad rows are left out; the same file twice adds nothing."""
    wishes = Wishes(
        asked=Asked(kind, encoding),
        bad_rows=BadRows.SKIP if skip_bad_rows else BadRows.REFUSE,
        origin=origin,
        language=language,
        valid_until=None if valid_until is None else valid_until.date(),
        specialties=tuple(specialty or ()),
    )
    with entered(home, project) as place:
        chosen = _mapping(place, file, wishes, Chosen(mapping or [], layout, [] if no_metadata else metadata))
        done = place.workbench.importing.import_file(place.person, place.project, file, file.name, chosen)
        for remark in remarks(done.source.mapping):
            say(remark)
        _say_bad_rows(file, done)
        if done.unlisted:
            say(unlisted_words(done.unlisted))
        job = None if done.job is None else wait_for(place.workbench, done.job, no_wait=no_wait)
        counts = place.workbench.importing.counts_of(place.person, place.project, done.source.id)
        show(_value(place, done, job, counts), _sentence(place, file, done, job, counts), as_json=as_json)


@dataclass(frozen=True)
class Chosen:
    """What the options say of the columns; None leaves it to the file."""

    columns: list[str]
    layout: Layout | None
    metadata: list[str] | None


def _mapping(place: Place, file: Path, wishes: Wishes, asked: Chosen) -> Wishes:
    columns, layout = asked.columns, asked.layout
    if not columns and layout is None and asked.metadata is None:
        return wishes
    parts = dict(_part(one) for one in columns)
    preview = place.workbench.importing.preview(place.person, file, file.name, wishes)
    guessed = preview.mapping if layout in {None, preview.mapping.format} else Mapping(Layout(layout).value)
    chosen = with_columns(guessed, parts)
    kept = preview.mapping.metadata if asked.metadata is None else tuple(asked.metadata)
    taken = set(named_columns(chosen).values())
    chosen = replace(chosen, metadata=tuple(column for column in kept if column not in taken))
    return replace(wishes, mapping=chosen if layout is None else replace(chosen, format=layout.value))


def _part(one: str) -> tuple[str, str]:
    part, equals, column = one.partition("=")
    if not equals or not part.strip() or not column.strip():
        raise InputError(text("--mapping {given} names no column. Write it as question=COLUMN.", given=one))
    return part.strip(), column.strip()


def _say_bad_rows(file: Path, done: Imported) -> None:
    for bad in done.bad_rows[:_LISTED]:
        say(text("{file}, row {row} left out: {reason}", file=file.name, row=bad.row, reason=bad.reason))
    if len(done.bad_rows) > _LISTED:
        say(text("… and {count} more rows; see them all with --json.", count=len(done.bad_rows) - _LISTED))


def _value(place: Place, done: Imported, job: Job | None, counts: Counts) -> dict[str, Json]:
    source, _ = place.workbench.importing.source(place.person, place.project, done.source.id)
    bad: list[Json] = [{"row": one.row, "reason": one.reason} for one in done.bad_rows]
    return {
        "source": source.id,
        "name": source.name,
        "sha256": source.bytes_hash,
        "state": source.state.value,
        "new": done.new,
        "rows": done.rows,
        "unlisted_specialties": done.unlisted,
        "valid_until": None if source.valid_until is None else source.valid_until.isoformat(),
        "bad_rows": bad,
        "remarks": list(remarks(done.source.mapping)),
        "samples": {status.value: count for status, count in counts.items()},
        "job": None if job is None else job.id,
    }


def _sentence(place: Place, file: Path, done: Imported, job: Job | None, counts: Counts) -> str:
    if not done.new and job is None:
        return text(
            "{file} is in the project {project} already; nothing was added.", file=file.name, project=place.project.slug
        )
    taken = texts("{count} row of {file} taken in.", "{count} rows of {file} taken in.", done.rows, file=file.name)
    stand = ", ".join(f"{count} {status.value}" for status, count in counts.items() if count)
    return f"{taken} {text('Now: {stand}.', stand=stand)}" if stand else taken
