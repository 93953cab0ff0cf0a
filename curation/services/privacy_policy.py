"""A project's PII policy, read and written by people; what it newly denies is hidden in stored texts too."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from curation.domain.identity import Json, new_id
from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.privacy import PrivacyAction, PrivacyDecision
from curation.domain.projects import Project
from curation.pii.denied import denied_entry
from curation.pii.policy import PiiPolicy
from curation.pii.sealed import Seal
from curation.services.policies import keep_policy
from curation.services.privacy_lists import sealed_words
from curation.services.privacy_values import SEALED, value_key, with_sealed, without_sealed
from curation.store import privacy as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job, add_job_once
from curation.store.projects import policy

_KIND = "pii"
_LISTED = "list-"


@dataclass(frozen=True)
class PolicySet:
    """What became of a new policy: its number, how many values are hidden from now on, how many no more."""

    number: int
    hidden: int
    shown: int


@dataclass(frozen=True)
class PrivacyPolicy:
    """Use cases of the policy of personal data."""

    database: Database
    seal: Seal
    clock: Clock = field(default=utc_now)

    def now(self, actor: Person, project: Project) -> tuple[Json, int]:
        """Return the policy without the entries that reviewers added, which are sealed, and how many those are."""
        actor.require(Permission.MANAGE)
        with self.database.reading() as tx:
            content = policy(tx, project.id, _KIND)
        rules = PiiPolicy.from_json(content)
        sealed = sum(entry.startswith(SEALED) for entry in (*rules.allow, *rules.deny))
        return PiiPolicy.from_json(without_sealed(content)).to_json(), sealed

    def set(self, actor: Person, project: Project, content: Json) -> PolicySet:
        """Let a policy count from now on; raises InputError that names the field where it cannot be read.

        Each new entry of the deny list is as a mark on its value (it waits for the reviewer), and one that is gone is a
        mark taken back. Where anything else has changed a job looks at all texts again. Reviewers' entries stay.
        """
        actor.require(Permission.MANAGE)
        wanted = set(PiiPolicy.from_json(content).deny)
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"privacy {project.id}")
            before = policy(tx, project.id, _KIND)
            listed = set(PiiPolicy.from_json(without_sealed(before)).deny)
            after = with_sealed(content, before)
            number = keep_policy(tx, project.id, _KIND, after, (actor.id, self.clock()))
            made = [self._mark(project, actor, entry) for entry in sorted(wanted - listed)]
            taken = self._taken(tx, project, actor, sorted(listed - wanted))
            self._record(tx, project, actor, [*made, *taken])
            if _without_lists(before) != _without_lists(after):
                look_again(tx, actor, project, self.clock())
        return PolicySet(number, len(made), len(taken))

    def _mark(self, project: Project, actor: Person, entry: str) -> PrivacyDecision:
        entity, value = denied_entry(entry)
        key = value_key(project, entity, value)
        return PrivacyDecision(
            id=f"{_LISTED}{new_id()}",
            project_id=project.id,
            action=PrivacyAction.MARK,
            target=key,
            result=key,
            sealed=sealed_words(self.seal, value, value),
            decided_by=actor.id,
            decided_at=self.clock(),
        )

    def _taken(self, tx: Transaction, project: Project, actor: Person, entries: Iterable[str]) -> list[PrivacyDecision]:
        keys = {value_key(project, *denied_entry(entry)) for entry in entries}
        every = store.privacy_decisions(tx, project.id)
        undone = {one.undoes for one in every}
        stand = [one for one in every if one.undoes is None and one.id not in undone and one.target in keys]
        now = self.clock()
        return [
            replace(one, id=new_id(), undoes=one.id, sealed=None, decided_by=actor.id, decided_at=now)
            for one in stand
            if one.id.startswith(_LISTED)
        ]

    def _record(self, tx: Transaction, project: Project, actor: Person, made: Iterable[PrivacyDecision]) -> None:
        named: list[Json] = []
        for one in made:
            store.add_privacy_decision(tx, one)
            named.append(one.undoes or one.id)
            action = "value.mark" if one.undoes is None else "value.taken_back"
            thing = Thing("sealed_value", one.target.hmac[:32], project.id, (one.target.hmac,))
            append_event(tx, one.decided_at, actor.id, action, thing)
        if named:
            add_job(tx, JobKind.APPLY_PRIVACY, {"decisions": named}, actor.id, project.id, self.clock())


def look_again(tx: Transaction, actor: Person, project: Project, at: datetime) -> Job:
    """Queue the job that looks at all texts by the newest policy; one that waits already is enough."""
    return add_job_once(tx, JobKind.RESCREEN, {}, actor.id, project.id, at)


def _without_lists(content: Json) -> PiiPolicy:
    return replace(PiiPolicy.from_json(content), allow=(), deny=())
