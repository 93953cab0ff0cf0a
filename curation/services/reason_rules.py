"""The reasons of a project as its lead reads and changes them: each change is the next number of the policy."""

from dataclasses import dataclass, replace

from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.reason_policy import KIND, ReasonPolicy, reasons_from
from curation.services.people_names import without_turns
from curation.services.policies import keep_policy
from curation.store.database import Database, Transaction
from curation.store.projects import policy


@dataclass(frozen=True)
class ReasonRules:
    """Use cases of the reasons for flags, and of the sections that rejections rest on."""

    database: Database
    clock: Clock = utc_now

    def now(self, actor: Person, project: Project) -> ReasonPolicy:
        """Return the reasons that hold."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return reason_policy(tx, project.id)

    def choose(self, actor: Person, project: Project, wanted: ReasonPolicy) -> bool:
        """Let other reasons hold from now on; tell whether anything changed. Raises InputError naming what cannot be.

        Flags that were made keep the reason that they were made with.
        """
        actor.require(Permission.MANAGE)
        content = reasons_from(_clean(wanted).as_json()).as_json()
        with self.database.transaction() as tx:
            if reason_policy(tx, project.id).as_json() == content:
                return False
            keep_policy(tx, project.id, KIND, content, (actor.id, self.clock()))
        return True


def reason_policy(tx: Transaction, project_id: str) -> ReasonPolicy:
    """Return the project's newest reasons, with the standard ones for what it leaves out."""
    return reasons_from(policy(tx, project_id, KIND))


def _clean(wanted: ReasonPolicy) -> ReasonPolicy:
    flags = tuple(replace(one, label=without_turns(one.label)) for one in wanted.flags)
    return ReasonPolicy(flags, wanted.sections)
