"""What filters say of what samples need and of how they were rated, as SQL, and the lists that indexes give of it."""

import json
from collections.abc import Iterator

from sqlalchemy import ColumnElement, FromClause, Select, String, cast, func, select

from curation.domain.browsing import Wanted
from curation.domain.risks import Risk
from curation.domain.rubric import Rating
from curation.domain.samples import SampleStatus
from curation.store.tables_review import LaneRow, RatingRow
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow

_EVERY = tuple(one.value for one in SampleStatus)


def needing(project_id: str, wanted: Wanted) -> Iterator[Select[str]]:
    """Yield the lists of samples of a risk, and of those that need a specialty."""
    # Both stand behind the status in an index: where every status is named, it leads to them.
    here = (SampleRow.project_id == project_id, SampleRow.status.in_(_EVERY))
    if wanted.risk is not None:
        yield select(SampleRow.id).where(*here, _of_risk(SampleRow.__table__.c.risk, wanted.risk))
    if wanted.specialty is not None:
        named = _naming(LaneRow.__table__, wanted.specialty)
        lanes = select(LaneRow.key).where(LaneRow.project_id == project_id, named)
        yield select(SampleRow.id).where(*here, SampleRow.lane_key.in_(lanes))


def needed(s: FromClause, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Yield what a row of samples must satisfy; no index may lead by it."""
    if wanted.risk is not None:
        yield _of_risk(func.coalesce(s.c.risk, 0), wanted.risk)
    if wanted.specialty is not None:
        yield _naming(s, wanted.specialty)


def rated_so(rating: Rating) -> Select[str]:
    """Return the list of samples with a decision that was rated so, whether it stands or not."""
    rated = select(DecisionRow.sample_id).join(RatingRow, RatingRow.decision_id == DecisionRow.id)
    return rated.where(*_rated(rating))


def is_rated_so(rating: Rating) -> ColumnElement[bool]:
    """Say of one decision that it was rated so."""
    mine = (RatingRow.decision_id == DecisionRow.id, *_rated(rating))
    return select(RatingRow.value).where(*mine).correlate(DecisionRow).exists()


def _rated(rating: Rating) -> tuple[ColumnElement[bool], ...]:
    return RatingRow.criterion == rating.criterion, RatingRow.value == rating.value


def _of_risk(column: ColumnElement[int], risk: Risk) -> ColumnElement[bool]:
    return column >= risk.value if risk is Risk.HIGH else column == risk.value


def _naming(table: FromClause, specialty: str) -> ColumnElement[bool]:
    return cast(table.c.specialties, String).contains(json.dumps(specialty), autoescape=True)
