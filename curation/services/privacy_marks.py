"""An expert marks personal data that was missed: it is hidden at once in every sample, and waits for the reviewer."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from curation.domain.findings import Place
from curation.domain.identity import Json
from curation.domain.jobs import JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.places import text_at
from curation.domain.privacy import PrivacyAction, PrivacyDecision
from curation.domain.projects import Project
from curation.domain.samples import Conversation
from curation.errors import ConflictError, InputError, JobFailedError, StaleRevisionError
from curation.pii.denied import whole_words
from curation.pii.placeholders import SHOWN
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.sealed import Seal
from curation.services.privacy import ENTITY, Privacy
from curation.services.privacy_apply import ApplyPrivacy
from curation.services.privacy_lists import Lists, sealed_words
from curation.services.privacy_standing import LONGEST, SHORTEST, seekable
from curation.services.privacy_texts import texts_of
from curation.services.privacy_values import change_lists, entries_of, value_key
from curation.store import privacy as store
from curation.store.corrections import newest_revision
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.projects import policy
from curation.store.samples import sample
from curation.texts import text

_SECONDS_TO_ASK = 1.5
GIVE_SURROGATES = "give_surrogates"
Ask = Callable[[str, Json, float], Json]


@dataclass(frozen=True)
class Mark:
    """What an expert marks: a stretch of the text of a revision (`place`), or a value that stands in it.

    `id` is the caller's, so that sending twice counts once.
    """

    id: str
    sample_id: str
    revision: int
    entity_type: str
    place: Place | None = None
    value: str = ""


@dataclass(frozen=True)
class Marked:
    """A mark that was taken: its decision, in how many samples the value may stand, in how many it is hidden by now."""

    decision_id: str
    samples: int
    hidden: int


@dataclass(frozen=True)
class Marking:
    """Use cases of experts around missed personal data; they wait `at_once` seconds, and a job does what is left."""

    database: Database
    seal: Seal
    ask: Ask | None = None
    clock: Clock = field(default=utc_now)
    at_once: float = 2.0

    def mark(self, actor: Person, project: Project, mark: Mark) -> Marked:
        """Hide a value in all samples, and put it on the deny list; a job goes on where that takes long.

        Raises StaleRevisionError where the text has changed since, InputError where nothing is marked.
        """
        actor.require(Permission.REVIEW)
        with self.database.transaction() as tx:
            sent = store.find_privacy_decision(tx, mark.id)
            if sent is None:
                sent = self._decision(tx, actor, project, mark)
                self._record(tx, actor, project, sent)
            elif sent.decided_by != actor.id or sent.project_id != project.id:
                raise ConflictError(text("That decision is somebody else's."))
        self._ask_for_surrogate(project, sent)
        return self._now(actor, project, sent, mark.sample_id)

    def unmark(self, actor: Person, project: Project, decision_id: str, sample_id: str) -> Marked:
        """Take a mark of the actor's own back: texts and lists are as they were before it."""
        [taken] = Privacy(self.database, self.seal, self.clock).undo(actor, project, decision_id)
        return self._now(actor, project, taken, sample_id)

    def _ask_for_surrogate(self, project: Project, decision: PrivacyDecision) -> None:
        with self.database.reading() as tx:
            rules = PiiPolicy.from_json(policy(tx, project.id, "pii"))
        if self.ask is None or rules.operator(decision.result.entity_type) is not Operator.SURROGATE:
            return
        try:
            self.ask(GIVE_SURROGATES, {"project_id": project.id, "decision": decision.id}, _SECONDS_TO_ASK)
        except JobFailedError:
            # Nobody waits for a surrogate: a numbered tag hides the value now, the worker's job follows with it.
            return

    def _now(self, actor: Person, project: Project, decision: PrivacyDecision, first: str) -> Marked:
        applying = ApplyPrivacy(self.database, self.seal, self.clock)
        asked = applying.asked([decision])
        touched = applying.touched(project, asked)
        until = time.monotonic() + self.at_once
        hidden = 0
        for sample_id in sorted(touched, key=lambda one: one != first):
            if time.monotonic() > until:
                break
            hidden += applying.converge(project, sample_id, asked, actor.id)
        applying.empty_log()
        return Marked(decision.id, len(touched), hidden)

    def _decision(self, tx: Transaction, actor: Person, project: Project, mark: Mark) -> PrivacyDecision:
        value = self._value(tx, project, mark)
        if not ENTITY.fullmatch(mark.entity_type):
            raise InputError(text("A type of personal data is written in capitals, such as PERSON or CASE_NUMBER."))
        key = value_key(project, mark.entity_type, value)
        return PrivacyDecision(
            id=mark.id,
            project_id=project.id,
            action=PrivacyAction.MARK,
            target=key,
            result=key,
            sealed=sealed_words(self.seal, value, value),
            decided_by=actor.id,
            decided_at=self.clock(),
        )

    def _value(self, tx: Transaction, project: Project, mark: Mark) -> str:
        found = sample(tx, project.id, mark.sample_id)
        newest = newest_revision(tx, mark.sample_id)
        if newest is None or newest.conversation is None or mark.revision != found.head:
            raise StaleRevisionError(text("This sample was changed while you had it open. Look at it again."))
        value = " ".join((mark.value if mark.place is None else _selected(newest.conversation, mark.place)).split())
        _require_markable(newest.conversation, value)
        return value

    def _record(self, tx: Transaction, actor: Person, project: Project, decision: PrivacyDecision) -> None:
        lists = Lists(self.seal, *entries_of(tx, self.seal, project.id))
        store.add_privacy_decision(tx, decision)
        lists.change(decision)
        change_lists(tx, self.seal, project.id, (lists.allow, lists.deny), (actor.id, decision.decided_at))
        thing = Thing("sealed_value", decision.target.hmac[:32], project.id, (decision.target.hmac,))
        append_event(tx, decision.decided_at, actor.id, "value.mark", thing)
        payload = {"decisions": [decision.id]}
        add_job(tx, JobKind.APPLY_PRIVACY, payload, actor.id, project.id, decision.decided_at)


def _selected(conversation: Conversation, place: Place) -> str:
    texts = texts_of(conversation)
    slot = (place.part.value == "context", place.index)
    if slot not in texts or not 0 <= place.start < place.end <= len(texts[slot]):
        raise InputError(text("The selection is not in this text. Select it again."))
    return text_at(conversation, place)


def _require_markable(conversation: Conversation, value: str) -> None:
    if not SHORTEST <= len(value) <= LONGEST or not any(c.isalnum() for c in value):
        raise InputError(
            text(
                "Select the words that name somebody: {shortest} to {longest} characters.",
                shortest=SHORTEST,
                longest=LONGEST,
            )
        )
    if not seekable(value, by_hand=True):
        raise InputError(text("This stands in many places where it means nobody. Select the words beside it too."))
    if SHOWN.search(value):
        raise InputError(text("The selection holds a placeholder. Select only the words beside it."))
    if not any(_stands(value, words) for words in texts_of(conversation).values()):
        raise InputError(text("What you marked does not stand in this text as whole words. Select whole words."))


def _stands(value: str, words: str) -> bool:
    return whole_words([value]).search(words) is not None
