"""The file-to-file stage that notes weak samples."""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from curation.domain.findings import Finding
from curation.domain.samples import Conversation, question_and_answer
from curation.engine.meter import Meter
from curation.engine.pool import map_batches
from curation.engine.reading import open_with
from curation.engine.rows import Row, Table, text_in
from curation.engine.writing import outputs
from curation.errors import InputError
from curation.quality.policy import STANDARD, ChecksPolicy
from curation.quality.rules_file import policy_from_yaml
from curation.quality.spelling import Vocabulary, is_spelled
from curation.quality.suite import CHECKS, Demands, checking_by
from curation.texts import text

BATCH = 1000
SPELLING = "spelling"
FINDING = {
    "check": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "column": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
ADDED = {"findings": pl.List(pl.Struct(FINDING))}


@dataclass(frozen=True)
class Checking:
    """What to check: the columns of the question, the answer and the passages, their language, the policy's file."""

    source: Path
    target: Path
    question: str
    answer: str
    language: str = "en"
    workers: int = 1
    context: str | None = None
    policy: Path | None = None


def open_checking(given: Checking) -> Table:
    """Open the input and see that it has the columns, and room for the one that is added."""
    names = (given.question, given.answer, *((given.context,) if given.context else ()))
    return open_with(given.source, names, ADDED)


def policy_in(path: Path | None) -> ChecksPolicy:
    """Read the policy of checks from a YAML file, the usual one where there is none; raises InputError."""
    if path is None:
        return STANDARD
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sentence = text("The policy {file} cannot be read: {reason}. Give a YAML file.", file=path, reason=error)
        raise InputError(sentence) from error
    try:
        return policy_from_yaml(source, frozenset(CHECKS))
    except InputError as error:
        raise InputError(text("{file}: {reason}", file=path, reason=error)) from error


def check_file(given: Checking, table: Table, policy: ChecksPolicy, meter: Meter) -> Counter[str]:
    """Write the target with a column `findings` (in CSV as JSON); return how often each check spoke.

    The file is read twice where spelling is checked: what three rows spell the same way is a word of the file.
    """
    waiting: deque[list[Row]] = deque()
    counts: Counter[str] = Counter()
    passes = 2 if policy.is_on(SPELLING) and is_spelled(given.language) else 1
    known = _own_words(given, table, meter) if passes > 1 else frozenset[str]()
    demands = Demands(given.language, replace(policy, words=policy.words | known))
    samples = _samples(given, table, waiting)
    with outputs() as files, closing(map_batches(checking_by, demands, samples, given.workers)) as results:
        target = files.beside(given.target, table, ADDED)
        for done in results:
            rows = waiting.popleft()
            target.write([row | _added(found, given) for row, found in zip(rows, done, strict=True)])
            counts.update(finding.check for found in done for finding in found)
            meter.tell(len(rows), 1 - (1 - table.share) / passes)
    return counts


def _own_words(given: Checking, table: Table, meter: Meter) -> frozenset[str]:
    vocabulary = Vocabulary(given.language)
    for batch in _samples(given, table, deque()):
        for one in batch:
            vocabulary.add((one.question, one.answer))
        meter.tell(0, table.share / 2)
    return vocabulary.words


def _samples(given: Checking, table: Table, waiting: deque[list[Row]]) -> Iterator[list[Conversation]]:
    number = 0
    for rows in table.batches(BATCH):
        waiting.append(rows)
        batch: list[Conversation] = []
        for row in rows:
            number += 1
            question, answer = (text_in(row, column, given.source, number) for column in (given.question, given.answer))
            batch.append(replace(question_and_answer(question, answer), context=_context(given, row, number)))
        yield batch


def _context(given: Checking, row: Row, number: int) -> tuple[str, ...]:
    if given.context is None:
        return ()
    value = row.get(given.context)
    several: list[object] = [*value] if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownArgumentType] - what a file holds
    texts = (text_in({given.context: one}, given.context, given.source, number) for one in several)
    return tuple(passage for passage in texts if passage.strip())


def _added(found: tuple[Finding, ...], given: Checking) -> Row:
    return {"findings": [_row(finding, given) for finding in found]}


def _row(finding: Finding, given: Checking) -> Row:
    place = finding.place
    column = None if place is None else (given.question, given.answer)[place.index]
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "message": finding.message,
        "column": column,
        "start": None if place is None else place.start,
        "end": None if place is None else place.end,
    }
