"""Which samples experts see first: read by everybody, chosen by the lead."""

from dataclasses import dataclass

from curation.domain.identity import Json
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.review_policy import KIND, QueueOrder
from curation.services.policies import keep_policy
from curation.store.database import Database
from curation.store.projects import policy
from curation.store.reviews import review_policy


@dataclass(frozen=True)
class QueueOrdering:
    """Use cases of the order of the queue; it is a part of the project's policy of reviewing."""

    database: Database
    clock: Clock = utc_now

    def now(self, actor: Person, project: Project) -> QueueOrder:
        """Return the order that holds."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return review_policy(tx, project.id).order

    def choose(self, actor: Person, project: Project, order: QueueOrder) -> None:
        """Let the queue be in another order from the next sample on; nothing happens where it is so already."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            if review_policy(tx, project.id).order is order:
                return
            before = policy(tx, project.id, KIND)
            content: dict[str, Json] = dict(before) if isinstance(before, dict) else {}
            content["order"] = order.value
            keep_policy(tx, project.id, KIND, content, (actor.id, self.clock()))
