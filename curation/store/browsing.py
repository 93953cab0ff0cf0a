"""Pages of samples by keyset, whatever the filters: an index that leads to few samples, else a walk in order.

Never an OFFSET into the result, and never more than a budget of time for a page: a walk that has not filled its
page by then says where it stopped, and the next page goes on from there.
"""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Boolean, ColumnElement, FromClause, Select, Tuple, func, select, tuple_, type_coerce

from curation.domain.browsing import Sort, Tally
from curation.errors import InputError
from curation.store.narrowing import Lead, Search
from curation.store.tables_samples import SampleRow
from curation.texts import text

CHUNK = 20_000
CHUNK_OF_WORDS = 4_000
MOST_COUNTED = 10_000
SECONDS = 0.12
_AT_ONCE = 500
_END = "~"
_SORTED = {
    Sort.ATTENTION: SampleRow.attention,
    Sort.NEWEST: SampleRow.created_at,
    Sort.OLDEST: SampleRow.created_at,
    Sort.CHANGED: SampleRow.changed_at,
}
Passing = Callable[[Sequence[str]], Collection[str]]


@dataclass(frozen=True)
class Spot:
    """A place in the order: what is sorted by, and the id."""

    value: float | datetime
    id: str

    def written(self) -> str:
        """Write the place for an address."""
        value = self.value.isoformat() if isinstance(self.value, datetime) else repr(self.value)
        return f"{value}{_END}{self.id}"


def spot_from(written: str, sort: Sort) -> Spot:
    """Read a place of an address; raises InputError."""
    value, _, name = written.partition(_END)
    try:
        return Spot(float(value) if sort is Sort.ATTENTION else datetime.fromisoformat(value), name)
    except ValueError as error:
        raise InputError(text("The address names no place among the samples. Begin at the first page.")) from error


@dataclass(frozen=True)
class Stretch:
    """What one look gives, in the order of the page; `more` lies beyond it, `cut` where time was over."""

    spots: tuple[Spot, ...]
    more: Spot | None
    cut: bool = False


@dataclass(frozen=True)
class Walk:
    """One person's filters over the samples of a project; `passes` tells which of some ids pass the pattern."""

    search: Search
    passes: Passing | None = None
    seconds: float = SECONDS

    def page(self, start: Spot | None, size: int, *, back: bool = False) -> Stretch:
        """Return the next places after `start`, or those before it."""
        until = time.monotonic() + self.seconds
        steps = _Steps(self.search, self._lead(), back=back)
        found: list[Spot] = []
        at = start
        while True:
            rows, reached = steps.next(at, size + 1 if self.passes is None else _AT_ONCE)
            found += self._passing(rows)
            if len(found) > size or reached is None:
                more = found[size - 1] if len(found) > size else None
                return _ordered(Stretch(tuple(found[:size]), more), back=back)
            at = reached
            if time.monotonic() > until:
                return _ordered(Stretch(tuple(found), reached, cut=True), back=back)

    def count(self) -> Tally:
        """Count what passes as far as that is cheap; the pattern is left out."""
        lead = self._lead()
        steps = _Steps(self.search, lead)
        if lead is not None:
            return Tally(steps.count_all(), exact=True)
        if self._plain:
            query = select(func.count()).select_from(SampleRow).where(SampleRow.project_id == self.search.project_id)
            status = self.search.wanted.status
            narrowed = query if status is None else query.where(SampleRow.status == status.value)
            return Tally(self.search.tx.scalar(narrowed) or 0, exact=True)
        listed = self.search.listed()
        if listed is not None:
            counted = select(func.count()).select_from(listed.limit(MOST_COUNTED + 1).subquery())
            count = self.search.tx.scalar(counted) or 0
            return Tally(min(count, MOST_COUNTED), exact=count <= MOST_COUNTED)
        return self._counted(steps)

    def ids(self, after: str | None, size: int) -> tuple[list[tuple[str, int]], str | None]:
        """Return (id, head) of what passes among the next `size` samples by id, and the last id looked at.

        None in its place at the end. For going through everything: it costs the same whatever passes.
        """
        tx, project_id = self.search.tx, self.search.project_id
        query = select(SampleRow.id).where(SampleRow.project_id == project_id).order_by(SampleRow.id).limit(size)
        names = list(tx.scalars(query if after is None else query.where(SampleRow.id > after)))
        s = SampleRow.__table__
        narrowed = select(s.c.id, s.c.head).where(s.c.id.in_(names), *self.search.conditions(s)).order_by(s.c.id)
        rows = [(str(name), int(head)) for name, head in tx.execute(narrowed)]
        if self.passes is not None:
            passing = self.passes([name for name, _ in rows])
            rows = [row for row in rows if row[0] in passing]
        return rows, names[-1] if len(names) == size else None

    @property
    def _plain(self) -> bool:
        """Tell whether at most the status narrows."""
        return not replace(self.search.wanted, status=None, pattern="").narrows

    def _lead(self) -> Lead | None:
        """Return the shortest list of samples that an index leads to, None where all are long."""
        best: tuple[int, Lead] | None = None
        for lead in self.search.leads():
            rows = lead.counted.limit(lead.most + 1).subquery()
            found = self.search.tx.scalar(select(func.count()).select_from(rows)) or 0
            if found <= lead.most and (best is None or found < best[0]):
                best = (found, lead)
        return None if best is None else best[1]

    def _passing(self, rows: Sequence[Spot]) -> list[Spot]:
        if self.passes is None or not rows:
            return list(rows)
        passing = self.passes([row.id for row in rows])
        return [row for row in rows if row.id in passing]

    def _counted(self, steps: "_Steps") -> Tally:
        until = time.monotonic() + self.seconds
        count, at = 0, None
        while True:
            found, at = steps.count_some(at)
            count += found
            if at is None:
                return Tally(count, exact=True)
            if count > MOST_COUNTED or time.monotonic() > until:
                return Tally(min(count, MOST_COUNTED), exact=False)


@dataclass(frozen=True)
class _Steps:
    """Rows in order, a few at a time: all that a list leads to, or the next CHUNK of the walk."""

    search: Search
    lead: Lead | None
    back: bool = False

    def next(self, at: Spot | None, most: int) -> tuple[list[Spot], Spot | None]:
        """Return at most so many that pass, and up to where all was looked at (None: to the end)."""
        end = None if self.lead is not None else self._end(at)
        query = select(self._value, self._all.c.id).where(*self._passing(at, end)).limit(most)
        rows = [Spot(value, name) for value, name in self.search.tx.execute(self._in_order(query))]
        return rows, rows[-1] if len(rows) == most else end

    def count_all(self) -> int:
        """Count what a list leads to."""
        return self._counted(None, None)

    def count_some(self, at: Spot | None) -> tuple[int, Spot | None]:
        """Count what passes in the next chunk, and say where that ends (None: with the project)."""
        end = self._end(at)
        return self._counted(at, end), end

    @property
    def _all(self) -> FromClause:
        return SampleRow.__table__

    @property
    def _value(self) -> ColumnElement[float | datetime]:
        return self._all.c[_SORTED[self.search.wanted.sort].key]

    def _counted(self, at: Spot | None, end: Spot | None) -> int:
        query = select(func.count()).select_from(self._all).where(*self._passing(at, end))
        return self.search.tx.scalar(query) or 0

    def _passing(self, at: Spot | None, end: Spot | None) -> list[ColumnElement[bool]]:
        s = self._all
        between = [*self._beyond(at), *self._up_to(end)]
        if self.lead is None:
            return [*self._walked(), *between, *self.search.conditions(s)]
        # The list leads here: a project that an index could find would be read in full instead.
        here = func.coalesce(s.c.project_id, "") == self.search.project_id
        return [s.c.id.in_(self.lead.ids), here, *between, *self.search.conditions(s, self.lead)]

    def _end(self, at: Spot | None) -> Spot | None:
        """Return the last place of the next chunk, which only the index is asked for; None where the rest is less."""
        query = select(self._value, self._all.c.id).where(*self._walked(), *self._beyond(at))
        row = self.search.tx.execute(
            self._in_order(query).offset((CHUNK_OF_WORDS if self.search.terms else CHUNK) - 1).limit(1)
        ).first()
        return None if row is None else Spot(row[0], row[1])

    def _walked(self) -> list[ColumnElement[bool]]:
        """Narrow the walk by what its index begins with."""
        wanted, s = self.search.wanted, self._all
        here = [s.c.project_id == self.search.project_id]
        if wanted.status is not None and wanted.sort is Sort.ATTENTION:
            here.append(s.c.status == wanted.status.value)
        return [*here, *self.search.ranges(s)]

    def _beyond(self, at: Spot | None) -> list[ColumnElement[bool]]:
        if at is None:
            return []
        place, given = self._places(at)
        return [type_coerce(place > given if self._rising else place < given, Boolean)]

    def _up_to(self, end: Spot | None) -> list[ColumnElement[bool]]:
        if end is None:
            return []
        place, given = self._places(end)
        return [type_coerce(place <= given if self._rising else place >= given, Boolean)]

    def _places(self, spot: Spot) -> tuple[Tuple, Tuple]:
        return tuple_(self._value, self._all.c.id), tuple_(type_coerce(spot.value, self._value.type), spot.id)

    def _in_order(self, query: Select[float | datetime, str]) -> Select[float | datetime, str]:
        ends = (self._value, self._all.c.id)
        return query.order_by(*(ends if self._rising else (end.desc() for end in ends)))

    @property
    def _rising(self) -> bool:
        return (self.search.wanted.sort is Sort.OLDEST) != self.back


def _ordered(found: Stretch, *, back: bool) -> Stretch:
    return replace(found, spots=found.spots[::-1]) if back else found
