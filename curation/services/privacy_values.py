"""How values of personal data are named and kept, and the project's lists with their sealed entries opened."""

import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from curation.domain.identity import Json
from curation.domain.privacy import ValueKey
from curation.domain.projects import Project
from curation.pii.model_folders import placed
from curation.pii.policy import PUBLIC, PiiPolicy
from curation.pii.sealed import Seal
from curation.store.database import Transaction
from curation.store.projects import add_policy, policy
from curation.store.sealed_values import Value

SEALED = "sealed:"
_LISTS = ("allow", "deny")


def value_key(project: Project, entity: str, value: str) -> ValueKey:
    """Return what equal values share: the keyed hash of the value without case and with single blanks."""
    return ValueKey(entity, _keyed(project, f"{entity}\0{' '.join(value.casefold().split())}"))


def spelling_of(project: Project, entity: str, value: str) -> str:
    """Return the keyed hash of a value exactly as it is written."""
    return _keyed(project, f"{entity}\0exact\0{value}")


def kept(project: Project, seal: Seal, entity: str, value: str) -> Value:
    """Return a value as the store keeps it."""
    key = value_key(project, entity, value)
    return Value(entity, key.hmac, spelling_of(project, entity, value), seal.close(value))


def rules_of(tx: Transaction, seal: Seal, project_id: str) -> PiiPolicy:
    """Return the project's newest policy, its models' folders as whole paths and its lists' entries unsealed."""
    rules = placed(PiiPolicy.from_json(policy(tx, project_id, "pii")), seal.home)
    return replace(rules, allow=_opened(seal, rules.allow), deny=_opened(seal, rules.deny))


def change_lists(
    tx: Transaction, seal: Seal, project_id: str, lists: tuple[set[str], set[str]], by: tuple[str, datetime]
) -> None:
    """Add the next number of the policy where the `lists` (allow, deny) differ from those of the newest one.

    What is new is written sealed: an entry names a value that a later decision may hide again.
    """
    content = policy(tx, project_id, "pii")
    before: dict[str, Json] = dict(content) if isinstance(content, Mapping) else {}
    rules = PiiPolicy.from_json(content)
    after = dict(before)
    for name, entries, wanted in (("allow", rules.allow, lists[0]), ("deny", rules.deny, lists[1])):
        opened = dict(zip(entries, _opened(seal, entries), strict=True))
        stay = [entry for entry in entries if opened[entry] in wanted]
        fresh = sorted(wanted - set(opened.values()))
        if fresh or len(stay) != len(entries):
            after[name] = [*stay, *(SEALED + seal.close(value).decode("ascii") for value in fresh)]
    if after != before:
        add_policy(tx, project_id, "pii", after, by)


def without_sealed(content: Json) -> Json:
    """Return a policy without the entries that people added: what a process without the key can read."""
    if not isinstance(content, Mapping):
        return content
    return {name: _plain(value) if name in _LISTS else value for name, value in content.items()}


def with_sealed(content: Json, before: Json) -> Json:
    """Return a policy with the entries that people added to the one before: whoever writes it does not see them."""
    if not isinstance(content, Mapping):
        return content
    after: dict[str, Json] = dict(content)
    for name, shipped in (("allow", list(PUBLIC)), ("deny", list[str]())):
        kept = before.get(name) if isinstance(before, Mapping) else None
        sealed = [one for one in kept if _is_sealed(one)] if isinstance(kept, list) else []
        given = content.get(name)
        listed = list(given) if isinstance(given, list) else list[Json](shipped)
        if sealed:
            after[name] = [*listed, *(one for one in sealed if one not in listed)]
    return after


def entries_of(tx: Transaction, seal: Seal, project_id: str) -> tuple[set[str], set[str]]:
    """Return the entries of the allow list and of the deny list, opened."""
    rules = rules_of(tx, seal, project_id)
    return set(rules.allow), set(rules.deny)


def _plain(value: Json) -> Json:
    return [one for one in value if not _is_sealed(one)] if isinstance(value, list) else value


def _is_sealed(entry: Json) -> bool:
    return isinstance(entry, str) and entry.startswith(SEALED)


def _opened(seal: Seal, entries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        seal.open(entry.removeprefix(SEALED).encode("ascii")) if entry.startswith(SEALED) else entry
        for entry in entries
    )


def _keyed(project: Project, words: str) -> str:
    return hmac.new(project.key, words.encode("utf-8", "surrogatepass"), sha256).hexdigest()
