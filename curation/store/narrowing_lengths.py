"""What filters say of the length of a sample's question and answer, as SQL, and the lists that indexes give of it."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, FromClause, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from curation.domain.browsing import Wanted
from curation.domain.lengths import Lengths
from curation.store.tables_samples import RevisionRow, SampleRow

QUESTION, ANSWER = RevisionRow.question_length, RevisionRow.answer_length


def long_as(wanted: Wanted) -> Iterator[Select[str]]:
    """Yield the lists of samples of any project with a text, be it an earlier one, that is so long."""
    for column, lengths in _asked(wanted):
        yield select(RevisionRow.sample_id).where(*_between(column, lengths))


def listed_long_as(project_id: str, wanted: Wanted) -> Select[str]:
    """Return the list of samples whose newest question or answer is so long."""
    # The lengths lead here: a project that an index could find would be read in full instead.
    here = func.coalesce(SampleRow.project_id, "") == project_id
    head = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)
    between = (one for column, lengths in _asked(wanted) for one in _between(column, lengths))
    return select(SampleRow.id).join(RevisionRow, head).where(here, *between)


def is_long_as(s: FromClause, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Yield what the head of a row of samples must satisfy; the index of the lengths alone may not lead."""
    of_one = [one for column, lengths in _asked(wanted) for one in _between(column, lengths)]
    if of_one:
        yield select(RevisionRow.number).where(*on_head(s), *of_one).correlate(s).exists()


def on_head(s: FromClause) -> tuple[ColumnElement[bool], ...]:
    """Join samples with their heads so that the index that holds the lengths serves it, and no text is read."""
    return RevisionRow.sample_id == s.c.id, func.coalesce(RevisionRow.number, 0) == s.c.head


def _asked(wanted: Wanted) -> Iterator[tuple[InstrumentedAttribute[int], Lengths]]:
    if wanted.question_length is not None:
        yield QUESTION, wanted.question_length
    if wanted.answer_length is not None:
        yield ANSWER, wanted.answer_length


def _between(column: InstrumentedAttribute[int], lengths: Lengths) -> Iterator[ColumnElement[bool]]:
    yield column >= lengths.least
    if lengths.most is not None:
        yield column <= lengths.most
