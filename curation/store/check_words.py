"""Stores the words of a project's own texts that no list has, counted once a sample."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import insert, select, update

from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.tables_samples import CheckWordRow


def add_words(tx: Transaction, project_id: str, language: str, counts: Counter[str]) -> None:
    """Add how many new samples each word stands in."""
    known = _counts(tx, project_id, language, sorted(counts))
    new = [
        {"project_id": project_id, "language": language, "word": word, "samples": count}
        for word, count in sorted(counts.items())
        if word not in known
    ]
    if new:
        tx.execute(insert(CheckWordRow), new)
    for word in sorted(known):
        tx.execute(
            update(CheckWordRow)
            .where(CheckWordRow.project_id == project_id, CheckWordRow.language == language, CheckWordRow.word == word)
            .values(samples=CheckWordRow.samples + counts[word]),
            execution_options={"synchronize_session": False},
        )


def words_of(tx: Transaction, project_id: str, language: str, least: int) -> frozenset[str]:
    """Return the words of a language that stand in so many samples of a project or more."""
    query = select(CheckWordRow.word).where(
        CheckWordRow.project_id == project_id, CheckWordRow.language == language, CheckWordRow.samples >= least
    )
    return frozenset(tx.scalars(query))


def _counts(tx: Transaction, project_id: str, language: str, words: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    several = list(words)
    for part in in_parts(several):
        query = select(CheckWordRow.word, CheckWordRow.samples).where(
            CheckWordRow.project_id == project_id,
            CheckWordRow.language == language,
            CheckWordRow.word.in_(part),
        )
        found |= dict(tx.execute(query).all())
    return found
