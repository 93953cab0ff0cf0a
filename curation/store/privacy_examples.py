"""Reads values of personal data in their redacted context."""

from curation.domain.findings import Part
from curation.domain.privacy import Example, ValueKey
from curation.store.corrections import open_revisions
from curation.store.database import Transaction
from curation.store.metadata_spans import metadata_of, said_in
from curation.store.privacy import example_places, metadata_places
from curation.store.samples import samples

_AROUND = 90


def examples(tx: Transaction, project_id: str, key: ValueKey, limit: int) -> tuple[Example, ...]:
    """Return the first places of a value in the newest texts, each with about 90 characters to either side."""
    places = example_places(tx, project_id, key, limit)
    ids = {place[0] for place in places}
    heads, revisions = samples(tx, project_id, ids), open_revisions(tx, ids)
    found: list[Example] = []
    for sample_id, part, index, start, end in places:
        text = next((r.conversation for r in revisions.get(sample_id, ()) if r.number == heads[sample_id].head), None)
        if text is not None:
            whole = text.context[index] if part == Part.CONTEXT.value else text.messages[index].content
            found.append(Example(sample_id, _before(whole, start), whole[start:end], _after(whole, end)))
    return (*found, *_beside(tx, project_id, key, limit - len(found)))


def _beside(tx: Transaction, project_id: str, key: ValueKey, limit: int) -> list[Example]:
    places = metadata_places(tx, project_id, key, max(limit, 0))
    beside = metadata_of(tx, [place[0] for place in places])
    found: list[Example] = []
    for sample_id, column, start, end in places:
        whole = said_in(beside[sample_id][column])
        found.append(Example(sample_id, f"{column}: {_before(whole, start)}", whole[start:end], _after(whole, end)))
    return found


def _before(text: str, start: int) -> str:
    return text[:start] if start <= _AROUND else "…" + text[start - _AROUND : start]


def _after(text: str, end: int) -> str:
    return text[end:] if len(text) - end <= _AROUND else text[end : end + _AROUND] + "…"
