"""What the browser shows of samples: one page of them with texts, notes and tags; and their texts for a pattern."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from curation.domain.browsing import Hit
from curation.domain.samples import UNREAD
from curation.store.corrections import conversation_from
from curation.store.database import Transaction
from curation.store.samples import samples
from curation.store.tables_browser import TagRow
from curation.store.tables_samples import FindingRow, RevisionRow, SampleRow

LONGEST = 20_000
_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)


def hits(tx: Transaction, project_id: str, ids: Sequence[str]) -> tuple[Hit, ...]:
    """Return samples in the order asked for; texts are cut to LONGEST characters, and empty where unread."""
    known = samples(tx, project_id, ids)
    query = (
        select(
            SampleRow.id,
            SampleRow.attention,
            func.substr(RevisionRow.question, 1, LONGEST),
            func.substr(RevisionRow.answer, 1, LONGEST),
        )
        .join(RevisionRow, _HEAD)
        .where(SampleRow.id.in_(ids))
    )
    rows = {name: (attention, asked, said) for name, attention, asked, said in tx.execute(query)}
    notes, tags = _notes(tx, ids), tags_of(tx, project_id, ids)
    found: list[Hit] = []
    for name in ids:
        if name in known and name in rows:
            attention, asked, said = rows[name]
            unread = known[name].status in UNREAD
            texts = ("", "") if unread else (asked, said)
            found.append(Hit(known[name], *texts, notes.get(name, 0), attention, tags.get(name, ())))
    return tuple(found)


def tags_of(tx: Transaction, project_id: str, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the tags of samples, in the order of the alphabet."""
    here = func.coalesce(TagRow.project_id, "") == project_id
    query = select(TagRow.sample_id, TagRow.tag).where(here, TagRow.sample_id.in_(ids))
    found: dict[str, tuple[str, ...]] = {}
    for name, tag in tx.execute(query.order_by(TagRow.tag)):
        found[name] = (*found.get(name, ()), tag)
    return found


def readable_texts(tx: Transaction, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (id, everything that is said in it) of the newest texts that may be read."""
    query = (
        select(SampleRow.id, RevisionRow.messages)
        .join(RevisionRow, _HEAD)
        .where(SampleRow.id.in_(ids), SampleRow.status.not_in([status.value for status in UNREAD]))
    )
    for name, messages in tx.execute(query):
        yield name, "\n".join(turn.content for turn in conversation_from(messages, []).messages)


def _notes(tx: Transaction, ids: Sequence[str]) -> dict[str, int]:
    query = (
        select(FindingRow.sample_id, func.count())
        .join(SampleRow, (SampleRow.id == FindingRow.sample_id) & (SampleRow.head == FindingRow.revision))
        .where(FindingRow.sample_id.in_(ids))
        .group_by(FindingRow.sample_id)
    )
    return dict(tx.execute(query).all())
