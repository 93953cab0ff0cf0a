"""The rubric of a project as its lead reads and changes it: each change is the next number of the policy."""

from dataclasses import dataclass, replace

from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.rubric import KIND, Rubric, rubric_from
from curation.services.people_names import without_turns
from curation.services.policies import keep_policy
from curation.store.database import Database, Transaction
from curation.store.projects import policy


@dataclass(frozen=True)
class RubricRules:
    """Use cases of what is rated beside a decision."""

    database: Database
    clock: Clock = utc_now

    def now(self, actor: Person, project: Project) -> Rubric:
        """Return the rubric that holds, an empty one where there is none."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return rubric_of(tx, project.id)

    def choose(self, actor: Person, project: Project, wanted: Rubric) -> bool:
        """Let another rubric hold from now on; tell whether anything changed. Raises InputError naming what cannot be.

        What was rated before is kept with its decisions, under the keys of then.
        """
        actor.require(Permission.MANAGE)
        content = rubric_from(_clean(wanted).as_json()).as_json()
        with self.database.transaction() as tx:
            if rubric_of(tx, project.id).as_json() == content:
                return False
            keep_policy(tx, project.id, KIND, content, (actor.id, self.clock()))
        return True


def rubric_of(tx: Transaction, project_id: str) -> Rubric:
    """Return the project's newest rubric."""
    return rubric_from(policy(tx, project_id, KIND))


def _clean(wanted: Rubric) -> Rubric:
    return Rubric(
        tuple(replace(one, name=without_turns(one.name), about=without_turns(one.about)) for one in wanted.criteria)
    )
