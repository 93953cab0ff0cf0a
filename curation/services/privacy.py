"""Review of personal data by value: what was found, what people with that role decide of it, and taking it back."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from curation.domain.identity import new_id
from curation.domain.jobs import JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.privacy import (
    Example,
    PrivacyAction,
    PrivacyDecision,
    ValueGroup,
    ValueKey,
    ValueStatus,
)
from curation.domain.projects import Project
from curation.errors import AlreadyDecidedError, ConflictError, InputError, NotFoundError
from curation.pii.sealed import Seal
from curation.services.privacy_groups import Stands, already, groups_of, last_on, same_value, stands_of
from curation.services.privacy_lists import Lists, sealed_words, standing_on
from curation.services.privacy_standing import Words, words_of
from curation.services.privacy_values import change_lists, entries_of, value_key
from curation.store import privacy as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.privacy_examples import examples
from curation.texts import text

ENTITY = re.compile(r"[A-Z][A-Z_]{1,48}[A-Z]")
_BULK = frozenset({PrivacyAction.ACCEPT, PrivacyAction.NOT_PERSONAL, PrivacyAction.RETYPE})


@dataclass(frozen=True)
class ValueFilter:
    """Which values are wanted; None for any. `suggested` asks for those still standing in a text."""

    status: ValueStatus | None = None
    entity_type: str | None = None
    suggested: bool | None = None

    def holds(self, group: ValueGroup) -> bool:
        """Tell whether a value is wanted."""
        return (
            (self.status is None or group.status is self.status)
            and (self.entity_type is None or group.key.entity_type == self.entity_type)
            and (self.suggested is None or (group.suggested > 0) == self.suggested)
        )


@dataclass(frozen=True)
class ValuePage:
    """Some of the values wanted, how many there are, and the counts of all by status and by type."""

    groups: tuple[ValueGroup, ...]
    total: int
    by_status: dict[str, int]
    by_entity: dict[str, int]


@dataclass(frozen=True)
class Said:
    """What a reviewer says of a value: the new type for a retype, the whole value for an extension.

    `typed` is the value itself, where its seal was purged and only somebody who knows it can name it. `instead_of` is
    the decision that this one changes, by its id: what somebody said is not overruled by the way.
    """

    action: PrivacyAction
    entity_type: str = ""
    whole: str = ""
    typed: str = ""
    instead_of: str = ""


@dataclass(frozen=True)
class Privacy:
    """Use cases around personal data by value; originals are opened for those who may see them alone."""

    database: Database
    seal: Seal
    clock: Clock = field(default=utc_now)

    def values(self, actor: Person, project: Project, wanted: ValueFilter, offset: int, limit: int) -> ValuePage:
        """Return a page of the project's values, those that stand most often first."""
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.reading() as tx:
            every = groups_of(tx, project.id)
        found = [group for group in every if wanted.holds(group)]
        return ValuePage(
            groups=tuple(found[offset : offset + limit]),
            total=len(found),
            by_status=dict(Counter(group.status.value for group in every)),
            by_entity=dict(Counter(group.key.entity_type for group in every)),
        )

    def examples(self, actor: Person, project: Project, key: ValueKey, limit: int = 3) -> tuple[Example, ...]:
        """Return where a value stands, in redacted context; the value itself only where it is left in the text."""
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.reading() as tx:
            keys = same_value(store.decisions_about(tx, project.id, [key.hmac]), key)
            found = [one for each in keys for one in examples(tx, project.id, each, limit)]
        return tuple(found[:limit])

    def stands(self, actor: Person, project: Project, key: ValueKey) -> Stands | None:
        """Return what was said of a value last and still stands, by whom and when; None where nothing was."""
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.reading() as tx:
            last = last_on(store.decisions_about(tx, project.id, [key.hmac]), key)
            return None if last is None else stands_of(tx, last)

    def look(self, actor: Person, project: Project, key: ValueKey) -> tuple[str, ...]:
        """Open a value's spellings, and note who did; empty where they were purged. Raises NotFoundError."""
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.transaction() as tx:
            spellings = _spellings(tx, project, key)
            thing = Thing("sealed_value", spellings[0][0], project.id, (key.hmac,))
            append_event(tx, self.clock(), actor.id, "value.seen", thing)
        return tuple(self.seal.open(sealed) for _, sealed in spellings if sealed is not None)

    def decide(self, actor: Person, project: Project, key: ValueKey, said: Said) -> PrivacyDecision:
        """Record what somebody says of a value, let the lists follow, and queue its application.

        Saying the same again returns the first decision. Raises NotFoundError, InputError, ConflictError, and
        AlreadyDecidedError (who said what, and when) where something else was said that is not named as changed.
        """
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"privacy {project.id}")
            before = last_on(store.decisions_about(tx, project.id, [key.hmac]), key)
            made = self._decision(tx, (actor, project), key, said, before)
            if before is not None and (before.action, before.result) == (made.action, made.result):
                return before
            if before is not None and before.action is not PrivacyAction.MARK and said.instead_of != before.id:
                raise AlreadyDecidedError(already(stands_of(tx, before), actor))
            self._record(tx, actor, project, [made], before)
        return made

    def decide_all(self, actor: Person, project: Project, wanted: ValueFilter, said: Said) -> int:
        """Say the same of every open value that a filter holds; return of how many. What is purged is left out."""
        actor.require(Permission.SEE_ORIGINALS)
        if said.action not in _BULK:
            raise InputError(text("Widening is said of one value at a time."))
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"privacy {project.id}")
            chosen = [
                group
                for group in groups_of(tx, project.id)
                if wanted.holds(group) and group.status is ValueStatus.OPEN and not group.purged
            ]
            if said.action is PrivacyAction.RETYPE:
                chosen = [group for group in chosen if group.key.entity_type != said.entity_type]
            # One moment for all: taking back the actor's last moment takes back the whole bulk.
            now = self.clock()
            made = [replace(self._decision(tx, (actor, project), g.key, said), decided_at=now) for g in chosen]
            if made:
                self._record(tx, actor, project, made)
        return len(made)

    def undo(self, actor: Person, project: Project, decision_id: str | None = None) -> tuple[PrivacyDecision, ...]:
        """Take a decision back, or the actor's last (a whole bulk): texts and lists are as they were before it."""
        if not actor.may(Permission.SEE_ORIGINALS):
            actor.require(Permission.REVIEW)
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"privacy {project.id}")
            every = store.privacy_decisions(tx, project.id)
            undone = {one.undoes for one in every}
            stand = [one for one in every if one.undoes is None and one.id not in undone]
            taken = _taken(stand, actor, decision_id)
            if any(one.action is not PrivacyAction.MARK or one.decided_by != actor.id for one in taken):
                actor.require(Permission.SEE_ORIGINALS)
            self._take_back(tx, actor, project, (taken, every))
        return tuple(taken)

    def _take_back(
        self,
        tx: Transaction,
        actor: Person,
        project: Project,
        known: tuple[Sequence[PrivacyDecision], Sequence[PrivacyDecision]],
    ) -> None:
        taken, every = known
        lists, now = Lists(self.seal, *entries_of(tx, self.seal, project.id)), self.clock()
        for one in taken:
            store.add_privacy_decision(
                tx, replace(one, id=new_id(), undoes=one.id, sealed=None, decided_by=actor.id, decided_at=now)
            )
            lists.take_back(one, standing_on(every, one))
            thing = Thing("sealed_value", one.target.hmac[:32], project.id, (one.target.hmac,))
            append_event(tx, now, actor.id, "value.taken_back", thing)
        change_lists(tx, self.seal, project.id, (lists.allow, lists.deny), (actor.id, now))
        self._apply(tx, actor, project, taken)

    def _record(
        self,
        tx: Transaction,
        actor: Person,
        project: Project,
        made: Sequence[PrivacyDecision],
        before: PrivacyDecision | None = None,
    ) -> None:
        lists = Lists(self.seal, *entries_of(tx, self.seal, project.id))
        overruled = () if before is None else (before.id,)
        if before is not None and before.action is not PrivacyAction.MARK:
            lists.take_back(before, ())
        for one in made:
            store.add_privacy_decision(tx, one)
            lists.change(one)
            hashes = (one.target.hmac, one.result.hmac, *overruled)
            thing = Thing("sealed_value", one.target.hmac[:32], project.id, hashes)
            append_event(tx, one.decided_at, actor.id, f"value.{one.action.value}", thing)
        change_lists(tx, self.seal, project.id, (lists.allow, lists.deny), (actor.id, self.clock()))
        self._apply(tx, actor, project, made)

    def _apply(self, tx: Transaction, actor: Person, project: Project, named: Sequence[PrivacyDecision]) -> None:
        payload = {"decisions": [one.id for one in named]}
        add_job(tx, JobKind.APPLY_PRIVACY, payload, actor.id, project.id, self.clock())

    def _decision(
        self,
        tx: Transaction,
        who: tuple[Person, Project],
        key: ValueKey,
        said: Said,
        before: PrivacyDecision | None = None,
    ) -> PrivacyDecision:
        """Make a decision; one that changes another is about the same value as that one, before it got its type."""
        actor, project = who
        value = self._value(tx, project, key, said)
        _check(said, value)
        earlier = None if before is None or key == before.target else words_of(self.seal, before)
        target = key if before is None or earlier is None else before.target
        words = Words(value) if earlier is None else earlier
        action, entity, whole = said.action, target.entity_type, words.value
        if action is PrivacyAction.RETYPE:
            action = PrivacyAction.RETYPE if words.whole == words.value else PrivacyAction.EXTEND
            entity, whole = said.entity_type, words.whole
        elif action is PrivacyAction.EXTEND:
            entity, whole = key.entity_type, said.whole.strip()
        return PrivacyDecision(
            id=new_id(),
            project_id=project.id,
            action=action,
            target=target,
            result=value_key(project, entity, whole),
            sealed=sealed_words(self.seal, words.value, whole),
            decided_by=actor.id,
            decided_at=self.clock(),
        )

    def _value(self, tx: Transaction, project: Project, key: ValueKey, said: Said) -> str:
        spellings = _spellings(tx, project, key)
        kept = next((sealed for _, sealed in spellings if sealed is not None), None)
        if kept is not None:
            return self.seal.open(kept)
        if value_key(project, key.entity_type, said.typed) == key:
            return said.typed.strip()
        raise ConflictError(
            text("The original was purged. Type the value to let future imports follow; stored texts stay as they are.")
        )


def _spellings(tx: Transaction, project: Project, key: ValueKey) -> list[tuple[str, bytes | None]]:
    """Return the seals of a value, of what it was made from where no text follows its decision yet."""
    for each in same_value(store.decisions_about(tx, project.id, [key.hmac]), key):
        found = store.sealed_spellings(tx, project.id, each)
        if found:
            return found
    raise NotFoundError(text("There is no such value in this project."))


def _taken(stand: Sequence[PrivacyDecision], actor: Person, decision_id: str | None) -> list[PrivacyDecision]:
    if decision_id is not None:
        taken = [one for one in stand if one.id == decision_id]
    else:
        mine = [one for one in stand if one.decided_by == actor.id]
        taken = [one for one in mine if one.decided_at == mine[-1].decided_at]
    if not taken:
        raise NotFoundError(text("There is no decision on personal data to take back."))
    return taken


def _check(said: Said, value: str) -> None:
    if said.action is PrivacyAction.RETYPE and not ENTITY.fullmatch(said.entity_type):
        raise InputError(text("A type of personal data is written in capitals, such as PERSON or CASE_NUMBER."))
    if said.action is PrivacyAction.EXTEND and (value not in said.whole or said.whole.strip() == value):
        raise InputError(text("The whole value must hold what was found, and more. Type it as it stands in the text."))
    if said.action is PrivacyAction.MARK:
        raise InputError(text("Mark personal data on the review desk, where its text is."))
