"""The manifest of a folder: every file with its hash and size, written last; and the check against it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from curation.domain.identity import Json
from curation.errors import StorageError
from curation.texts import text

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class FileFacts:
    """What names the content of a file: SHA-256 as 64 hex digits, size in bytes."""

    sha256: str
    bytes: int


def file_facts(file: Path) -> FileFacts:
    """Read a file and return its hash and size."""
    with file.open("rb") as handle:
        return FileFacts(file_digest(handle, "sha256").hexdigest(), file.stat().st_size)


def version_manifest(name: str, created_at: datetime, files: Mapping[str, FileFacts], facts: Mapping[str, Json]) -> str:
    """Return the text of a version's manifest; `facts` holds version_hash, recipe, counts, engines and the like."""
    listed: dict[str, Json] = {p: {"sha256": f.sha256, "bytes": f.bytes} for p, f in sorted(files.items())}
    head: dict[str, Json] = {"format": FORMAT, "kind": "version", "name": name, "created_at": created_at.isoformat()}
    return pretty_json(head | dict(facts) | {"files": listed})


def pretty_json(value: Json) -> str:
    """Write JSON for people: indented, keys in the given order, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def listed_files(folder: Path) -> dict[str, FileFacts]:
    """Read which files the manifest of a folder names; raises StorageError where it has none or a damaged one."""
    try:
        manifest: Json = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StorageError(
            text("The folder {folder} has no manifest.json: it is unfinished or was moved.", folder=folder)
        ) from error
    except ValueError as error:
        raise _damaged(folder) from error
    match manifest:
        case {"files": Mapping() as files}:
            return {str(path): _facts(folder, facts) for path, facts in files.items()}
        case _:
            raise _damaged(folder)


def differences(folder: Path) -> list[str]:
    """Compare a folder with its manifest; return a sentence for each file that is missing or was changed."""
    found: list[str] = []
    for path, expected in listed_files(folder).items():
        file = folder / path
        if not file.is_file():
            found.append(text("{file} is missing.", file=file))
        elif file_facts(file) != expected:
            found.append(text("{file} was changed after it was written.", file=file))
    return found


def _facts(folder: Path, value: Json) -> FileFacts:
    match value:
        case {"sha256": str() as digest, "bytes": int() as size}:
            return FileFacts(digest, size)
        case _:
            raise _damaged(folder)


def _damaged(folder: Path) -> StorageError:
    return StorageError(
        text("The manifest in {folder} is damaged. Take the folder from a backup, or freeze again.", folder=folder)
    )
