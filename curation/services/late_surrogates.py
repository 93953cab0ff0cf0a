"""Surrogates of values that are hidden late: marked, accepted, retyped, widened. Heavy: Faker."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from curation.domain.identity import Json
from curation.domain.moments import Clock, utc_now
from curation.domain.privacy import PrivacyDecision
from curation.domain.projects import Project
from curation.errors import InputError
from curation.pii.operators import Ledger, Operators
from curation.pii.placeholders import normalised
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.sealed import Seal
from curation.pii.surrogates import inventing
from curation.services.privacy_standing import words_of
from curation.services.privacy_values import rules_of
from curation.services.surrogate_book import SurrogateBook, operator_key
from curation.store.database import Database
from curation.store.privacy import find_privacy_decision
from curation.store.projects import project_by_id
from curation.texts import text


@dataclass(frozen=True)
class LateSurrogates:
    """Gives the values of decisions their surrogates; who answers GIVE_SURROGATES (`{project_id, decision}`)."""

    database: Database
    seal: Seal
    clock: Clock = field(default=utc_now)

    def __call__(self, question: Json) -> Json:
        """Give what one decision is about its surrogate; raises InputError for any other question."""
        match question:
            case {"project_id": str() as project_id, "decision": str() as decision_id}:
                with self.database.reading() as tx:
                    project, made = project_by_id(tx, project_id), find_privacy_decision(tx, decision_id)
            case _:
                project = made = None
        if project is None or made is None:
            raise InputError(text("Surrogates are asked for with a project and a decision on personal data."))
        self.give(project, [made])
        return {}

    def give(self, project: Project, named: Sequence[PrivacyDecision]) -> None:
        """Keep a surrogate for every value of these decisions whose type the policy gives one."""
        with self.database.reading() as tx:
            rules = rules_of(tx, self.seal, project.id)
        wanted = sorted({one for decision in named for one in self._values(rules, decision)})
        if not wanted:
            return
        ledger = Ledger(recognises=False)
        acting = Operators(rules, operator_key(self.seal, project), inventing(rules.locale), ledger)

        def work() -> None:
            for entity, value in wanted:
                acting.replacement(entity, normalised(entity, value), value, "")

        SurrogateBook(self.database, project, self.clock).keeping(ledger, work)

    def _values(self, rules: PiiPolicy, decision: PrivacyDecision) -> list[tuple[str, str]]:
        words = words_of(self.seal, decision)
        if words is None:
            return []
        both = [(decision.target.entity_type, words.value), (decision.result.entity_type, words.whole)]
        return [(entity, value) for entity, value in both if rules.operator(entity) is Operator.SURROGATE]
