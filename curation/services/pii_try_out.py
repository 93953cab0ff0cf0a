"""Answers the short question of what another policy of personal data would hide, before it is kept. Heavy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from curation.domain.findings import Part, PiiSpan
from curation.domain.identity import Json
from curation.domain.places import text_at
from curation.domain.samples import Conversation
from curation.errors import InputError
from curation.pii.model_folders import placed
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.redaction import RedactedConversation
from curation.pii.redactor import Redactor
from curation.pii.sealed import Seal
from curation.services.pii_tried import TriedRules, TriedSpan
from curation.services.privacy_values import rules_of, without_sealed
from curation.store import samples as samples_store
from curation.store.database import Database, Transaction
from curation.store.privacy_texts import placeholders_of
from curation.store.projects import known_project
from curation.store.projects import policy as policy_of
from curation.store.sample_pages import Filter, page
from curation.texts import text

SAMPLES = 60
SHOWN = 12
LONGEST = 20_000
AROUND = 60


@dataclass(frozen=True)
class PiiTryOut:
    """Who answers `pii_try_out`.

    The question is `{"project_id", "policy", "text"}`: a text that somebody typed, or none for some samples of the
    project. The answer is a TriedRules. Nothing is kept, and a surrogate that is shown is given to nobody.
    """

    database: Database
    seal: Seal

    def __call__(self, question: Json) -> Json:
        """Redact what is asked by the policy that is not kept yet; raises InputError where it cannot be read."""
        match question:
            case {"project_id": str() as project_id, "policy": given, "text": str() | None as typed}:
                policy = placed(PiiPolicy.from_json(given), self.seal.home)
            case _:
                raise InputError(text("A try-out needs a project, a policy, and a text or none."))
        with self.database.reading() as tx:
            known_project(tx, project_id)
            allow, deny = _decided(tx, self.seal, project_id)
            lists = replace(policy, allow=(*policy.allow, *allow), deny=(*policy.deny, *deny))
            redactor = _redactor(replace(lists, operators=tuple(_shown_operators(policy))))
            rows = [_typed(redactor, typed)] if typed is not None else list(_samples(tx, redactor, project_id))
        return _answer(rows, redactor, typed is not None).as_json()


@lru_cache(maxsize=2)
def _redactor(policy: PiiPolicy) -> Redactor:
    """Return a redactor that is warm from the second question on; those of imports stay warm beside it."""
    return Redactor(policy)


def _decided(tx: Transaction, seal: Seal, project_id: str) -> tuple[list[str], list[str]]:
    """Return what people have put on the lists by their decisions: it counts whatever the policy says."""
    opened = rules_of(tx, seal, project_id)
    plain = PiiPolicy.from_json(without_sealed(policy_of(tx, project_id, "pii")))
    return (
        [entry for entry in opened.allow if entry not in plain.allow],
        [entry for entry in opened.deny if entry not in plain.deny],
    )


def _shown_operators(policy: PiiPolicy) -> Iterator[tuple[str, str]]:
    """Yield the operators; a surrogate is shown as a tag, because trying out gives none to anybody."""
    for entity, name in policy.operators:
        yield entity, Operator.TAG.value if name == Operator.SURROGATE else name


def _typed(redactor: Redactor, typed: str) -> RedactedConversation:
    if len(typed) > LONGEST:
        raise InputError(
            text(
                "The text has {count:,} characters; up to {most:,} are tried out. Take a part of it.",
                count=len(typed),
                most=LONGEST,
            )
        )
    [done] = redactor.redact([Conversation((), (typed,))])
    return done


def _samples(tx: Transaction, redactor: Redactor, project_id: str) -> Iterator[RedactedConversation]:
    ids = [line.sample.id for line in page(tx, project_id, Filter(), 0, SAMPLES)]
    for head in samples_store.head_texts(tx, project_id, ids):
        yield redactor.redact_again(head.conversation, placeholders_of(tx, head.id))


def _answer(rows: list[RedactedConversation], redactor: Redactor, single: bool) -> TriedRules:  # noqa: FBT001 - one text or many
    spans = [(row, span) for row in rows for span in row.spans]
    suggestions = [(row, span) for row in rows for span in row.suggestions]
    return TriedRules(
        texts=len(rows),
        changed=sum(bool(row.spans) for row in rows),
        hidden=len(spans),
        offered=len(suggestions),
        shown=rows[0].conversation.context[0] if single and rows else "",
        spans=tuple(_span(*one) for one in spans[:SHOWN]),
        suggestions=tuple(_span(*one) for one in suggestions[:SHOWN]),
        engine=redactor.engine,
    )


def _span(row: RedactedConversation, span: PiiSpan) -> TriedSpan:
    place, said = span.place, row.conversation
    whole = said.context[place.index] if place.part is Part.CONTEXT else said.messages[place.index].content
    before = ("…" if place.start > AROUND else "") + whole[max(place.start - AROUND, 0) : place.start]
    after = whole[place.end : place.end + AROUND] + ("…" if place.end + AROUND < len(whole) else "")
    return TriedSpan(span.entity_type, round(span.score, 2), span.detector, (before, text_at(said, place), after))
