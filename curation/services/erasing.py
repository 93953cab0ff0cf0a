"""Erasing a person: every trace of some values, in every project of a home; the files that held them are named."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from curation.domain.findings import Part
from curation.domain.identity import Json, canonical_json, content_hash, new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission
from curation.domain.samples import Conversation, Message
from curation.domain.sources import BadRow, SourceState
from curation.errors import ConflictError, SealError, StorageError
from curation.ingest.readers import read_rows
from curation.ingest.rows import FileKind, Opening
from curation.pii.erasure import Erasure, erasure_of, moved
from curation.pii.meaning import meaning_of
from curation.pii.sealed import Seal
from curation.services.privacy_values import SEALED
from curation.services.sealed_files import SealedFiles
from curation.store import erasing as store
from curation.store import sqlite
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.projects import members, projects
from curation.store.sources import how_read
from curation.texts import text


@dataclass(frozen=True)
class Traces:
    """What was found or erased: counts, and the names of what had held the samples."""

    samples: int = 0
    revisions: int = 0
    values: int = 0
    sources: int = 0
    other_rows: Mapping[str, int] = field(default_factory=dict[str, int])
    versions: tuple[store.Holder, ...] = ()
    unread: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether there was no trace at all."""
        return not (self.samples or self.values or self.sources or self.other_rows)


@dataclass
class _Found:
    revisions: dict[tuple[str, int], Conversation]
    values: list[str]
    sources: list[tuple[str, str]]
    unread: int = 0


@dataclass(frozen=True)
class Erasing:
    """The use case of erasing; whoever does it owns every project of the home."""

    database: Database
    seal: Seal
    files: SealedFiles
    clock: Clock = utc_now

    def look(self, actor_id: str, values: Sequence[str]) -> Traces:
        """Say what erasing the values would take, without taking it."""
        erasure = erasure_of(values)
        with self.database.reading() as tx:
            self._require(tx, actor_id)
            found = self._found(tx, erasure)
            touched = {sample_id for sample_id, _ in found.revisions}
            touched |= store.samples_with_values(tx, found.values)
            return _traces(tx, found, touched, {})

    def erase(self, actor_id: str, values: Sequence[str]) -> Traces:
        """Erase the values everywhere but in the frozen files and backups, which are named.

        Raises InputError for values too short, ConflictError while a source is being screened. A SQLite file is
        written anew, so that no freed page keeps the bytes.
        """
        erasure = erasure_of(values)
        with self.database.transaction() as tx:
            self._require(tx, actor_id)
            found = self._found(tx, erasure)
            now = self.clock()
            touched = {sample_id for sample_id, _ in found.revisions}
            touched |= store.forget_values(tx, found.values)
            for place, conversation in found.revisions.items():
                _overwrite(tx, place, conversation, erasure)
            for sample_id in sorted({sample_id for sample_id, _ in found.revisions}):
                project_id, hashes = store.add_erased_head(tx, sample_id, actor_id, now)
                append_event(tx, now, actor_id, "sample.erased", Thing("sample", sample_id, project_id, hashes))
            sweep = _Sweep(erasure, self.seal)
            other = store.sweep(tx, store.Erasers(sweep.text, sweep.json, sweep.sealed))
            for source_id, _ in found.sources:
                store.mark_purged(tx, source_id, now)
                append_event(tx, now, actor_id, "source.purged", Thing("source", source_id))
            traces = _traces(tx, found, touched, other)
            self._note(tx, actor_id, now, touched)
        for source_id, bytes_hash in found.sources:
            self.files.drop(source_id, bytes_hash)
        sqlite_file = self.database.engine.url.database
        if self.database.is_sqlite and sqlite_file is not None:
            sqlite.write_anew(Path(sqlite_file))
        return traces

    def _require(self, tx: Transaction, actor_id: str) -> None:
        for project in projects(tx):
            for person in members(tx, project.id):
                if person.id == actor_id:
                    person.require(Permission.SEE_ORIGINALS)

    def _note(self, tx: Transaction, actor_id: str, now: datetime, touched: set[str]) -> None:
        hashes = tuple(content_hash(sample_id) for sample_id in sorted(touched))
        append_event(tx, now, actor_id, "person.erased", Thing("erasure", new_id(), None, hashes))

    def _found(self, tx: Transaction, erasure: Erasure) -> _Found:
        revisions = {
            (sample_id, number): conversation
            for sample_id, number, conversation in store.texts_of_revisions(tx)
            if any(map(erasure.holds, (*(m.content for m in conversation.messages), *conversation.context)))
        }
        found = _Found(revisions, [], [])
        for value_id, sealed in store.sealed_values(tx):
            said = _opened(self.seal, sealed)
            if said is None:
                found.unread += 1
            elif erasure.holds(said):
                found.values.append(value_id)
        for source in store.sources_of(tx):
            held = self._source_holds(tx, source, erasure)
            if held:
                found.sources.append((source.id, source.bytes_hash))
            elif held is None:
                found.unread += 1
        return found

    def _source_holds(self, tx: Transaction, source: store.KeptSource, erasure: Erasure) -> bool | None:
        if not self.files.keeps(source.bytes_hash):
            return False
        if source.state in {SourceState.WAITING.value, SourceState.SCREENING.value}:
            raise ConflictError(
                text("The source {source} is being screened. Wait until it is done, then erase.", source=source.id)
            )
        try:
            file = self.files.open(source.bytes_hash)
            name = self.files.open_name(source.id) or ""
        except (SealError, StorageError):
            return None
        if erasure.holds(name.replace("_", " ")):
            return True
        reading, *_ = how_read(tx, source.id)
        opening = Opening(FileKind(reading.kind), reading.encoding, reading.separator)
        return any(
            erasure.holds(json.dumps(row.values, ensure_ascii=False))
            for row in read_rows(file, source.name, opening)
            if not isinstance(row, BadRow)
        ) or erasure.holds(file.getvalue().decode(reading.encoding or "utf-8", "replace"))


@dataclass(frozen=True)
class _Sweep:
    erasure: Erasure
    seal: Seal

    def sealed(self, sealed: bytes) -> bytes:
        said = _opened(self.seal, sealed)
        if said is None or not self.erasure.holds(said):
            return sealed
        try:
            parsed: Json = json.loads(said)
        except ValueError:
            return self.seal.close(self.erasure.out_of(said))
        return self.seal.close(canonical_json(self.erasure.out_of_json(parsed)))

    def text(self, said: str) -> str:
        if said.startswith(SEALED) and said.isascii():
            return SEALED + self.sealed(said.removeprefix(SEALED).encode("ascii")).decode("ascii")
        return self.erasure.out_of(said)

    def json(self, value: Json) -> Json:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.erasure.out_of(key): self.json(one) for key, one in value.items()}
        return [self.json(one) for one in value] if isinstance(value, Sequence) else value


def _opened(seal: Seal, sealed: bytes) -> str | None:
    try:
        return seal.open(sealed)
    except SealError:
        return None


def _overwrite(tx: Transaction, place: tuple[str, int], conversation: Conversation, erasure: Erasure) -> None:
    messages = tuple(Message(m.role, erasure.out_of(m.content)) for m in conversation.messages)
    erased = replace(
        conversation, messages=messages, context=tuple(erasure.out_of(piece) for piece in conversation.context)
    )
    for mark in store.marks_of(tx, place):
        texts = conversation.context if mark.part is Part.CONTEXT else [m.content for m in conversation.messages]
        cuts = erasure.cuts(texts[mark.index]) if mark.index < len(texts) else []
        store.move_mark(tx, mark, moved(mark.start, mark.end, cuts))
    store.overwrite(tx, place, erased, meaning_of(erased))


def _traces(tx: Transaction, found: _Found, touched: set[str], other: Mapping[str, int]) -> Traces:
    return Traces(
        samples=len(touched),
        revisions=len(found.revisions),
        values=len(found.values),
        sources=len(found.sources),
        other_rows=other,
        versions=tuple(store.holders(tx, touched)),
        unread=found.unread,
    )
