"""Use cases around benchmark files: questions that nothing of a project may be trained on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from curation.dedup.policy import Unit, usual_policy
from curation.domain.benchmarks import ONLY, Benchmark, HeldText, letters_in, words_in
from curation.domain.identity import Json, canonical_json, new_id
from curation.domain.jobs import JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.sources import BadRow
from curation.errors import InputError
from curation.ingest.conversations import conversations
from curation.ingest.formats import guess_mapping, require_mapping
from curation.ingest.readers import columns_of, opening_of, read_rows
from curation.services.sealed_files import SealedFiles
from curation.store import benchmarks as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.texts import text

FEWEST_WORDS, FEWEST_LETTERS = 3, 5
QUESTIONS = ("question", "prompt", "instruction", "problem", "query", "text", "input", "frage")


@dataclass(frozen=True)
class HoldingBack:
    """Keeps benchmark files sealed in a folder of their own, and has all samples compared with them."""

    database: Database
    files: SealedFiles
    clock: Clock = utc_now

    def add(self, actor: Person, project: Project, data: bytes, name: str) -> Benchmark:
        """Hold a file of questions back (answers, where it has some, too); raises InputError for one without text.

        It is named by its hash: a file's own name may say whose it is.
        """
        actor.require(Permission.FREEZE)
        pairs = list(_pairs(data, name))
        count = sum(_is_compared(question, project.language) for question, _ in pairs)
        if not count:
            raise InputError(text("{file} holds no question of three words. Choose another file.", file=name))
        kept = canonical_json([list(pair) for pair in pairs]).encode()
        digest = sha256(kept).hexdigest()
        self.files.keep(BytesIO(kept), digest)
        new = Benchmark(new_id(), f"benchmark-{digest[:8]}", digest, count, self.clock())
        with self.database.transaction() as tx:
            store.add_benchmark(tx, project.id, new, actor.id)
            self._compare(tx, actor, project, "benchmark.added", new.id)
        return new

    def all(self, actor: Person, project: Project) -> tuple[Benchmark, ...]:
        """Return the benchmarks of a project."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return store.benchmarks(tx, project.id)

    def remove(self, actor: Person, project: Project, benchmark_id: str) -> None:
        """Hold a benchmark back no more; its sealed file stays, for another project may hold it too."""
        actor.require(Permission.FREEZE)
        with self.database.transaction() as tx:
            store.remove_benchmark(tx, project.id, benchmark_id)
            self._compare(tx, actor, project, "benchmark.removed", benchmark_id)

    def texts(self, found: Benchmark) -> Iterator[HeldText]:
        """Yield what a benchmark holds; raises StorageError where its file is gone."""
        pairs: Json = json.loads(self.files.open(found.bytes_hash).read())
        for pair in pairs if isinstance(pairs, list) else []:
            match pair:
                case [str() as question, str() as answer]:
                    yield HeldText(text("the file {name}", name=found.name), question, answer)
                case _:
                    continue

    def _compare(self, tx: Transaction, actor: Person, project: Project, action: str, benchmark_id: str) -> None:
        now = self.clock()
        append_event(tx, now, actor.id, action, Thing("benchmark", benchmark_id, project.id))
        add_job(tx, JobKind.RECHECK, ONLY, actor.id, project.id, now)


def _is_compared(question: str, language: str) -> bool:
    if usual_policy(language).unit is Unit.LETTERS:
        return letters_in(question) >= FEWEST_LETTERS
    return words_in(question) >= FEWEST_WORDS


def _pairs(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    stream = BytesIO(data)
    opening = opening_of(stream, name)
    columns, rows = columns_of(read_rows(stream, name, opening))
    mapping = guess_mapping(columns, rows)
    alone = next((column for wanted in QUESTIONS for column in columns if column.lower() == wanted), None)
    try:
        require_mapping(mapping, columns, name)
    except InputError:
        if alone is None:
            raise
        for row in read_rows(stream, name, opening):
            if not isinstance(row, BadRow) and isinstance(said := row.values.get(alone), str):
                yield said, ""
        return
    for record in conversations(read_rows(stream, name, opening), mapping, name):
        if not isinstance(record, BadRow):
            yield record.conversation.question, record.conversation.answer
