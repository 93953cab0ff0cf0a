"""The rule of blindness as SQL: of which samples somebody may know what others said."""

from sqlalchemy import ColumnElement, FromClause, and_, or_, select, true

from curation.domain.blindness import Looking
from curation.domain.samples import SampleStatus
from curation.store.tables_review import VoiceRow
from curation.store.tables_talk import FlagRow


def may_know_of(looking: Looking, s: FromClause) -> ColumnElement[bool]:
    """Say in SQL what `Looking.may_know` says of one sample: asked of the rule itself, for every status."""
    statuses = tuple(SampleStatus)
    told = {spoke: [x.value for x in statuses if looking.may_know(x, spoke=spoke)] for spoke in (True, False)}
    mine = select(VoiceRow.sample_id).where(VoiceRow.sample_id == s.c.id, VoiceRow.person_id == looking.person_id)
    spoke = and_(s.c.status.in_(told[True]), mine.correlate(s).exists())
    return or_(s.c.status.in_(told[False]), spoke)


def flag_heard(looking: Looking, s: FromClause) -> ColumnElement[bool]:
    """Say in SQL whether somebody may know of a flag on one sample: their own, of who never decides, or by the rule."""
    if not looking.reviews:
        return true()
    own = FlagRow.person_id == looking.person_id
    return or_(own, FlagRow.reviewer.is_(False), may_know_of(looking, s))
