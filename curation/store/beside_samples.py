"""Changes text that stands beside samples (see text_places) in the rows of one project."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, Column, ColumnElement, LargeBinary, Text, and_, cast, func, or_, select, update

from curation.domain.identity import Json
from curation.store.database import Transaction
from curation.store.text_places import TextPlace, beside_samples, of_project, word_places


@dataclass(frozen=True)
class Rewriting:
    """How a text, JSON or a sealed text reads afterwards; the same back where nothing in it changes.

    `runs` are stretches of plain letters and digits one of which stands in whatever is changed, in any case.
    """

    text: Callable[[str], str]
    json: Callable[[Json], Json]
    sealed: Callable[[bytes], bytes]
    runs: Sequence[str]


def rewrite_beside(tx: Transaction, project_id: str, how: Rewriting) -> dict[str, int]:
    """Rewrite every place beside a project's samples; return the changed rows of each table."""
    tx.flush()
    changed: dict[str, int] = {}
    for place in beside_samples():
        count = _rewritten(tx, place, project_id, how)
        if count:
            changed[place.table.name] = count
    tx.expire_all()
    return changed


def _rewritten(tx: Transaction, place: TextPlace, project_id: str, how: Rewriting) -> int:
    count = len(place.keys)
    query = select(*place.keys, *place.columns).where(of_project(place.table, project_id), _may_change(place, how.runs))
    done = 0
    for row in tx.execute(query).all():
        fresh = {c.name: _changed(value, how) for c, value in zip(place.columns, row[count:], strict=True)}
        values = {name: new for (name, new), old in zip(fresh.items(), row[count:], strict=True) if new != old}
        if values:
            mine = and_(*(key == value for key, value in zip(place.keys, row[:count], strict=True)))
            tx.execute(update(place.table).where(mine).values(**values))
            done += 1
    return done


def _may_change(place: TextPlace, runs: Sequence[str]) -> ColumnElement[bool]:
    """Leave the database what it can tell: only what is sealed has to be opened to know."""
    told: list[ColumnElement[bool]] = []
    for column in place.columns:
        if isinstance(column.type, LargeBinary):
            told.append(column.is_not(None))
        else:
            told += [func.lower(cast(column, Text)).contains(run.lower(), autoescape=True) for run in runs]
    return or_(*told)


def _changed(value: Json | bytes, how: Rewriting) -> Json | bytes:
    if isinstance(value, bytes):
        return how.sealed(value)
    return how.text(value) if isinstance(value, str) else how.json(value)


def forget_words(tx: Transaction, words: Collection[str], project_id: str | None = None) -> int:
    """Drop single words from what was counted and listed, in one project or in all; return in how many rows."""
    plain = {word.lower() for word in words}
    count = 0
    for column in word_places():
        mine = [] if project_id is None else [of_project(column.table, project_id)]
        if isinstance(column.type, JSON):
            count += _unlisted(tx, column, plain, mine)
        else:
            where = [column.in_(sorted(plain)), *mine]
            count += len(tx.execute(select(column).where(*where)).all())
            tx.execute(column.table.delete().where(*where))
    return count


def _unlisted(
    tx: Transaction, column: Column[Json | bytes], words: Collection[str], mine: Sequence[ColumnElement[bool]]
) -> int:
    keys = tuple(column.table.primary_key.columns)
    count = 0
    for *names, listed in tx.execute(select(*keys, column).where(*mine)).all():
        given: Json = listed
        kept = [one for one in given if str(one).lower() not in words] if isinstance(given, list) else given
        if kept != given:
            row = and_(*(key == name for key, name in zip(keys, names, strict=True)))
            tx.execute(column.table.update().where(row).values({column.name: kept}))
            count += 1
    return count
