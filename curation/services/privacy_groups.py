"""The values of a project as a reviewer sees them: each once, also while its texts still follow a decision."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from curation.domain.people import Person
from curation.domain.privacy import PrivacyAction, PrivacyDecision, ValueGroup, ValueKey, ValueStatus
from curation.services.privacy_standing import Standing, standing
from curation.store import privacy as store
from curation.store.database import Transaction
from curation.store.projects import person_name
from curation.texts import text

AFTER = {
    PrivacyAction.ACCEPT: ValueStatus.ACCEPTED,
    PrivacyAction.NOT_PERSONAL: ValueStatus.NOT_PERSONAL,
    PrivacyAction.RETYPE: ValueStatus.RETYPED,
    PrivacyAction.EXTEND: ValueStatus.EXTENDED,
    PrivacyAction.MARK: ValueStatus.OPEN,
}
_CHANGED = (PrivacyAction.RETYPE, PrivacyAction.EXTEND)


@dataclass(frozen=True)
class Stands:
    """What was said of a value last and still stands: by whom, when, and as which type it is hidden."""

    decision_id: str
    action: PrivacyAction
    entity_type: str
    by: str
    by_id: str
    at: datetime


def groups_of(tx: Transaction, project_id: str) -> list[ValueGroup]:
    """Return the values in the newest texts of a project, those that stand most often first."""
    every = store.privacy_decisions(tx, project_id)
    stand = standing(every)
    about: dict[ValueKey, list[PrivacyDecision]] = {}
    for one in every:
        for key in {one.target, one.result}:
            about.setdefault(key, []).append(one)
    found: dict[ValueKey, list[ValueGroup]] = {}
    for group, changed in store.value_groups(tx, project_id):
        found.setdefault(_shown_as(group.key, changed, stand), []).append(group)
    groups = [_together(tx, project_id, key, parts) for key, parts in found.items()]
    groups.sort(key=lambda one: (-one.occurrences, one.key))
    return [_with_status(group, about.get(group.key, [])) for group in groups]


def last_on(decisions: Sequence[PrivacyDecision], key: ValueKey) -> PrivacyDecision | None:
    """Return the last decision on a value that stands, of all (oldest first)."""
    undone = {one.undoes for one in decisions}
    stand = [one for one in decisions if one.undoes is None and one.id not in undone]
    return next((one for one in reversed(stand) if key in (one.target, one.result)), None)


def stands_of(tx: Transaction, decision: PrivacyDecision) -> Stands:
    """Say who made a decision, and when."""
    name = person_name(tx, decision.decided_by) or decision.decided_by
    kind = decision.result.entity_type
    return Stands(decision.id, decision.action, kind, name, decision.decided_by, decision.decided_at)


def already(stands: Stands, actor: Person) -> str:
    """Say what stands of a value, of whom and since when, and how to say something else all the same."""
    said = {
        PrivacyAction.ACCEPT: text("personal"),
        PrivacyAction.NOT_PERSONAL: text("not personal"),
        PrivacyAction.RETYPE: text("another type, {kind}", kind=stands.entity_type),
        PrivacyAction.EXTEND: text("widened, {kind}", kind=stands.entity_type),
        PrivacyAction.MARK: text("marked, {kind}", kind=stands.entity_type),
    }[stands.action]
    when = stands.at.strftime("%Y-%m-%d %H:%M UTC")
    if stands.by_id == actor.id:
        return text("You said of this value on {when}: {said}. Nothing was changed.", when=when, said=said)
    return text(
        "{name} said of this value on {when}: {said}. Nothing was changed.", name=stands.by, when=when, said=said
    )


def same_value(decisions: Sequence[PrivacyDecision], key: ValueKey) -> list[ValueKey]:
    """Return the keys that a value may have in texts that do not follow its decisions yet, its own first."""
    others = [one.target for one in decisions if one.result == key and one.action in _CHANGED]
    others += [one.result for one in decisions if one.target == key and one.action in _CHANGED]
    return list(dict.fromkeys([key, *others]))


def _shown_as(key: ValueKey, changed: bool, stand: Standing) -> ValueKey:  # noqa: FBT001 - a column of the store
    """Return the key that a text will have once it follows: of what was changed, or is to be."""
    if not changed:
        said = stand.said.get(key)
        return said.result if said is not None and said.action is PrivacyAction.RETYPE else key
    made = stand.made.get(key)
    if made is None:
        return key
    said = stand.said.get(made.target)
    return said.result if said is not None and said.action in _CHANGED else made.target


def _together(tx: Transaction, project_id: str, key: ValueKey, parts: Sequence[ValueGroup]) -> ValueGroup:
    keys = {part.key for part in parts}
    samples = parts[0].samples if len(parts) == 1 else store.count_samples(tx, project_id, keys)
    return ValueGroup(
        key=key,
        occurrences=sum(part.occurrences for part in parts),
        samples=samples,
        suggested=sum(part.suggested for part in parts),
        detectors=tuple(sorted({name for part in parts for name in part.detectors})),
        scores=(min(part.scores[0] for part in parts), max(part.scores[1] for part in parts)),
        purged=any(part.purged for part in parts),
    )


def _with_status(group: ValueGroup, about: Sequence[PrivacyDecision]) -> ValueGroup:
    undone = {one.undoes for one in about}
    marked = any(one.action is PrivacyAction.MARK and one.id not in undone and one.undoes is None for one in about)
    last = last_on(about, group.key)
    return replace(group, status=ValueStatus.OPEN if last is None else AFTER[last.action], marked=marked)
