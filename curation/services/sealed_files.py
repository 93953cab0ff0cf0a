"""Source bytes on disk: sealed in pieces, named by their hash, written aside and renamed."""

import os
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from curation.domain.identity import new_id
from curation.errors import SealError, StorageError
from curation.pii.sealed import Seal
from curation.texts import text

_PIECE = 4 << 20


@dataclass(frozen=True)
class SealedFiles:
    """A folder of sealed files; a file is one sealed piece a line, at most 4 MiB of plain bytes each."""

    folder: Path
    seal: Seal

    def keep(self, file: BinaryIO, bytes_hash: str) -> None:
        """Seal a file under its hash; one that is kept already counts as new from now on. Raises StorageError."""
        target = self._path(bytes_hash)
        if target.exists():
            os.utime(target)
            return
        aside = self.folder / f"{bytes_hash[:16]}-{new_id()}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as out:
                file.seek(0)
                while piece := file.read(_PIECE):
                    out.write(self.seal.close(piece) + b"\n")
                out.flush()
                os.fsync(out.fileno())
            aside.replace(target)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise self._no_room(error) from error

    def open(self, bytes_hash: str) -> BytesIO:
        """Return a kept file's bytes; raises StorageError where it is gone, SealError where it was changed."""
        path = self._path(bytes_hash)
        plain = BytesIO()
        digest = sha256()
        try:
            with path.open("rb") as lines:
                for line in lines:
                    piece = self.seal.open_bytes(line.rstrip(b"\n"))
                    digest.update(piece)
                    plain.write(piece)
        except OSError as error:
            raise StorageError(
                text("The sealed file {path} cannot be read. Restore it from a backup.", path=path)
            ) from error
        if digest.hexdigest() != bytes_hash:
            raise SealError(text("The sealed file {path} is not whole. Restore it from a backup.", path=path))
        plain.seek(0)
        return plain

    def keep_name(self, source_id: str, name: str) -> None:
        """Seal the name that a source's file had, for the worker to screen. Raises StorageError."""
        path = self._name(source_id)
        aside = path.with_suffix(".part")
        try:
            aside.write_bytes(self.seal.close(name))
            aside.replace(path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise self._no_room(error) from error

    def drop_name(self, source_id: str) -> None:
        """Forget the name of a source that was not taken in after all."""
        self._name(source_id).unlink(missing_ok=True)

    def open_name(self, source_id: str) -> str | None:
        """Return the name that a source's file had, None where none was kept."""
        path = self._name(source_id)
        return self.seal.open(path.read_bytes()) if path.exists() else None

    def all(self) -> list[Path]:
        """Return every file of the folder, half-written ones too, by name."""
        return sorted(path for path in self.folder.glob("*") if path.is_file())

    def keeps(self, bytes_hash: str) -> bool:
        """Tell whether a file's bytes are still kept."""
        return self._path(bytes_hash).exists()

    def drop(self, source_id: str, bytes_hash: str) -> None:
        """Purge a source's bytes and the name that its file had; nothing happens where they are gone."""
        self._path(bytes_hash).unlink(missing_ok=True)
        self._name(source_id).unlink(missing_ok=True)

    def _no_room(self, error: OSError) -> StorageError:
        return StorageError(
            text(
                "The file cannot be kept in {folder}: {reason}. Nothing was imported. Make room and import it again.",
                folder=self.folder,
                reason=error.strerror or str(error),
            )
        )

    def _path(self, bytes_hash: str) -> Path:
        return self.folder / f"{bytes_hash}.sealed"

    def _name(self, source_id: str) -> Path:
        return self.folder / f"{source_id}.name.sealed"


def hash_of(file: BinaryIO) -> tuple[str, int]:
    """Return the SHA-256 and the size of a file's bytes, and rewind it."""
    digest, size = sha256(), 0
    file.seek(0)
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return digest.hexdigest(), size
