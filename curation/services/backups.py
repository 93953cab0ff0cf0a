"""Backups: one archive of a home, consistent, without the key; and the way back, all or nothing."""

import fcntl
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from curation.domain.identity import Json, new_id
from curation.domain.moments import utc_now
from curation.errors import ConflictError, InputError, SealError, StorageError
from curation.pii.sealed import Seal
from curation.services.homes import KEY_CHECK, make_home, refused_home
from curation.services.verifying import is_inside
from curation.store import sqlite
from curation.store.database import Database
from curation.texts import text

DATABASE = "workbench.db"
MANIFEST = "manifest.json"
FOLDERS = ("sources", "versions", "runs", "rounds", "models", "index", "benchmarks")
_LOCK = "in-use.lock"
_PIECE = 1 << 20
_WORD = "workbench"


@dataclass(frozen=True)
class Backup:
    """What was written: the archive, how many files it holds, their bytes, whether the database is among them."""

    file: Path
    files: int
    size: int
    database: bool


@dataclass(frozen=True)
class Home:
    """What a backup is made of: the database, the key's word, the folder; `said` hears each file's name."""

    database: Database
    seal: Seal
    folder: Path
    said: Callable[[str], object] = str


def back_up(home: Home, target: Path) -> Backup:
    """Write one zip archive of a home into the folder `target`, while it may be in use; the key is not in it.

    The database comes first, the folders after it, so that what a row names is there; the manifest comes
    last. A PostgreSQL database is not included. Raises StorageError; nothing half written stays.
    """
    moment = utc_now()
    file = target / f"backup-{moment.strftime('%Y%m%dT%H%M%SZ')}.zip"
    aside = file.with_suffix(f".{new_id()}.part")
    try:
        target.mkdir(parents=True, exist_ok=True)
        listed = _write(aside, home, moment)
        aside.replace(file)
    except OSError as error:
        raise StorageError(
            text("The backup {file} cannot be written: {reason}. Make room and try again.", file=file, reason=error)
        ) from error
    finally:
        if aside.exists():
            aside.unlink()
    size = sum(found for _, found in listed.values())
    return Backup(file, len(listed), size, DATABASE in listed)


def restore(archive: Path, home: Path, seal: Seal | None, *, replace: bool = False) -> Path | None:
    """Put a backup in the place of an empty home, or of a used one with `replace`; returns where that went.

    Every file is checked against the manifest before anything is moved. `seal` None goes without the key.
    Raises InputError for an archive that is not whole, SealError for another key, ConflictError where the
    home is used or full.
    """
    _require_free(home, replace=replace)
    aside = Path(tempfile.mkdtemp(prefix=f".{home.name}.restore-", dir=_parent(home)))
    try:
        with _archive(archive) as packed:
            _unpack(packed, archive, aside, seal)
        before = _swap(aside, home)
    except OSError as error:
        raise StorageError(
            text("The backup cannot be unpacked beside {home}: {reason}. Nothing was changed.", home=home, reason=error)
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return before


@contextmanager
def using(home: Path) -> Generator[None]:
    """Keep a home from being replaced while a process works in it."""
    make_home(home)
    try:
        lock = (home / _LOCK).open("a")
    except OSError as error:
        raise refused_home(home, error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def _write(aside: Path, home: Home, moment: datetime) -> dict[str, tuple[str, int]]:
    listed: dict[str, tuple[str, int]] = {}
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        name = home.database.engine.url.database
        if home.database.is_sqlite and name is not None:
            copy = aside.with_suffix(".db.part")
            try:
                sqlite.copy_database(Path(name), copy)
                listed[DATABASE] = _pack(packed, copy, DATABASE)
            finally:
                copy.unlink(missing_ok=True)
        for file in _content(home.folder):
            place = file.relative_to(home.folder).as_posix()
            home.said(place)
            listed[place] = _pack(packed, file, place)
        manifest: dict[str, Json] = {
            "format": 1,
            "kind": "backup",
            "created_at": moment.isoformat(),
            "files": {name: {"sha256": digest, "bytes": size} for name, (digest, size) in listed.items()},
            "sealed_word": _sealed_word(home),
        }
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return listed


def _sealed_word(home: Home) -> str:
    check = home.folder / KEY_CHECK
    return check.read_text("ascii") if check.exists() else home.seal.close(_WORD).decode("ascii")


def _content(home: Path) -> list[Path]:
    found = [file for folder in FOLDERS for file in (home / folder).rglob("*") if file.is_file()]
    return sorted(file for file in found if file.suffix != ".part" and not file.is_symlink())


def _pack(packed: zipfile.ZipFile, file: Path, name: str) -> tuple[str, int]:
    digest, size = sha256(), 0
    with file.open("rb") as content, packed.open(name, "w", force_zip64=True) as out:
        while piece := content.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    return digest.hexdigest(), size


@contextmanager
def _archive(archive: Path) -> Generator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as packed:
            yield packed
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise _not_whole(archive) from error


def _unpack(packed: zipfile.ZipFile, archive: Path, aside: Path, seal: Seal | None) -> None:
    manifest = _manifest(packed, archive)
    word, listed = manifest.get("sealed_word"), manifest.get("files")
    if not isinstance(word, str) or not isinstance(listed, Mapping):
        raise _not_whole(archive)
    if seal is not None:
        _require_key(seal, word)
    for name, facts in listed.items():
        if not is_inside(name) or not isinstance(facts, Mapping):
            raise _not_whole(archive)
        with packed.open(name) as content:
            if _unpack_file(content, aside / name) != facts.get("sha256"):
                raise _not_whole(archive)
    # Its own word comes along: opened without the key, the home says that its key is lost.
    (aside / KEY_CHECK).write_text(word, "ascii")


def _manifest(packed: zipfile.ZipFile, archive: Path) -> Mapping[str, Json]:
    try:
        manifest: Json = json.loads(packed.read(MANIFEST))
    except ValueError as error:
        raise _not_whole(archive) from error
    if not isinstance(manifest, Mapping) or manifest.get("kind") != "backup":
        raise _not_whole(archive)
    return manifest


def _unpack_file(content: IO[bytes], target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = sha256()
    with target.open("wb") as out:
        while piece := content.read(_PIECE):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def _require_key(seal: Seal, word: str) -> None:
    try:
        seal.open(word.encode("ascii"))
    except SealError as error:
        raise SealError(
            text(
                "This key does not open what the backup keeps sealed. Put the key that it was made with in place "
                "(WORKBENCH_KEY_FILE names the file), or restore without it: --without-key"
            )
        ) from error


def _require_free(home: Path, *, replace: bool) -> None:
    if not home.exists():
        return
    with closing((home / _LOCK).open("a")) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConflictError(
                text(
                    "The home {home} is in use. Stop the app and the worker (Ctrl+C in workbench up) first.", home=home
                )
            ) from error
    used = [path.name for path in home.iterdir() if path.name != _LOCK]
    if used and not replace:
        raise ConflictError(
            text("The home {home} is not empty. Restore elsewhere with --home, or put it aside: --replace", home=home)
        )


def _swap(aside: Path, home: Path) -> Path | None:
    if not home.exists():
        aside.rename(home)
        return None
    before = home.with_name(f"{home.name}.before-restore-{new_id()}")
    home.rename(before)
    aside.rename(home)
    if [path.name for path in before.iterdir()] == [_LOCK]:
        shutil.rmtree(before)
        return None
    return before


def _parent(home: Path) -> Path:
    home.parent.mkdir(parents=True, exist_ok=True)
    return home.parent


def _not_whole(archive: Path) -> InputError:
    return InputError(text("{file} is not a whole backup of a workbench. Nothing was changed.", file=archive))
