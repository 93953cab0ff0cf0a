"""The rules of review as the lead reads and changes them: each change is the next number of the project's policy."""

from dataclasses import dataclass

from curation.domain.jobs import JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.review_policy import KIND, ReviewPolicy, policy_from
from curation.services.policies import keep_policy
from curation.store.database import Database
from curation.store.jobs import add_job
from curation.store.reviews import review_policy


@dataclass(frozen=True)
class ReviewRules:
    """Use cases of the rules of review."""

    database: Database
    clock: Clock = utc_now

    def now(self, actor: Person, project: Project) -> ReviewPolicy:
        """Return the rules that hold."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return review_policy(tx, project.id)

    def choose(self, actor: Person, project: Project, rules: ReviewPolicy) -> bool:
        """Let other rules hold from now on; tell whether anything changed. Raises InputError naming what cannot be.

        Samples on which somebody has spoken keep the number of reviewers that they began with.
        """
        actor.require(Permission.MANAGE)
        wanted = policy_from(rules.as_json())
        with self.database.transaction() as tx:
            before = review_policy(tx, project.id)
            if before == wanted:
                return False
            keep_policy(tx, project.id, KIND, wanted.as_json(), (actor.id, self.clock()))
            if (before.raises, before.queue.specialties) != (wanted.raises, wanted.queue.specialties):
                add_job(tx, JobKind.RISKS, {}, actor.id, project.id, self.clock())
        return True
