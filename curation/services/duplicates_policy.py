"""Use cases around the policy of duplicates: what counts as one, what another policy would find, and changing it."""

from dataclasses import dataclass

from curation.dedup.bands import bands_for, chance
from curation.dedup.policy import POLICY, SEARCH, DuplicatePolicy, policy_from, usual_policy
from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.services.duplicates_tried import TRY_DUPLICATES, TriedPolicy, tried_policy_from
from curation.services.policies import keep_policy
from curation.services.trying import Ask
from curation.store import projects as store
from curation.store.database import Database, Transaction
from curation.store.jobs import add_job_once


@dataclass(frozen=True)
class PolicyView:
    """The policy that holds, what is usual for the project's language, and how signatures find pairs by it.

    `found` are the probabilities that a pair is looked at: at the threshold, and 0.05 and 0.1 above and below.
    """

    policy: DuplicatePolicy
    usual: DuplicatePolicy
    bands: int
    rows: int
    found: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class DuplicateRules:
    """Reads and changes a project's policy of duplicates; `ask` puts a short question to the worker."""

    database: Database
    ask: Ask
    clock: Clock = utc_now

    def view(self, actor: Person, project: Project) -> PolicyView:
        """Return the policy as it stands."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return view_of(_policy(tx, project), project.language)

    def try_out(self, actor: Person, project: Project, policy: DuplicatePolicy) -> TriedPolicy:
        """Say what a policy that is not kept yet would find among samples of the project."""
        actor.require(Permission.MANAGE)
        return tried_policy_from(self.ask(TRY_DUPLICATES, {"project_id": project.id, "policy": policy.as_json()}))

    def save(self, actor: Person, project: Project, policy: DuplicatePolicy) -> Job | None:
        """Keep another policy and have the project searched by it; nothing happens where it is the same."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            if policy == _policy(tx, project):
                return None
            now = self.clock()
            keep_policy(tx, project.id, POLICY, policy.as_json(), (actor.id, now))
            return add_job_once(tx, JobKind.RECHECK, SEARCH, actor.id, project.id, now)


def view_of(policy: DuplicatePolicy, language: str) -> PolicyView:
    """Say how a policy finds pairs."""
    bands, rows = bands_for(policy.threshold)
    points = (round(policy.threshold + step / 20, 2) for step in range(-2, 3))
    found = tuple((point, chance(point, bands, rows)) for point in points if 0 < point <= 1)
    return PolicyView(policy, usual_policy(language), bands, rows, found)


def _policy(tx: Transaction, project: Project) -> DuplicatePolicy:
    return policy_from(store.policy(tx, project.id, POLICY), project.language)
