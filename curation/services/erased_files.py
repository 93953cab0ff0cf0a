"""Files of a home that hold a person's values: logs lose them, frozen folders are named, and emptied on request."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from curation.domain.identity import Json
from curation.pii.erasure import Erasure
from curation.services.file_texts import texts_in

ERASED = "erased.json"
FROZEN = ("versions", "runs", "rounds", "models")
_LOGS = "logs"
_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class HomeFiles:
    """The files of a home beside its database, its sealed sources and its backups."""

    home: Path

    def holding(self, erasure: Erasure) -> tuple[Path, ...]:
        """Return the files of frozen folders in which a value stands, in order."""
        return tuple(file for name in FROZEN for file in _files(self.home / name) if _holds(file, erasure))

    def logs_holding(self, erasure: Erasure) -> tuple[Path, ...]:
        """Return the logs in which a value stands."""
        return tuple(file for file in _files(self.home / _LOGS) if _holds(file, erasure))

    def out_of_logs(self, erasure: Erasure) -> None:
        """Take the values out of the logs, in place: who writes there goes on in the same file."""
        for file in self.logs_holding(erasure):
            with file.open("r+b") as log:
                said = log.read().decode("utf-8", "replace")
                log.seek(0)
                log.write(erasure.out_of(said).encode("utf-8"))
                log.truncate()

    def drop(self, files: tuple[Path, ...], at: datetime) -> None:
        """Delete files of frozen folders, and note in each folder which went; its manifest stays."""
        for file in files:
            folder = self._folder(file)
            name = file.relative_to(folder).as_posix()
            if name != _MANIFEST:
                gone = sorted({*erased_names(folder), name})
                told: dict[str, Json] = {"erased_at": at.isoformat(timespec="seconds"), "files": list(gone)}
                aside = folder / f"{ERASED}.part"
                aside.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
                aside.replace(folder / ERASED)
                file.unlink(missing_ok=True)

    def _folder(self, file: Path) -> Path:
        """Return the folder with a manifest that a file belongs to, else the one below `runs` and the like."""
        above = [one for one in file.parents if one.is_relative_to(self.home) and one != self.home]
        return next((one for one in above if (one / _MANIFEST).exists()), above[-2] if len(above) > 1 else above[-1])


def erased_names(folder: Path) -> tuple[str, ...]:
    """Return the files of a folder that erasing took away on purpose."""
    try:
        told: Json = json.loads((folder / ERASED).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return ()
    names = told.get("files") if isinstance(told, Mapping) else None
    return tuple(str(name) for name in names) if isinstance(names, list) else ()


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())


def _holds(file: Path, erasure: Erasure) -> bool:
    return file.name != ERASED and any(map(erasure.holds, texts_in(file.name, file.read_bytes())))
