"""Taking a version out: one layout as a folder or a zip of its own, checked against the manifest on the way."""

import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

from curation.domain.identity import Json, content_hash
from curation.domain.releases import Layout
from curation.domain.versions import Split
from curation.errors import ConflictError, StorageError
from curation.release.card import card_for
from curation.release.folder import refused, write_file, written_aside
from curation.release.layouts import LayoutFile
from curation.release.manifest import MANIFEST, FileFacts, listed_files, pretty_json
from curation.texts import text

_PIECE = 1 << 20
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def export_to(version: Path, layout: Layout, target: Path) -> Path:
    """Write one layout of a version folder at `target`, which must not exist (or be an empty folder); return it.

    A target that ends in .zip becomes a zip. Raises ConflictError, StorageError.
    """
    try:
        if target.is_dir() and not any(target.iterdir()) and target.suffix != ".zip":
            target.rmdir()
        if target.exists():
            raise ConflictError(
                text("{target} is there already. Choose a new folder, or remove that one first.", target=target)
            )
    except OSError as error:
        raise refused(target, error) from error
    with written_aside(target, "export") as aside:
        if target.suffix == ".zip":
            write_file(aside, pieces_of_zip(version, layout))
        else:
            for path, content in _files(version, layout):
                write_file(aside / path, content)
    return target


def pieces_of_zip(version: Path, layout: Layout) -> Iterator[bytes]:
    """Yield a zip of one layout piece by piece; the same version gives the same bytes.

    Stored, not compressed: Parquet is compressed already, and this may run where people wait for the next page.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for path, content in _files(version, layout):
            with archive.open(zipfile.ZipInfo(path, _NO_TIME), "w", force_zip64=True) as entry:
                for piece in content:
                    entry.write(piece)
                    yield sink.taken()
    yield sink.taken()


def _files(version: Path, layout: Layout) -> Iterator[tuple[str, Iterator[bytes]]]:
    listed = listed_files(version)
    splits = [split for split in Split if str(LayoutFile(layout, split).path) in listed]
    chosen = [str(LayoutFile(layout, split).path) for split in splits]
    card = card_for((version / "README.md").read_text(encoding="utf-8"), layout, splits).encode()
    yield "README.md", iter([card])
    for path in ("recipe.json", *chosen):
        yield path, _checked(version / PurePosixPath(path), listed[path])
    yield MANIFEST, iter([_own_manifest(version, layout, chosen, card)])


def _own_manifest(version: Path, layout: Layout, chosen: list[str], card: bytes) -> bytes:
    whole: Json = json.loads((version / MANIFEST).read_text(encoding="utf-8"))
    match whole:
        case {"files": {**files}, **facts}:
            kept: dict[str, Json] = {p: f for p, f in files.items() if p in {"recipe.json", *chosen}}
            own: dict[str, Json] = {"README.md": {"sha256": content_hash(card), "bytes": len(card)}}
            return pretty_json(dict(facts) | {"layout": layout.value, "files": own | kept}).encode()
        case _:
            raise StorageError(text("The manifest in {folder} is damaged.", folder=version))


def _checked(file: Path, expected: FileFacts) -> Iterator[bytes]:
    reading = sha256()
    try:
        with file.open("rb") as handle:
            while piece := handle.read(_PIECE):
                reading.update(piece)
                yield piece
    except FileNotFoundError as error:
        raise _damaged(file) from error
    if reading.hexdigest() != expected.sha256:
        raise _damaged(file)


def _damaged(file: Path) -> StorageError:
    return StorageError(
        text("{file} is missing or was changed after it was frozen. Take it from a backup, or freeze again.", file=file)
    )


class _Sink:
    """A file that cannot be searched and gives away what was written to it."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        """Keep what is written until it is taken."""
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is held is taken, never pushed."""

    def close(self) -> None:
        """Do nothing: what is held can still be taken."""

    def taken(self) -> bytes:
        """Return what was written since the last call."""
        given = bytes(self._held)
        self._held.clear()
        return given
