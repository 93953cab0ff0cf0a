"""Which backups hold a person's values: their files and databases are read, what is sealed in them opened."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from curation.errors import SealError, StorageError
from curation.pii.erasure import Erasure
from curation.pii.sealed import Seal
from curation.services.file_texts import texts_in, unescaped
from curation.services.privacy_values import SEALED
from curation.store import sqlite

DATABASE = "workbench.db"


@dataclass(frozen=True)
class Backups:
    """The backups of a home; `holding` looks into each."""

    folder: Path
    seal: Seal

    def holding(self, erasure: Erasure) -> dict[str, bool | None]:
        """Tell of each backup whether it holds a value; None where that cannot be told (damaged, or another key)."""
        found: dict[str, bool | None] = {}
        for file in sorted(self.folder.glob("*")):
            if file.suffix in {".db", ".zip"}:
                found[str(file)] = self._holds(file, erasure)
        return found

    def _holds(self, file: Path, erasure: Erasure) -> bool | None:
        unread = False
        try:
            for said in self._texts(file):
                if said is None:
                    unread = True
                elif erasure.holds(said):
                    return True
        except (StorageError, zipfile.BadZipFile, OSError):
            return None
        return None if unread else False

    def _texts(self, file: Path) -> Iterator[str | None]:
        if file.suffix == ".db":
            yield from self._of_database(file)
            return
        with zipfile.ZipFile(file) as packed, TemporaryDirectory(prefix="erasing-") as aside:
            for name in packed.namelist():
                if name == DATABASE:
                    yield from self._of_database(Path(packed.extract(name, aside)))
                elif name.endswith(".sealed"):
                    yield from self._of_sealed(name, packed.read(name))
                else:
                    yield from texts_in(name, packed.read(name))

    def _of_database(self, file: Path) -> Iterator[str | None]:
        for value in sqlite.every_value(file):
            if isinstance(value, str):
                yield unescaped(value)
                if SEALED in value:
                    yield from map(self._opened, _sealed_in(value))
            elif value.startswith(b"gAAAA"):
                yield self._opened(value)

    def _of_sealed(self, name: str, content: bytes) -> Iterator[str | None]:
        try:
            opened = b"".join(self.seal.open_bytes(line) for line in content.splitlines() if line)
        except SealError:
            yield None
            return
        yield from texts_in(name.removesuffix(".sealed"), opened)

    def _opened(self, sealed: bytes) -> str | None:
        try:
            return unescaped(self.seal.open(sealed))
        except SealError:
            return None


def _sealed_in(value: str) -> Iterator[bytes]:
    for piece in value.split(SEALED)[1:]:
        yield piece.partition('"')[0].encode("ascii", "replace")
