"""Looks at all texts of a project again by its newest policy: what it finds now and was not hidden is hidden. Heavy.

What was hidden when it came in stays hidden, whatever the policy says now: a person shows it by value. What such a look
hid is shown again where a later policy does not hide its type any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from curation.domain.identity import Json, new_id
from curation.domain.jobs import Job, JobKind, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.privacy import PrivacyAction, PrivacyDecision, ValueKey
from curation.domain.projects import Project
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.redaction import RedactedConversation
from curation.pii.sealed import Seal
from curation.services.metadata_lines import heads_of, lines_of
from curation.services.pii_denying import decision_on
from curation.services.privacy_lists import sealed_words
from curation.services.privacy_standing import seekable, standing
from curation.services.privacy_values import rules_of, value_key
from curation.services.screening_text import redactor_of
from curation.store import privacy as store
from curation.store import samples as samples_store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.privacy_texts import placeholders_of
from curation.store.projects import known_project
from curation.texts import text

AT_ONCE = 50
_BY_RULE = "rule-"


@dataclass(frozen=True)
class Rescreening:
    """The light stage of RESCREEN; its payload is `{}`.

    It only writes when all was looked at, in one transaction, so it may be killed anywhere; a second run finds nothing
    more. What it found is hidden by the job APPLY_PRIVACY, and waits for the privacy reviewer as a mark does.
    """

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """Look at the newest text of every sample, and at its metadata."""
        with self.database.reading() as tx:
            project = known_project(tx, job.project_id)
            rules = _tagging(rules_of(tx, self.seal, project.id))
            ids = samples_store.ids_of(tx, project.id)
        found: dict[ValueKey, tuple[str, str]] = {}
        for start in range(0, len(ids), AT_ONCE):
            reporter.report(Progress(start, len(ids), text("Looking for personal data again")))
            found |= self._found(project, rules, ids[start : start + AT_ONCE])
        made, taken = self._record(job, project, rules, found)
        reporter.log(f"{len(ids)} samples looked at again, {made} values hidden, {taken} shown again")
        reporter.report(Progress(len(ids), len(ids)))

    def _found(self, project: Project, rules: PiiPolicy, ids: Sequence[str]) -> dict[ValueKey, tuple[str, str]]:
        redactor = redactor_of(rules)
        found: dict[ValueKey, tuple[str, str]] = {}
        with self.database.reading() as tx:
            for head in samples_store.head_texts(tx, project.id, ids):
                beside = samples_store.metadata_of(tx, project.id, head.id)
                whole = replace(head.conversation, context=(*head.conversation.context, *lines_of(beside)))
                done = redactor.redact_again(whole, placeholders_of(tx, head.id), heads_of(beside))
                for entity, value in _values(done):
                    found.setdefault(value_key(project, entity, value), (entity, value))
        return found

    def _record(
        self, job: Job, project: Project, rules: PiiPolicy, found: dict[ValueKey, tuple[str, str]]
    ) -> tuple[int, int]:
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"privacy {project.id}")
            every = store.privacy_decisions(tx, project.id)
            stand = standing(every)
            fresh = {key: said for key, said in found.items() if key not in stand.said and key not in stand.marks}
            made = [one for said in fresh.items() if (one := self._decision(tx, project, job, said)) is not None]
            taken = self._taken(rules, every, job)
            named: list[Json] = [one.undoes or one.id for one in (*made, *taken)]
            for one in (*made, *taken):
                store.add_privacy_decision(tx, one)
                action = "taken_back" if one.undoes is not None else one.action.value
                thing = Thing("sealed_value", one.target.hmac[:32], project.id, (one.target.hmac,))
                append_event(tx, one.decided_at, job.created_by, f"value.{action}", thing)
            if named:
                add_job(tx, JobKind.APPLY_PRIVACY, {"decisions": named}, job.created_by, project.id, self.clock())
        return len(made), len(taken)

    def _decision(
        self, tx: Transaction, project: Project, job: Job, said: tuple[ValueKey, tuple[str, str]]
    ) -> PrivacyDecision | None:
        """Return what hides a value: wherever it stands, or only where it was suggested if it is an everyday word."""
        key, (entity, value) = said
        action = PrivacyAction.MARK
        if not seekable(value):
            if not store.samples_with_values(tx, project.id, frozenset({key})):
                return None
            action = PrivacyAction.ACCEPT
        one = decision_on(project, job.created_by, (entity, value), sealed_words(self.seal, value, value), self.clock())
        return replace(one, id=f"{_BY_RULE}{new_id()}", action=action)

    def _taken(self, rules: PiiPolicy, every: Sequence[PrivacyDecision], job: Job) -> list[PrivacyDecision]:
        undone = {one.undoes for one in every}
        stand = [one for one in every if one.undoes is None and one.id not in undone and one.id.startswith(_BY_RULE)]
        now = self.clock()
        return [
            replace(one, id=new_id(), undoes=one.id, sealed=None, decided_by=job.created_by, decided_at=now)
            for one in stand
            if not rules.replaces(one.target.entity_type)
        ]


def _tagging(rules: PiiPolicy) -> PiiPolicy:
    """Return a policy that hides the same by tags: only what is hidden matters here, not what stands for it."""
    left = (Operator.KEEP, Operator.SUGGEST)
    return replace(rules, operators=tuple((kind, name) for kind, name in rules.operators if name in left))


def _values(done: RedactedConversation) -> list[tuple[str, str]]:
    return [(span.entity_type, value) for span, value in zip(done.spans, done.values, strict=True)]
