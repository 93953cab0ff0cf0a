"""Whether everything that was written is still what it was: chain, database, references, sealed files, folders."""

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from curation.domain.identity import Json
from curation.errors import SealError, StorageError
from curation.services.erased_files import erased_names
from curation.services.orphans import Orphans
from curation.services.sealed_files import SealedFiles
from curation.store import references, sqlite
from curation.store.database import Database
from curation.store.events import broken_lines
from curation.texts import text

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Looked:
    """One thing that was looked at, and the sentences of what is wrong with it (none where all is well)."""

    place: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Verifying:
    """Looks at a whole home; `home` holds versions/, runs/, rounds/ and models/."""

    database: Database
    files: SealedFiles
    home: Path

    def look(self) -> Generator[Looked]:
        """Look at one thing after the other, and yield each with what is wrong there."""
        yield Looked(text("The audit log"), tuple(self._chain()))
        yield Looked(text("The database"), tuple(self._database()))
        yield Looked(text("Samples, decisions and versions"), tuple(self._references()))
        for source_id, bytes_hash in self._sources():
            yield Looked(text("Source {id}", id=source_id), tuple(self._sealed(bytes_hash)))
        yield Looked(text("The sealed files"), tuple(self._orphans()))
        yield from self._versions()
        for folder in folders(self.home):
            yield Looked(_place(self.home, folder), tuple(folder_problems(folder)))

    def _chain(self) -> Generator[str]:
        with self.database.reading() as tx:
            for number in broken_lines(tx):
                yield text("Line {number} of the audit log does not follow from the line before.", number=number)

    def _database(self) -> Generator[str]:
        name = self.database.engine.url.database
        if not self.database.is_sqlite or name is None:
            return
        said = sqlite.integrity(Path(name))
        if said != "ok":
            yield text("The file {file} is damaged: {what}. Restore a backup.", file=name, what=said)
        for table, missing in sqlite.dangling_rows(Path(name)):
            yield text("A row of {table} points at a row of {missing} that is gone.", table=table, missing=missing)

    def _references(self) -> Generator[str]:
        with self.database.reading() as tx:
            for sample_id in references.headless_samples(tx):
                yield text("The newest text of the sample {id} is gone.", id=sample_id)
            for decision_id in references.baseless_decisions(tx):
                yield text("The decision {id} is on a text that is gone.", id=decision_id)
            for name, sample_id in references.changed_members(tx):
                yield text("The sample {id} is not what the version {name} froze.", id=sample_id, name=name)

    def _sources(self) -> list[tuple[str, str]]:
        with self.database.reading() as tx:
            return references.source_hashes(tx)

    def _sealed(self, bytes_hash: str) -> Generator[str]:
        try:
            self.files.open(bytes_hash)
        except (StorageError, SealError) as error:
            yield str(error)

    def _orphans(self) -> Generator[str]:
        for path in Orphans(self.database, self.files).found():
            yield text("The sealed file {file} belongs to no source. A worker takes it away in idle time.", file=path)

    def _versions(self) -> Generator[Looked]:
        with self.database.reading() as tx:
            frozen = references.frozen_folders(tx)
        for version in frozen:
            yield Looked(text("Version {name}", name=version.name), tuple(self._frozen(version)))

    def _frozen(self, version: references.FrozenFolder) -> Generator[str]:
        manifest = self.home / version.folder / MANIFEST
        if not manifest.is_file():
            yield text("The folder {folder} or its manifest is gone. Restore a backup.", folder=version.folder)
        elif _hash(manifest) != version.manifest_hash:
            yield text("{file} is not the one that was frozen.", file=manifest)
        elif manifest_of(manifest).get("version_hash") != version.hash:
            yield text("{file} names another version than the store.", file=manifest)


def folders(home: Path) -> list[Path]:
    """Return the folders of a home that should carry a manifest: versions, ended runs and rounds, base models."""
    found = [*home.glob("versions/*/*"), *home.glob("runs/*"), *home.glob("rounds/*"), *home.glob("models/*")]
    return sorted(folder for folder in found if folder.is_dir() and ((folder / MANIFEST).exists() or _ended(folder)))


def folder_problems(folder: Path) -> Generator[str]:
    """Yield what is wrong with a folder: no manifest, a file gone, a file changed."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        yield text("{folder} says to be done, but its manifest is gone.", folder=folder)
        return
    listed = manifest_of(manifest).get("files")
    if not isinstance(listed, Mapping):
        yield text("{file} cannot be read. Restore a backup.", file=manifest)
        return
    erased = erased_names(folder)
    for name, facts in listed.items():
        problem = None if name in erased else _file_problem(folder, name, facts)
        if problem:
            yield problem


def manifest_of(file: Path) -> Mapping[str, Json]:
    """Read a manifest; one that is damaged is empty."""
    try:
        found: Json = json.loads(file.read_text("utf-8"))
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def is_inside(name: str) -> bool:
    """Tell whether a manifest's path stays inside its folder."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _file_problem(folder: Path, name: str, facts: Json) -> str | None:
    if not is_inside(name) or not isinstance(facts, Mapping):
        return text("{folder}: the manifest's line for {name} cannot be read.", folder=folder, name=name)
    file = folder / name
    if not file.is_file():
        return text("{file} is gone. Restore a backup.", file=file)
    if file.stat().st_size != facts.get("bytes") or _hash(file) != facts.get("sha256"):
        return text("{file} was changed after it was written. Restore a backup.", file=file)
    return None


def _ended(folder: Path) -> bool:
    """Tell whether a run is done, or a round is closed: one that is answered is still being judged."""
    if (folder / "questions.jsonl").exists():
        return (folder / "summary.json").exists()
    return (folder / "status.json").exists() and manifest_of(folder / "status.json").get("state") == "done"


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _place(home: Path, folder: Path) -> str:
    return folder.relative_to(home).as_posix()
