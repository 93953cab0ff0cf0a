"""Folders and files that appear whole or not at all: written aside, synced, renamed."""

import errno
import os
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from curation.errors import StorageError
from curation.release.manifest import FileFacts
from curation.texts import text

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def written_aside(target: Path, mark: str) -> Generator[Path]:
    """Give a path beside `target` to write a folder or file at; rename it to `target` where all went well.

    `mark` tells the writers of one target apart; what an earlier run with the same mark left is removed. After
    any error nothing stays behind. Raises StorageError where the disk refuses.
    """
    aside = target.parent / f".{target.name}.{mark}.partial"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        remove(aside)
        yield aside
        sync(aside)
        aside.rename(target)
        sync(target.parent)
    except OSError as error:
        remove(aside)
        raise refused(target, error) from error
    except BaseException:
        remove(aside)
        raise


def write_file(file: Path, content: Iterable[bytes]) -> FileFacts:
    """Write a file piece by piece onto the disk itself; return its hash and size."""
    file.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with file.open("wb") as handle:
        for piece in content:
            digest.update(piece)
            size += len(piece)
            handle.write(piece)
        handle.flush()
        os.fsync(handle.fileno())
    return FileFacts(digest.hexdigest(), size)


def remove(path: Path) -> None:
    """Remove a folder or file where there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make the disk hold what was written at the path, entries of folders included."""
    for place in (path, *(p for p in path.rglob("*") if p.is_dir())) if path.is_dir() else (path,):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refused(target: Path, error: OSError) -> StorageError:
    """Turn what the disk said into a sentence with the place and the cure."""
    if error.errno in _NO_ROOM:
        return StorageError(
            text(
                "There is no room left to write {place}. Free some space there or choose another disk, then do it "
                "again; nothing half-written was left.",
                place=target,
            )
        )
    return StorageError(
        text(
            "{place} could not be written: {reason}. Check that the folder exists and that you may write there.",
            place=target,
            reason=error.strerror or str(error),
        )
    )
