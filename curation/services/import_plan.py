"""What an import is asked to do, what it finds, and how it says so."""

import shlex
from dataclasses import dataclass, field
from datetime import date

from curation.domain.jobs import Job
from curation.domain.projects import Project
from curation.domain.samples import Origin
from curation.domain.sources import BadRow, BadRows, Mapping, Source
from curation.errors import InputError
from curation.ingest.conversations import Record
from curation.ingest.formats import named_columns
from curation.ingest.readers import Asked
from curation.ingest.rows import Opening
from curation.texts import text, texts

_NAMED = 5


@dataclass(frozen=True)
class Preview:
    """What a file holds, before anything is taken in.

    `first` are the first rows, raw, with the metadata beside them: to be shown to nobody before they are redacted.
    `looked_at` rows were read; `whole` tells whether these are all rows of the file.
    """

    name: str
    opening: Opening
    columns: tuple[str, ...]
    mapping: Mapping
    first: tuple[Record, ...]
    bad_rows: tuple[BadRow, ...]
    looked_at: int
    whole: bool
    problem: str | None


@dataclass(frozen=True)
class Wishes:
    """How a file is to be imported; None leaves it to the file or the project.

    `valid_until` is the last day on which what the file says holds, for the rows that say none of their own;
    each of its samples needs one of `specialties`, whatever its row says.
    """

    mapping: Mapping | None = None
    asked: Asked = field(default_factory=Asked)
    bad_rows: BadRows = BadRows.REFUSE
    origin: Origin = Origin.COLLECTED
    language: str | None = None
    valid_until: date | None = None
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What became of a file; `new` is False where the project had it already, `job` then None.

    `unlisted` rows name a specialty that the project does not list: they are taken in without it.
    """

    source: Source
    rows: int
    bad_rows: tuple[BadRow, ...]
    job: Job | None
    new: bool
    unlisted: int = 0


def unlisted_words(count: int) -> str:
    """Say how many rows lost a specialty; nothing for none."""
    if not count:
        return ""
    return texts(
        "{count:,} row names a specialty that the project does not list, and was taken in without it.",
        "{count:,} rows name a specialty that the project does not list, and were taken in without it.",
        count,
    )


def command_line(name: str, project: Project, preview: Preview, wishes: Wishes) -> str:
    """Return the command that imports the same file the same way."""
    parts = ["workbench", "import", name, "--project", project.slug]
    for part, column in named_columns(preview.mapping).items():
        parts += ["--mapping", f"{part}={column}"]
    parts += ["--layout", preview.mapping.format]
    for column in preview.mapping.metadata:
        parts += ["--metadata", column]
    mapped = set(named_columns(preview.mapping).values())
    if not preview.mapping.metadata and set(preview.columns) - mapped:
        parts.append("--no-metadata")
    return shlex.join(parts + _options(project, wishes))


def _options(project: Project, wishes: Wishes) -> list[str]:
    parts = ["--encoding", wishes.asked.encoding] if wishes.asked.encoding else []
    parts += ["--skip-bad-rows"] if wishes.bad_rows is BadRows.SKIP else []
    said = {
        "--origin": None if wishes.origin is Origin.COLLECTED else wishes.origin.value,
        "--language": None if wishes.language == project.language else wishes.language,
        "--valid-until": None if wishes.valid_until is None else wishes.valid_until.isoformat(),
    }
    parts += [word for option, value in said.items() if value for word in (option, value)]
    return parts + [word for name in wishes.specialties for word in ("--specialty", name)]


def require_rows(name: str, rows: int, bad: list[BadRow], choice: BadRows) -> None:
    """Let a file pass whose rows may be taken in; raises InputError that names the first bad rows."""
    if not rows:
        raise InputError(nothing_to_read(name, bad[0] if bad else None))
    if not bad or choice is BadRows.SKIP:
        return
    listed = " ".join(text("Row {row}: {reason}", row=one.row, reason=one.reason) for one in bad[:_NAMED])
    raise InputError(
        text(
            "{file}: {bad} of {rows} rows cannot be read, so nothing was imported. {listed}{more} "
            "Mend them, or leave them out with --skip-bad-rows.",
            file=name,
            bad=len(bad),
            rows=rows + len(bad),
            listed=listed,
            more=" …" if len(bad) > _NAMED else "",
        )
    )


def nothing_to_read(name: str, bad: BadRow | None) -> str:
    """Say that a file gives no sample at all, and why."""
    if bad is None:
        return text("{file} has no rows under its column names, so nothing was imported.", file=name)
    return text("{file}: no row can be read. Row {row}: {reason}", file=name, row=bad.row, reason=bad.reason)
