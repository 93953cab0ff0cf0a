"""The checks of a project as its policy says: switches, own rules, known words, and what experts dismiss."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from curation.domain.identity import Json
from curation.domain.samples import Conversation
from curation.errors import InputError
from curation.quality.dismissals import Heeded
from curation.quality.policy import RULE, ChecksPolicy
from curation.quality.rules_file import policy_from_yaml
from curation.quality.spelling import KNOWN_IN, is_spelled, unknown_words
from curation.quality.suite import CHECKS
from curation.store import check_words as words_store
from curation.store.database import Transaction
from curation.store.dismissals import heeded
from curation.store.projects import policy
from curation.texts import text

KIND = "checks"


@dataclass(frozen=True)
class Kept:
    """What a project has kept of its policy: the YAML text, and the switches set on the screen."""

    yaml: str = ""
    switches: tuple[tuple[str, bool], ...] = ()

    def as_json(self) -> Json:
        """Return what `kept_from` reads."""
        return {"yaml": self.yaml, "switches": dict(self.switches)}

    @property
    def policy(self) -> ChecksPolicy:
        """The policy: a switch of the screen is stronger than one in the text. Raises InputError with the line."""
        read = policy_from_yaml(self.yaml, frozenset(CHECKS))
        names = {*CHECKS, *(rule.check for rule in read.rules)}
        switches = dict(read.switches) | {name: on for name, on in self.switches if name in names}
        return replace(read, switches=tuple(sorted(switches.items())))


def kept_from(value: Json) -> Kept:
    """Read what a policy file or a call holds; raises InputError for anything else."""
    match value:
        case None:
            return Kept()
        case {"yaml": str() as source, "switches": Mapping() as switches}:
            return Kept(source, tuple(sorted((name, on is True) for name, on in switches.items())))
        case _:
            raise InputError(text("A policy of checks holds “yaml”, a text, and “switches”, names with true or false."))


def kept_of(tx: Transaction, project_id: str) -> Kept:
    """Return what a project has kept, nothing where it has only the defaults."""
    return kept_from(policy(tx, project_id, KIND))


def heeded_of(tx: Transaction, project_id: str) -> dict[str, Heeded]:
    """Return how experts took the notes of each check."""
    return {name: Heeded(*counts) for name, counts in heeded(tx, project_id).items()}


def with_dismissed_off(chosen: ChecksPolicy, heeded: Mapping[str, Heeded]) -> ChecksPolicy:
    """Turn off what experts dismiss too often, unless somebody has set its switch."""
    off = {name: False for name, one in heeded.items() if one.is_dismissed and _is_ours(name)}
    return replace(chosen, switches=tuple(sorted((off | dict(chosen.switches)).items())))


def checks_of(tx: Transaction, project_id: str, language: str) -> ChecksPolicy:
    """Return the checks that run on texts of a language in a project."""
    chosen = with_dismissed_off(kept_of(tx, project_id).policy, heeded_of(tx, project_id))
    plain = language.partition("-")[0].lower()
    return replace(chosen, words=chosen.words | words_store.words_of(tx, project_id, plain, KNOWN_IN))


def count_words(tx: Transaction, project_id: str, language: str, texts: Iterable[Conversation]) -> None:
    """Count the words of new samples that no list has: those of three samples are the project's own."""
    if not is_spelled(language):
        return
    plain = language.partition("-")[0].lower()
    counts: Counter[str] = Counter()
    for one in texts:
        counts.update({word for turn in one.messages for word, _, _ in unknown_words(turn.content, plain)})
    words_store.add_words(tx, project_id, plain, counts)


def _is_ours(name: str) -> bool:
    return name in CHECKS or name.startswith(RULE)
