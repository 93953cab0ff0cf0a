"""What is rated beside a decision: kept with it, and asked for where an approval needs it."""

from curation.domain.desk import Act
from curation.domain.reviews import Purpose, Verdict
from curation.domain.rubric import Ratings
from curation.domain.samples import SampleStatus
from curation.services.rubric_rules import rubric_of
from curation.store.database import Transaction

_RATED = frozenset({Verdict.APPROVE, Verdict.REJECT, Verdict.ESCALATE, Verdict.RETRIEVE})


def ratings_for(tx: Transaction, project_id: str, act: Act, purpose: Purpose) -> Ratings:
    """Return what of an act's ratings is kept; raises InputError where one is not on its scale, or is missing.

    What the rubric requires is asked of whoever approves a sample that waited on their screen: not of rulings,
    of decisions on many samples at once, nor of programs.
    """
    if act.verdict not in _RATED:
        return ()
    rubric = rubric_of(tx, project_id)
    kept = rubric.kept(act.ratings)
    if act.verdict is Verdict.APPROVE and act.seen is SampleStatus.WAITING and purpose is Purpose.REVIEW:
        rubric.require(kept)
    return kept
