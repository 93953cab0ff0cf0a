"""What waits for one person in particular: given by name, opinions that they were asked for, what they may settle."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from curation.domain.waiting import Waiting
from curation.services.reviewing_queue import HandingOut
from curation.store.database import Database
from curation.store.given import count_given
from curation.store.lanes import count_in_lanes
from curation.store.review_counts import count_status
from curation.store.reviews import review_policy

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OnMyDesk:
    """The use case of looking what waits for oneself."""

    database: Database
    clock: Clock = utc_now

    def now(self, actor: Person, project: Project, midnight: datetime | None = None) -> Waiting:
        """Return what waits for somebody; `midnight` is the start of their day (that of UTC unless given)."""
        actor.require(Permission.SEE)
        now = self.clock()
        start = midnight or now.replace(hour=0, minute=0, second=0, microsecond=0)
        with self.database.reading() as tx:
            given = count_given(tx, project.id, actor.id, (now, start + _DAY))
            if not actor.may(Permission.ADJUDICATE):
                return Waiting(given.waiting, given.today, given.overdue)
            handing = HandingOut(tx, actor, project, review_policy(tx, project.id), now)
            return Waiting(
                given=given.waiting,
                due_today=given.today,
                overdue=given.overdue,
                asked=count_in_lanes(tx, project.id, SampleStatus.ESCALATED, handing.reach.asked),
                unsure=count_status(tx, project.id, SampleStatus.ESCALATED),
                unsettled=count_status(tx, project.id, SampleStatus.DISPUTED),
            )
